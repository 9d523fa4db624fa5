// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// An instruction as its messages have made it: the fold of its case.
public struct Instruction: Hashable, Sendable, Codable {
    /// The case's identity.
    public var id: Identifier
    /// The programme's code.
    public var programme: String
    /// Its number, once issued.
    public var number: String?
    /// The organisation that gives it.
    public var issuer: String
    /// What is to be done.
    public var text: String
    /// Its urgency.
    public var mark: Mark?
    /// The last day the issuer named, if any.
    public var namedDate: CalendarDate?
    /// Whether it was given without a deadline.
    public var withoutDeadline: Bool
    /// The roadmap action it serves.
    public var aboutAction: String?
    /// The federal instruments it uses.
    public var instruments: [String]
    /// The document it rests on.
    public var basis: String?
    /// The deadline policy's code, once issued; before, the one the draft names.
    public var policy: String?
    /// The version of it that the instruction was issued under.
    public var policyVersion: Int?
    /// Where it stands.
    public var state: InstructionState
    /// Whether it is on control.
    public var control: ControlState
    /// Its deadlines.
    public var deadline: InstructionDeadline
    /// 1, and one more for every return for rework.
    public var cycle: Int
    /// The number of messages in its case.
    public var revision: Int
    /// The organisations' parts, in the order of the draft.
    public var assignments: [Assignment]
    /// Every request for more time, in order, with what became of it.
    public var extensions: [DeadlineExtension]
    /// How often its issuer corrected it.
    public var corrections: Int
    /// The instruction that came in its place.
    public var successor: Successor?
    /// The last objection of the responsible to being the executor.
    public var dispute: ExecutorDispute?
    /// When the deadline that stands was set.
    public var dueSince: Instant?
    /// The steps that the broker's clock is done with, in order.
    public var fired: [FiredStep]
    /// When it was issued.
    public var issuedAt: Instant?
    /// When the report that stands was given.
    public var reportedAt: Instant?
    /// Who gave it.
    public var reportedBy: Actor?
    /// The proof it names.
    public var evidence: [String]
    /// When reports were given that were returned.
    public var returnedReports: [Instant]
    /// When it was accepted as executed.
    public var executedAt: Instant?
    /// When it came to its end.
    public var closedAt: Instant?
    /// Why the responsible executor's registrar refused it.
    public var refusal: InstructionRefusal?
    /// Why it was returned, withdrawn or closed unexecuted, last.
    public var reason: String?
    /// When its last act happened.
    public var lastOccurredAt: Instant
}

extension Instruction {
    /// The organisation that answers for it.
    public var responsible: String {
        assignments.first { $0.role == .responsible }?.organisation ?? ""
    }

    /// Those that give the responsible their parts.
    public var coExecutors: [String] {
        assignments.filter { $0.role == .coExecutor }.map(\.organisation)
    }

    /// The parts of those that execute it: the responsible and the co-executors, unless they refused.
    var executors: [Assignment] {
        assignments.filter { ($0.role == .responsible || $0.role == .coExecutor) && $0.state != .refused }
    }

    /// The organisation that accepts the report, if it is not the issuer.
    public var controller: String? {
        assignments.first { $0.role == .controller }?.organisation
    }

    /// Who accepts the report: the controller, or the issuer when none is named.
    public var accepter: String { controller ?? issuer }

    /// Those that get it for information.
    public var observers: [String] {
        assignments.filter { $0.role == .observer }.map(\.organisation)
    }

    /// Every organisation with a part in it, the issuer first.
    public var parties: [String] {
        [issuer] + assignments.map(\.organisation).filter { $0 != issuer }
    }

    /// The parts an organisation has, none if it is a stranger to the case.
    public func roles(of organisation: String) -> Set<PartyRole> {
        var roles = Set(assignments.filter { $0.organisation == organisation }.map(\.role))
        if organisation == issuer { roles.insert(.issuer) }
        return roles
    }

    /// How it keeps the deadline that stands, seen at that moment.
    public func timeliness(at instant: Instant) -> Timeliness {
        guard state.isOpen || state == .closed, let due = deadline.due else { return .none }
        if let reportedAt { return reportedAt <= due ? .doneOnTime : .doneLate }
        return state == .refused ? .none : instant <= due ? .onTime : .overdue
    }

    /// How people refer to it: its number, or that it is a draft.
    public var title: String { number ?? "draft \(id)" }
}
