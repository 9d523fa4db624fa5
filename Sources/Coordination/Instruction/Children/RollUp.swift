// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension InstructionState {
    /// How far an instruction has come, for what several come to together: from 0, a draft, to 6, its end. What was
    /// withdrawn, or gave way to another, is 7: it holds nothing up.
    public var progress: Int {
        switch self {
        case .draft: 0
        case .issued, .refused: 1
        case .registered: 2
        case .inExecution, .returned: 3
        case .reported: 4
        case .executed: 5
        case .closed, .closedUnexecuted: 6
        case .withdrawn, .superseded: 7
        }
    }

    /// The state in which so much progress is shown.
    fileprivate static func rolledUp(_ progress: Int) -> InstructionState {
        [.draft, .issued, .registered, .inExecution, .reported, .executed, .closed, .withdrawn][progress]
    }
}

/// What several instructions come to together: the slowest of those that were not withdrawn says where the whole stands.
///
/// Total, and the same in whatever order they come: no instruction at all is a draft, nothing but withdrawn ones is
/// withdrawn, and what was closed without execution counts as closed, in a column of its own. It is monotone: when one of
/// them goes on, the whole never goes back.
public struct RollUp: Hashable, Sendable, Codable {
    /// Where the whole stands.
    public var state: InstructionState
    /// Whether the deadline of one that is open and not reported has passed.
    public var overdue: Bool
    /// How many there are.
    public var count: Int
    /// How many of them have not come to their end.
    public var open: Int
    /// How many of them came to their end without execution.
    public var closedUnexecuted: Int

    /// What instructions in these states come to, each with whether its deadline has passed.
    public init(_ parts: some Collection<(state: InstructionState, overdue: Bool)>) {
        state = .rolledUp(parts.map { $0.state.progress }.min() ?? 0)
        overdue = parts.contains { $0.state.isOpen && $0.overdue }
        count = parts.count
        open = parts.count { $0.state.isOpen }
        closedUnexecuted = parts.count { $0.state == .closedUnexecuted }
    }

    enum CodingKeys: String, CodingKey { case state, overdue, count, open, closedUnexecuted }
}
