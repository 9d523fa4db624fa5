// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// One step of how a deadline came about: the day reached, in words, and the norm that says so.
public struct ExplanationStep: Hashable, Sendable, Codable {
    /// The day this step reaches.
    public let date: CalendarDate
    /// What was done, in words.
    public let text: String
    /// The norm that asks for it: policy, version and clause.
    public let norm: String

    enum CodingKeys: String, CodingKey {
        case date, text, norm
    }

    /// A step of an explanation.
    public init(date: CalendarDate, text: String, norm: String) {
        self.date = date
        self.text = text
        self.norm = norm
    }
}
