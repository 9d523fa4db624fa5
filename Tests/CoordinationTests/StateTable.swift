// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

/// What the tests over every state and act of a kind of case expect alike.
enum StateTable {
    /// Lines of state, act, part and the state after; by the first three.
    static func read(_ text: String) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: text.split(separator: "\n").map { line in
                let words = line.split(separator: " ")
                return (words.dropLast().joined(separator: " "), String(words[3]))
            })
    }

    /// Whoever acts is not told of it, and the others stand in order.
    static func expectAudience(_ audience: [Recipient], without actor: String) {
        #expect(!audience.contains { $0.organisation == actor })
        #expect(audience == audience.sorted())
    }

    /// A refusal names its rule, and says in sentences what is the matter and what can be done.
    static func expectWords(_ refusal: Refusal, of rule: String) {
        #expect(["rule-refused", "not-authorised", "not-found"].contains(refusal.code))
        #expect(refusal.rule == rule)
        #expect(refusal.sentence.hasSuffix("."))
        #expect(refusal.next?.hasSuffix(".") == true, "\(refusal)")
    }
}
