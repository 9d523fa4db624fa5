// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// In which states which part in an approval may do which act: data, walked whole by a test.
public struct ApprovalRule: Hashable, Sendable {
    /// The act.
    public var act: ApprovalActKind
    /// The part it is for.
    public var role: ApprovalRole
    /// The states it is possible in.
    public var states: Set<ApprovalState>

    /// All rules; what no rule names is refused.
    public static let all: [ApprovalRule] = [
        ApprovalRule(act: .submit, role: .author, states: [.draft]),
        ApprovalRule(act: .vote, role: .approver, states: [.routed]),
        ApprovalRule(act: .answer, role: .author, states: [.routed, .returned, .approved]),
        ApprovalRule(act: .resubmit, role: .author, states: [.returned]),
        ApprovalRule(act: .sign, role: .signer, states: [.approved]),
        ApprovalRule(act: .withdraw, role: .author, states: [.routed, .returned, .approved]),
    ]

    /// Whether one of the parts may do the act in the state.
    public static func allows(_ act: ApprovalActKind, as roles: Set<ApprovalRole>, in state: ApprovalState) -> Bool {
        all.contains { $0.act == act && roles.contains($0.role) && $0.states.contains(state) }
    }
}

// Guards every act passes before its own: is it possible in this state, and can it have happened then.
extension Approval: CaseFile {
    typealias ActKind = ApprovalActKind

    /// The acts somebody with these parts may do as it stands, words and the rest of the guards left aside.
    func openActs(to roles: Set<ApprovalRole>, of organisation: String) -> [ApprovalActKind] {
        ApprovalActKind.allCases.filter { act in
            ApprovalRule.allows(act, as: roles, in: state)
                && (act != .vote || votableSlot(of: organisation) != nil) && (act != .answer || !openRemarks.isEmpty)
        }
    }

    /// The acts an organisation may do as it stands, by its parts; the words of an act may still be refused.
    public func openActs(for organisation: String) -> [ApprovalActKind] {
        openActs(to: roles(of: organisation), of: organisation)
    }

    /// Refuses an act that the state does not allow to any part the actor's organisation has.
    func checkState(for act: ApprovalActKind, by actor: Actor) throws(Refusal) {
        guard !ApprovalRule.allows(act, as: roles(of: actor.organisation), in: state) else { return }
        throw refusal(of: act, to: actor)
    }

    /// The refusal of an act in the state the approval is in: where it stands, and what can be done instead.
    func refusal(of act: ApprovalActKind, to actor: Actor) -> Refusal {
        let open = openActs(to: roles(of: actor.organisation), of: actor.organisation).map(\.rawValue)
        let next = open.isEmpty ? waitsFor : "\(actor.organisation) can: \(open.joined(separator: ", ")). \(waitsFor)"
        return Refusal(
            code: "rule-refused", rule: act.rule,
            sentence: "\(title) cannot be \(act.participle) now: \(situation).", next: next)
    }

    /// Where it stands, as half a sentence.
    var situation: String {
        switch state {
        case .draft: "it is a draft that \(author) has not submitted"
        case .routed:
            "it goes round, cycle \(cycle), stage \(stage + 1) of \(route.count) «\(openStage?.name ?? "")»"
        case .returned:
            "stage \(stage + 1) «\(route.indices.contains(stage) ? route[stage].name : "")» failed and it was returned "
                + "to \(author)"
        case .approved: "every stage passed and \(signer) has not signed it"
        case .signed: "\(signer) signed it as \(signedNumber ?? "")"
        case .withdrawn: "\(author) withdrew it"
        }
    }

    /// Whose turn it is, as a sentence.
    public var waitsFor: String {
        switch state {
        case .draft: "\(author) can submit it."
        case .routed: "It waits for the votes of \(waiting.map(\.organisation).joined(separator: ", "))."
        case .returned: "It waits for \(author) to answer the remarks and resubmit it, or to withdraw it."
        case .approved:
            openRemarks.isEmpty
                ? "It waits for \(signer) to sign it."
                : "It waits for \(author) to answer the open remarks (\(openRemarks.count)), then for \(signer) to sign it."
        case .signed, .withdrawn: "Nothing can follow; a new approval can refer to this one."
        }
    }

    /// The parts that are waited for.
    var waiting: [ApprovalSlot] { slots.filter { $0.state == .open } }

    /// Where an organisation's part in the open stage is, voted on or not.
    func votableSlot(of organisation: String) -> Int? {
        guard state == .routed else { return nil }
        return slots.firstIndex { $0.stage == stage && $0.organisation == organisation }
    }

    /// Refuses an act that would have happened before what it follows.
    func checkTime(of act: ApprovalActKind, at instant: Instant, in context: CaseContext) throws(Refusal) {
        let earliest: (instant: Instant?, what: String) =
            switch act {
            case .create, .submit: (nil, "")
            case .vote: (stageOpenedAt, "came to this stage")
            case .answer, .withdraw: (submittedAt, "was submitted")
            case .resubmit: (returnedAt, "was returned")
            case .sign: (approvedAt, "was approved")
            }
        try check(act, at: instant, isNotBefore: earliest.instant, earliest.what, in: context.programme.zone)
    }

    /// Refuses a person who holds no position in the organisation they act for on that day.
    func checkPosition(of actor: Actor, for act: ApprovalActKind, in context: CaseContext) throws(Refusal) {
        guard actor.capacity != .operatorOnBehalf, let person = actor.person, let held = context.positions[person],
            !held.contains(actor.organisation)
        else { return }
        throw Refusal(
            code: "not-authorised", rule: act.rule,
            sentence:
                "\(person) holds no position in \(actor.organisation) on that day and cannot \(act.verb) \(title) "
                + "for it.",
            next: "Let somebody act who does.")
    }

    /// Refuses an act on other content than the one that goes round.
    func checkHash(_ contentHash: String, for act: ApprovalActKind) throws(Refusal) {
        guard contentHash.lowercased() != document.contentHash else { return }
        throw Refusal(
            code: "rule-refused", rule: act.rule,
            sentence:
                "\(title) has the content \(document.contentHash.prefix(12))… in cycle \(cycle); what was read is "
                + "\(contentHash.prefix(12))….",
            next: "Read the document as it is now (inoctl approval show), then repeat the act.")
    }
}

extension ApprovalActKind: CaseActKind {}
