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
    }
}
