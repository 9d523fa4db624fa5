// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import inoctl

/// What a letter says of its terms: each with its norm, none taken for another.
@Suite struct LetterTermTests {
    private func letter(_ deadline: String) async -> String {
        var answers = LetterTests.answers(capacity: "own")
        let plain = #""original":"2016-04-04T12:00:00Z","current":"2016-04-04T12:00:00Z","pending":false"#
        answers["/v1/instructions/417"] = LetterTests.instruction.replacing(plain, with: deadline)
        let run = await Run.tool("instruction", "show", "417", "--letter", answers: answers)
        #expect(run.exit == 0, "\(run.err)")
        return run.out
    }

    private static let norm = """
        Норма: «оперативно» — 10 календарных дней со дня подписания; срок, который
        приходится на нерабочий день, истекает в предшествующий рабочий день
        (политика «federal», версия 1).
        """

    @Test func theDateOfAReworkStandsBesideTheTermAndItsNorm() async {
        let text = await letter(
            #"""
            "original":"2016-04-04T12:00:00Z","current":"2016-04-04T12:00:00Z","rework":"2016-04-11T12:00:00Z","pending":false
            """#)
        #expect(
            text.contains(
                """

                Срок исполнения: 04.04.2016 18:00 (Asia/Tomsk).
                \(Self.norm)
                Срок доработки: 11.04.2016 18:00 (Asia/Tomsk); назван при возврате на
                доработку, срок исполнения не изменяет.

                """), "\(text)")
    }

    @Test func anotherTermThanTheOriginalIsPrintedBesideIt() async {
        let text = await letter(
            #""original":"2016-04-04T12:00:00Z","current":"2016-04-18T12:00:00Z","pending":false"#)
        #expect(
            text.contains(
                """

                Срок исполнения: 04.04.2016 18:00 (Asia/Tomsk).
                \(Self.norm)
                Действующий срок: 18.04.2016 18:00 (Asia/Tomsk).
                Норма: срок изменён автором поручения; учёт ведётся и по первоначальному
                сроку.

                """), "\(text)")
        #expect(!text.contains("Срок доработки"))
    }
}
