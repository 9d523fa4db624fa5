// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// An instruction's deadlines; each is a last moment that still counts.
public struct InstructionDeadline: Hashable, Sendable, Codable {
    /// Fixed at issue, or at registration where the policy counts from there; nothing moves it.
    public var original: Instant?
    /// The one that stands.
    public var current: Instant?
    /// The one of the rework under way; kept apart, so that lateness is not forgotten.
    public var rework: Instant?
    /// How they came about, in order.
    public var explanation: [ExplanationStep]
    /// Whether it is counted from a registration that has not happened.
    public var pending: Bool

    enum CodingKeys: String, CodingKey {
        case original, current, rework, explanation, pending
    }

    /// Deadlines that were fixed, or none yet.
    public init(
        original: Instant? = nil, current: Instant? = nil, rework: Instant? = nil,
        explanation: [ExplanationStep] = [], pending: Bool = false
    ) {
        self.original = original
        self.current = current
        self.rework = rework
        self.explanation = explanation
        self.pending = pending
    }

    /// Another moment by which the report is due: of the rework, where one is under way, or of the instruction itself.
    mutating func move(to due: Instant) {
        guard rework == nil else {
            rework = due
            return
        }
        current = due
        original = original ?? due
        pending = false
    }

    /// The moment by which the report is due now.
    public var due: Instant? { rework ?? current }
}
