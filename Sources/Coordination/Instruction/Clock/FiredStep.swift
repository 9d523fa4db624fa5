// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What the broker's clock says of a deadline: the body of an `instruction.remind` or an `instruction.escalate`.
public struct LadderNotice: Hashable, Sendable, Codable {
    /// The step that is told.
    public var step: LadderStep
    /// The deadline that stands.
    public var due: Instant
    /// Steps of the same deadline that nobody was told in time, because no clock ran or the instruction stood reported,
    /// and that this one makes senseless: they are written down here and never told.
    public var skipped: [LadderStep]
    /// What a person reads.
    public var text: String
    /// The norm that asks for it: policy, version and clause.
    public var norm: String

    enum CodingKeys: String, CodingKey { case step, due, skipped, text, norm }

    /// A notice of all its parts.
    public init(step: LadderStep, due: Instant, skipped: [LadderStep], text: String, norm: String) {
        self.step = step
        self.due = due
        self.skipped = skipped
        self.text = text
        self.norm = norm
    }
}

/// A step that the clock is done with: told, or passed over for a later one.
public struct FiredStep: Hashable, Sendable, Codable {
    /// The step.
    public var step: LadderStep
    /// The deadline that stood; another one has a ladder of its own.
    public var due: Instant
    /// When the clock was done with it.
    public var at: Instant
    /// Whether it was told, and not passed over.
    public var told: Bool
    /// The norm that asked for it, or for what was told in its place.
    public var norm: String
}

extension Instruction {
    /// Keeps a notice with the steps it was told in place of.
    mutating func apply(_ notice: LadderNotice, at instant: Instant) {
        fired += notice.skipped.map {
            FiredStep(step: $0, due: notice.due, at: instant, told: false, norm: notice.norm)
        }
        fired.append(FiredStep(step: notice.step, due: notice.due, at: instant, told: true, norm: notice.norm))
    }
}

extension InstructionEvent {
    /// What the broker's clock said, if the event is its reminder or its escalation.
    public var notice: LadderNotice? {
        switch self {
        case .reminded(let notice), .escalated(let notice): notice
        default: nil
        }
    }
}
