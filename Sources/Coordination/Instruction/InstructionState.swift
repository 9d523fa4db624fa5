// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Where an instruction stands on its main way.
public enum InstructionState: String, Codable, Hashable, Sendable, CaseIterable {
    /// Written, not given yet.
    case draft = "DRAFT"
    /// Signed, numbered and sent.
    case issued = "ISSUED"
    /// In the responsible executor's books.
    case registered = "REGISTERED"
    /// A person works on it.
    case inExecution = "IN_EXECUTION"
    /// The responsible executor has reported; somebody must accept or return it.
    case reported = "REPORTED"
    /// Accepted as executed; still on control.
    case executed = "EXECUTED"
    /// Off control, at its end.
    case closed = "CLOSED"
    /// The responsible executor's registrar refused it; it waits for the issuer.
    case refused = "REFUSED"
    /// Returned for rework: all that execution allows.
    case returned = "RETURNED"
    /// Taken back by the issuer, at its end.
    case withdrawn = "WITHDRAWN"
    /// Another instruction came in its place, at its end.
    case superseded = "SUPERSEDED"
    /// Taken off control without execution, at its end.
    case closedUnexecuted = "CLOSED_UNEXECUTED"

    /// Whether it has come to its end; what was closed its issuer can reopen, nothing else can follow.
    public var isTerminal: Bool {
        switch self {
        case .closed, .withdrawn, .superseded, .closedUnexecuted: true
        case .draft, .issued, .registered, .inExecution, .reported, .executed, .refused, .returned: false
        }
    }

    /// Whether it was given and has not come to its end.
    public var isOpen: Bool { self != .draft && !isTerminal }
}

/// Whether somebody keeps an instruction on control.
public enum ControlState: String, Codable, Hashable, Sendable, CaseIterable {
    /// Nobody does.
    case none = "NONE"
    /// Until it is taken off.
    case onControl = "ON_CONTROL"
    /// It was taken off.
    case removed = "REMOVED"
}

/// How an instruction keeps its deadline; derived, never stored.
public enum Timeliness: String, Codable, Hashable, Sendable, CaseIterable {
    /// It has no deadline, or none yet.
    case none = "NONE"
    /// Not reported, the deadline is ahead.
    case onTime = "ON_TIME"
    /// Not reported, the deadline has passed.
    case overdue = "OVERDUE"
    /// Reported by the deadline.
    case doneOnTime = "DONE_ON_TIME"
    /// Reported after the deadline.
    case doneLate = "DONE_LATE"
}
