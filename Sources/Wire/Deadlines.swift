// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// How a term would be counted from a day.
public struct DeadlineExplanation: Hashable, Sendable, Codable {
    /// The deadline policy's code.
    public var policy: String
    /// The mark; a term that states none when absent.
    public var mark: Mark?
    /// The day the term is counted from.
    public var from: CalendarDate
    /// The last day of the term.
    public var due: CalendarDate
    /// The end of that day in the programme's zone.
    public var dueAt: Instant
    /// How it was counted, step by step.
    public var steps: [ExplanationStep]

    /// Makes it from its members.
    public init(
        policy: String, mark: Mark? = nil, from: CalendarDate, due: CalendarDate, dueAt: Instant,
        steps: [ExplanationStep]
    ) {
        self.policy = policy
        self.mark = mark
        self.from = from
        self.due = due
        self.dueAt = dueAt
        self.steps = steps
    }
}
