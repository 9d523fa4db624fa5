// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing
import Wire

/// What the daemon refuses of a body, and how it says where.
@Suite struct StrictJSONTests {
    struct Letter: Codable {
        struct Part: Codable {
            var organisation: String
            var days: Int?
        }
        var text: String
        var parts: [Part]?
        var level: ReceiptLevel?
        var flags: [String: Bool]?
        var amount: Double?
    }

    private func entries(_ text: String) -> [Problem.Entry] {
        entries(Array(text.utf8))
    }

    private func entries(_ bytes: [UInt8]) -> [Problem.Entry] {
        do throws(Problem) {
            _ = try StrictJSON.decode(Letter.self, from: bytes)
            return []
        } catch {
            #expect(error.status == 400)
            #expect(error.code == "bad-request")
            return error.errors
        }
    }

    @Test func aGoodBodyIsRead() throws {
        let text = """
            {"text":"а\\u0431\\n\\ud83d\\ude00","parts":[{"organisation":"tsu","days":3}],"flags":{"x":true},"amount":1.5e2}
            """
        let letter = try StrictJSON.decode(Letter.self, from: text.utf8)
        #expect(letter.text == "аб\n😀")
        #expect(letter.parts?.first?.days == 3)
        #expect(letter.flags == ["x": true])
        #expect(letter.amount == 150)
    }

    @Test(arguments: [
        ("", "1:1"), ("{\"text\":\n  tru}", "2:3"), ("{\"text\":\"я\",}", "1:13"), ("{\"text\":\"a\"} x", "1:14"),
        ("{\"text\":\"a\nb\"}", "1:11"), ("{\"text\":01}", "1:10"), ("{\"text\":\"\\ud800\"}", "1:10"),
        ("[1,2", "1:5"), ("{\"text\":\"a\",\"text\":\"b\"}", "1:13"), ("{'text':1}", "1:2"), ("\"open", "1:1"),
    ])
    func malformedJSONNamesLineAndColumn(_ text: String, _ place: String) {
        let found = entries(text)
        #expect(found.map(\.code) == ["malformed-json"])
        #expect(found.map(\.pointer) == [place])
    }

    @Test func deepNestingIsRefusedNotCrashed() {
        let found = entries(String(repeating: "[", count: 100_000))
        #expect(found.map(\.code) == ["malformed-json"])
    }

    @Test func brokenUTF8NamesThePlace() {
        let found = entries(Array("{\"text\":\n\"я".utf8) + [0xFF] + Array("\"}".utf8))
        #expect(found == [Problem.Entry(pointer: "2:3", code: "invalid-utf8", detail: "the bytes are not UTF-8")])
    }

    @Test func anUnknownMemberIsRefusedWithTheOneThatWasMeant() {
        #expect(
            entries("{\"text\":\"a\",\"levl\":\"delivered\"}") == [
                Problem.Entry(
                    pointer: "/levl", code: "unknown-member",
                    detail: "member 'levl' is not known; did you mean 'level'?")
            ])
        #expect(
            entries("{\"text\":\"a\",\"parts\":[{\"organisation\":\"tsu\",\"a/b~\":1}]}").map(\.pointer) == [
                "/parts/0/a~1b~0"
            ])
    }

    @Test func aMissingMemberAndTheUnknownOneBesideItAreBothNamed() {
        #expect(
            entries("{\"txt\":\"a\"}").map { "\($0.pointer) \($0.code)" } == [
                "/text missing-member", "/txt unknown-member",
            ])
    }

    @Test(arguments: [
        ("{\"text\":1}", "/text", "wrong-type", "a string should stand here, not a number"),
        ("{\"text\":null}", "/text", "wrong-type", "a string should stand here, not null"),
        ("[]", "", "wrong-type", "an object should stand here, not an array"),
        ("{\"text\":\"a\",\"parts\":{}}", "/parts", "wrong-type", "an array should stand here, not an object"),
        (
            "{\"text\":\"a\",\"parts\":[{\"organisation\":\"tsu\",\"days\":\"3\"}]}", "/parts/0/days", "wrong-type",
            "a number should stand here, not a string"
        ),
        (
            "{\"text\":\"a\",\"parts\":[{\"organisation\":\"tsu\",\"days\":3.5}]}", "/parts/0/days", "invalid-value",
            "3.5 is not a number that fits here"
        ),
        (
            "{\"text\":\"a\",\"flags\":{\"x\":1}}", "/flags/x", "wrong-type",
            "true or false should stand here, not a number"
        ),
    ])
    func aWrongTypeHasItsPointer(_ text: String, _ pointer: String, _ code: String, _ detail: String) {
        #expect(entries(text) == [Problem.Entry(pointer: pointer, code: code, detail: detail)])
    }

    @Test func aWordThatIsNoneOfTheListIsAnInvalidValue() {
        #expect(
            entries("{\"text\":\"a\",\"level\":\"seen\"}").map { "\($0.pointer) \($0.code)" } == [
                "/level invalid-value"
            ])
    }

    @Test func answersMayHaveMembersThatAreNotKnownYet() throws {
        #expect(try StrictJSON.decodeAnswer(Letter.self, from: "{\"text\":\"a\",\"new\":1}".utf8).text == "a")
    }

    @Test func anActsBodyHasTheActsMembersAndNoOthers() throws {
        let body = "{\"recipientNumber\":\"01-22/417\",\"recipientDate\":\"2016-03-28\"}"
        let act = try ActRequest.decode(.register, from: body.utf8).act
        #expect(act == .register(recipientNumber: "01-22/417", recipientDate: CalendarDate("2016-03-28")))
        #expect(try ActRequest.decode(.issue, from: []).act == .issue)
        #expect(throws: Problem.self) {
            try ActRequest.decode(.register, from: "{\"recipientNumber\":\"1\",\"text\":\"x\"}".utf8)
        }
        #expect(throws: Problem.self) { try ActRequest.decode(.issue, from: "{\"type\":\"issue\"}".utf8) }
        #expect(throws: Problem.self) { try ActRequest.decode(.accept, from: "[]".utf8) }
        #expect(throws: Problem.self) { try ActRequest.decode(.issue, from: "[]".utf8) }
    }

    @Test(arguments: [
        InstructionAct.issue, .register(recipientNumber: "1", recipientDate: nil), .accept(comment: nil),
        .refuse(reason: "wrong-addressee", comment: "не нам"),
        .report(text: "t", evidence: ["e"], waived: ["tpu": "нет"]),
        .return(reason: "r", newDate: CalendarDate("2016-04-12")), .removeUnexecuted(reason: "r", basis: "b"),
    ])
    func anActIsReadAsItWasWritten(_ act: InstructionAct) throws {
        #expect(try ActRequest.decode(act.kind, from: ActRequest.body(of: act).compact.utf8) == Entered(act))
    }

    @Test func aDraftAndItsFlagAreOneObject() throws {
        let request = InstructionRequest(draft: InstructionDraft(responsible: "tsu", text: "x"), draftOnly: true)
        let bytes = try StrictJSON.encode(request)
        #expect(try StrictJSON.decode(InstructionRequest.self, from: bytes) == request)
        #expect(throws: Problem.self) {
            try StrictJSON.decode(
                InstructionRequest.self, from: "{\"responsible\":\"tsu\",\"text\":\"x\",\"draft\":true}".utf8)
        }
    }

    @Test(arguments: [
        [], [DeliveryInfo(organisation: "tsu", number: 1)],
        [
            DeliveryInfo(organisation: "quo\"te\\ / \u{1}\u{8}\t\n\u{c}\r\u{1f}\u{7f}", number: .max),
            DeliveryInfo(organisation: "Томск \u{2028}", number: 2),
        ],
    ])
    func anAnswerToALetterIsWrittenAsTheGeneralEncoderWritesIt(_ deliveries: [DeliveryInfo]) throws {
        for occurredAt in [nil, Instant("2016-03-25T12:00:00.25Z")] {
            let answer = SendAnswer(
                id: Identifier(rawValue: 1), hash: "ab", recordedAt: Instant(microsecondsSince1970: 1),
                occurredAt: occurredAt, deliveries: deliveries)
            #expect(try answer.json == StrictJSON.encode(answer))
            let problem = Problem(code: "conflict", title: "t", status: 409)
            let batch = BatchAnswer(items: [
                .init(status: 201, message: answer), .init(status: 409, problem: problem),
            ])
            let items = [(status: 201, body: answer.json), (status: 409, body: try StrictJSON.encode(problem))]
            #expect(try BatchAnswer.json(of: items) == StrictJSON.encode(batch))
        }
    }

    @Test func aRecipientIsACodeOrAnObject() throws {
        let text = "{\"recipients\":[\"tsu\",{\"organisation\":\"tpu\",\"role\":\"observer\"}],\"text\":\"x\"}"
        let request = try StrictJSON.decode(SendRequest.self, from: text.utf8)
        #expect(
            request.recipients.map(\.recipient) == [
                Recipient(organisation: "tsu"), Recipient(organisation: "tpu", role: "observer"),
            ])
        #expect(throws: Problem.self) {
            try StrictJSON.decode(SendRequest.self, from: "{\"recipients\":[{\"organisation\":\"a\",\"x\":1}]}".utf8)
        }
    }
}
