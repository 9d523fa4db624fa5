// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Wire

@testable import inod

extension RecordedStory {
    /// What a term and an executor can still become; after everything else, so that nothing before it is another.
    func control() async throws {
        let path = "/v1/instructions"
        func act(
            _ words: String, _ number: Int, as who: String, _ body: String, isKept: Bool = true
        ) async throws {
            try await keep(
                isKept ? "instruction \(words)" : nil, "\(path)/П-2016-000\(number)/\(words)", as: who, body)
        }
        let given = #"""
            {"responsible":"tsu","coExecutors":["tpu"],"observers":[],"text":"Подготовить предложения по площадке.",
            "mark":"оперативно","withoutDeadline":false,"aboutAction":"v1-05","instruments":[],"basis":"протокол № 3"}
            """#
        try await ask(path, as: "minekonom", given)
        try await act("register", 5, as: "tsu", #"{"recipientNumber":"ТГУ-320"}"#, isKept: false)
        let more = #"{"newDate":"2016-04-15","reason":"information","text":"Нет выписки."}"#
        try await act("request-extension", 5, as: "tsu", more)
        try await act("withdraw-extension", 5, as: "tsu", "{}")
        try await act("request-extension", 5, as: "tsu", more, isKept: false)
        try await act("deny-extension", 5, as: "minekonom", #"{"reason":"Срок достаточен."}"#)
        try await act("request-extension", 5, as: "tsu", more, isKept: false)
        try await act("grant-extension", 5, as: "minekonom", #"{"comment":"Согласен."}"#)
        try await foreseen("П-2016-0005", until: "2016-04-30")
        try await act("assign", 5, as: "tsu", #"{"person":"sample-tsu-registrar"}"#, isKept: false)
        try await act("request-report", 5, as: "minekonom", #"{"date":"2016-03-31","text":"Ход работ."}"#)
        let dispute = #"{"replacement":"tpu","visa":"письмо № 5","text":"Площадка ТПУ."}"#
        try await act("dispute-executor", 5, as: "tsu", dispute)
        try await act("reject-dispute", 5, as: "minekonom", #"{"reason":"Вопрос ваш."}"#)
        try await act("dispute-executor", 5, as: "tsu", dispute, isKept: false)
        try await act("uphold-dispute", 5, as: "minekonom", #"{"restartClock":false,"comment":"Согласен."}"#)
        try await ask(path, as: "minekonom", given)
        let report = #"{"text":"Исполнено.","evidence":["отчёт"],"waived":{"tpu":"Не требуется."}}"#
        for (words, who, body) in [
            ("register", "tsu", #"{"recipientNumber":"ТГУ-321"}"#),
            ("assign", "tsu", #"{"person":"sample-tsu-registrar"}"#), ("report", "tsu", report),
            ("accept", "minekonom", "{}"), ("close", "minekonom", #"{"answer":"исх. № 88"}"#),
        ] {
            try await act(words, 6, as: who, body, isKept: false)
        }
        try await act("reopen", 6, as: "minekonom", #"{"reason":"Расчёт неверен."}"#)
        try await ask(path, as: "minekonom", given)
        try await act(
            "refuse", 7, as: "tsu", #"{"reason":"wrong-addressee","comment":"Не наш профиль."}"#, isKept: false)
        try await keep(
            "instruction correct", "\(path)/П-2016-0007/correct", as: "minekonom",
            #"{"coExecutors":[],"reason":"Ошибка адресации.","responsible":"tpu","revision":3}"#,
            headers: ["If-Match": "\"3\""])
        try await act("supersede", 7, as: "minekonom", #"{"by":"П-2016-0006","reason":"Изменены условия."}"#)
    }
}
