// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A "no" that a person can act on: which rule, why, and what to do instead.
public struct Refusal: Error, Hashable, Sendable, Codable {
    /// The problem's slug: `rule-refused`, `not-authorised`, `needs-capacity`, `deadline-policy`, …
    public let code: String
    /// The rule that refused, e.g. `I14`.
    public let rule: String?
    /// Why, in one sentence.
    public let sentence: String
    /// What can be done instead, in one sentence.
    public let next: String?

    /// A refusal with its reason and the next step.
    public init(code: String, rule: String? = nil, sentence: String, next: String? = nil) {
        self.code = code
        self.rule = rule
        self.sentence = sentence
        self.next = next
    }
}
