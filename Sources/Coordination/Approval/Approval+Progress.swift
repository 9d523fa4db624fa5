// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// How far a stage has come in the present cycle; derived, never stored in a message.
public enum StageProgress: String, Codable, Hashable, Sendable, CaseIterable {
    /// Not begun.
    case pending = "PENDING"
    /// Its approvers are asked.
    case open = "OPEN"
    /// It passed.
    case passed = "PASSED"
    /// It failed; the author has the document back.
    case failed = "FAILED"
    /// The whole was withdrawn before it passed.
    case closed = "CLOSED"
}

extension Approval {
    /// How far the stage at a place of the route has come.
    public func progress(of place: Int) -> StageProgress {
        switch state {
        case .draft: .pending
        case .routed: place < stage ? .passed : place == stage ? .open : .pending
        case .returned: place < stage ? .passed : place == stage ? .failed : .pending
        case .approved, .signed: .passed
        case .withdrawn:
            // Withdrawn after all had passed, it passed; withdrawn on its way, the stage it was in did not.
            place < stage || approvedAt != nil ? .passed : .closed
        }
    }
}
