// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What somebody wants to do in a case of any kind.
public enum CaseAct: Hashable, Sendable {
    /// In an instruction's case.
    case instruction(InstructionAct)
    /// In the case of an instrument's use.
    case instrumentUse(InstrumentUseAct)
    /// In an approval's case.
    case approval(ApprovalAct)

    /// The kind of case it belongs to.
    public var caseKind: CaseKind {
        switch self {
        case .instruction: .instruction
        case .instrumentUse: .instrumentUse
        case .approval: .approval
        }
    }

    /// Its name in URLs and sender's keys, e.g. `interim-report`.
    public var name: String {
        switch self {
        case .instruction(let act): act.name
        case .instrumentUse(let act): act.name
        case .approval(let act): act.name
        }
    }

    /// Whether it gives the case its registration number.
    public var drawsNumber: Bool {
        switch self {
        case .instruction(let act): act.kind == .issue
        case .instrumentUse(let act): act.kind == .need
        case .approval(let act): act.kind == .submit
        }
    }

    /// What it names of the register; looked up before it is decided.
    public var named: NamedRecords {
        switch self {
        case .instruction(let act): act.named
        case .instrumentUse(let act): act.named
        case .approval(let act): act.named
        }
    }
}

/// The codes an act names, by register.
public struct NamedRecords: Hashable, Sendable {
    /// Organisations.
    public var organisations: [String] = []
    /// Persons whose positions the rule asks for.
    public var persons: [String] = []
    /// Roadmap actions.
    public var actions: [String] = []
    /// Instruments.
    public var instruments: [String] = []
    /// Projects.
    public var projects: [String] = []
    /// Instructions, by their ids.
    public var instructions: [String] = []

    /// Nothing yet.
    public init() {}
}

extension InstructionAct {
    /// What it names of the register.
    var named: NamedRecords {
        var named = NamedRecords()
        switch self {
        case .create(let draft):
            named.organisations = draft.parties.map(\.organisation)
            named.actions = [draft.aboutAction].compactMap(\.self)
            named.instruments = draft.instruments
        case .report(_, _, let waived): named.organisations = Array(waived.keys)
        case .assign(let person): named.persons = [person]
        case .correct(let correction):
            named.organisations =
                [correction.responsible, correction.controller].compactMap(\.self)
                + (correction.coExecutors ?? []) + (correction.observers ?? [])
            named.actions = [correction.aboutAction].compactMap(\.self)
            named.instruments = correction.instruments ?? []
        case .supersede(let reference, _): named.instructions = [reference]
        case .disputeExecutor(let replacement, _, _): named.organisations = [replacement]
        case .upholdDispute(let responsible, _, _): named.organisations = [responsible].compactMap(\.self)
        default: break
        }
        return named
    }
}

extension InstrumentUseAct {
    /// What it names of the register.
    var named: NamedRecords {
        var named = NamedRecords()
        switch self {
        case .need(let need):
            named.organisations = [need.recipient].compactMap(\.self)
            named.actions = [need.action].compactMap(\.self)
            named.projects = [need.project].compactMap(\.self)
        case .match(let instrument, let recipient, _):
            named.organisations = [recipient].compactMap(\.self)
            named.instruments = [instrument]
        default: break
        }
        return named
    }
}

extension ApprovalAct {
    /// What it names of the register.
    var named: NamedRecords {
        var named = NamedRecords()
        switch self {
        case .create(let draft):
            named.add(draft.route)
            named.organisations.append(draft.signer)
            named.persons += [draft.signerPerson].compactMap(\.self)
        case .resubmit(let again): named.add(again.route ?? [])
        case .submit, .vote, .answer, .sign, .withdraw: break
        }
        return named
    }
}

extension NamedRecords {
    fileprivate mutating func add(_ route: [ApprovalStage]) {
        organisations += route.flatMap(\.approvers).map(\.organisation)
        persons += route.flatMap(\.approvers).compactMap(\.person)
    }
}
