// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// In which states which part in an instruction may do which act: data, walked whole by a test.
public struct InstructionRule: Hashable, Sendable {
    /// The act.
    public var act: InstructionActKind
    /// The parts it is for.
    public var roles: Set<PartyRole>
    /// The states it is possible in.
    public var states: Set<InstructionState>

    /// All rules; what no rule names is refused.
    public static let all: [InstructionRule] = [
        rule(.issue, [.issuer], [.draft]),
        rule(.register, [.responsible], [.issued]),
        rule(.register, [.coExecutor], working.union([.issued, .registered, .reported])),
        rule(.refuse, [.responsible], [.issued]),
        rule(.refuse, [.coExecutor], working.union([.issued, .registered])),
        // A person may be replaced while the work goes on: people fall ill.
        rule(.assign, [.responsible], working.union([.registered])),
        rule(.assign, [.coExecutor], working.union([.issued, .registered])),
        rule(.contribute, [.coExecutor], working.union([.issued, .registered])),
        rule(.interimReport, [.responsible], working),
        // Before a person is named, too: the registrar sees first that it is not for this body.
        rule(.disputeExecutor, [.responsible], registered),
        rule(.upholdDispute, [.issuer], registered),
        rule(.rejectDispute, [.issuer], registered),
        rule(.interimReport, [.coExecutor], working),
        rule(.requestReport, [.issuer, .controller], working),
        rule(.correct, [.issuer], open),
        rule(.supersede, [.issuer], open),
        rule(.reopen, [.issuer], [.closed]),
        rule(.requestExtension, [.responsible], registered),
        rule(.withdrawExtension, [.responsible], registered),
        rule(.grantExtension, [.issuer], registered),
        rule(.denyExtension, [.issuer], registered),
        rule(.report, [.responsible], working),
        rule(.return, [.issuer, .controller], [.reported]),
        rule(.accept, [.issuer, .controller], [.reported]),
        rule(.close, [.issuer, .controller], [.executed]),
        rule(.closeUnexecuted, [.issuer], open),
        rule(.withdraw, [.issuer], working.union([.issued, .registered, .reported, .refused])),
    ]

    /// The states in which the responsible executor works; a return for rework allows all that execution allows.
    static let working: Set<InstructionState> = [.inExecution, .returned]

    /// The states of what was given and has not come to its end.
    static let open = Set(InstructionState.allCases.filter(\.isOpen))

    /// The states in which it is in the responsible's books and not reported.
    static let registered: Set<InstructionState> = working.union([.registered])

    /// The acts of the broker's own clock, and the states they are possible in.
    public static let ofClock: [InstructionActKind: Set<InstructionState>] = [
        .lapseExtension: registered, .remind: followedByClock, .escalate: followedByClock,
    ]

    /// Whether a part may do the act in the state.
    public static func allows(_ act: InstructionActKind, as role: PartyRole, in state: InstructionState) -> Bool {
        states[Cell(act: act, role: role)]?.contains(state) ?? false
    }

    private struct Cell: Hashable {
        var act: InstructionActKind
        var role: PartyRole
    }

    private static let states = Dictionary(
        all.flatMap { rule in rule.roles.map { (Cell(act: rule.act, role: $0), rule.states) } },
        uniquingKeysWith: { $0.union($1) })

    private static func rule(
        _ act: InstructionActKind, _ roles: Set<PartyRole>, _ states: Set<InstructionState>
    ) -> InstructionRule {
        InstructionRule(act: act, roles: roles, states: states)
    }
}

extension Instruction {
    /// The acts an organisation may do in the state it is in, by its parts; the words of an act may still be refused.
    public func openActs(for organisation: String) -> [InstructionActKind] {
        openActs(to: roles(of: organisation))
    }

    /// The acts somebody with these parts may do in the state it is in, words and the rest of the guards left aside.
    func openActs(to roles: Set<PartyRole>) -> [InstructionActKind] {
        InstructionActKind.allCases.filter { act in
            isCalledFor(act, by: roles) && roles.contains { InstructionRule.allows(act, as: $0, in: state) }
                && Authority.allows(act, as: roles, capacity: .own, hasController: controller != nil)
        }
    }

    /// Whether what stands beside the main state leaves the act an object: nothing is granted that was not asked for.
    private func isCalledFor(_ act: InstructionActKind, by roles: Set<PartyRole>) -> Bool {
        switch act {
        case .disputeExecutor: disputeState != .raised
        case .upholdDispute, .rejectDispute: disputeState == .raised
        case .interimReport:
            roles.contains(.responsible) || assignments.contains { $0.role == .coExecutor && $0.requestedReport != nil }
        case .requestExtension: extensionState != .requested && deadline.due != nil
        case .withdrawExtension, .grantExtension, .denyExtension, .lapseExtension: extensionState == .requested
        default: true
        }
    }
}
