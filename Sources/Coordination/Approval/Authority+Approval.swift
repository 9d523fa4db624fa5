// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// One cell of the approvals' table: what the holder of a role may do, for its own organisation and for another's.
public struct ApprovalAuthorityRow: Hashable, Sendable {
    /// The role in the case; a stranger has none.
    public var role: ApprovalRole?
    /// The act.
    public var act: ApprovalActKind
    /// For one's own organisation.
    public var own: Bool
    /// For another's, entered by an operator from paper.
    public var other: Bool
}

extension Authority {
    /// Role × act × own/other of approvals. An operator enters what authors and signers gave on paper and never votes
    /// for anybody.
    public static let approvalTable: [ApprovalAuthorityRow] = {
        let roles: [ApprovalRole?] = ApprovalRole.allCases + [nil]
        return roles.flatMap { role in
            ApprovalActKind.allCases.map { act in
                let own = allows(act, as: role)
                return ApprovalAuthorityRow(role: role, act: act, own: own, other: own && act != .vote)
            }
        }
    }()

    private static func allows(_ act: ApprovalActKind, as role: ApprovalRole?) -> Bool {
        switch (role, act) {
        case (.author, .create), (.author, .submit), (.author, .answer), (.author, .resubmit), (.author, .withdraw),
            (.approver, .vote), (.signer, .sign):
            true
        default: false
        }
    }

    /// Whether one of these roles may do the act, own or entered for it by an operator; the broker's own clock may none.
    public static func allows(_ act: ApprovalActKind, as roles: Set<ApprovalRole>, capacity: Capacity) -> Bool {
        guard capacity != .system else { return false }
        return approvalTable.contains { row in
            guard row.act == act, let role = row.role, roles.contains(role) else { return false }
            return capacity == .operatorOnBehalf ? row.other : row.own
        }
    }

    /// Refuses an act that none of the actor's parts in the case may do.
    static func check(
        _ act: ApprovalActKind, as roles: Set<ApprovalRole>, by actor: Actor, on approval: Approval?
    ) throws(Refusal) {
        guard !allows(act, as: roles, capacity: actor.capacity) else { return }
        let organisation = actor.organisation
        if actor.capacity == .operatorOnBehalf, allows(act, as: roles, capacity: .own) {
            throw Refusal(
                code: "not-authorised", rule: act.rule,
                sentence: "An operator never votes for anybody; the vote of \(organisation) is its own.",
                next: "Let a person of \(organisation) vote with a token of their own.")
        }
        let sentence =
            if actor.capacity == .system {
                "The broker's own clock may not \(act.verb) an approval."
            } else if let role = roles.map(\.rawValue).sorted().first {
                "\(organisation) is \(role) in \(approval?.title ?? "this case"); to \(act.verb) it is for the "
                    + "\(holder(of: act).rawValue)."
            } else {
                "\(organisation) has no part in this approval."
            }
        let open = approval?.openActs(to: roles, of: organisation).map(\.rawValue) ?? []
        let next =
            open.isEmpty
            ? "\(organisation) can send a letter to those whose act it is."
            : "\(organisation) can: \(open.joined(separator: ", "))."
        throw Refusal(code: "not-authorised", rule: act.rule, sentence: sentence, next: next)
    }

    private static func holder(of act: ApprovalActKind) -> ApprovalRole {
        switch act {
        case .create, .submit, .answer, .resubmit, .withdraw: .author
        case .vote: .approver
        case .sign: .signer
        }
    }

    /// Whether the principal may read the approval; a draft is its author's alone.
    public static func mayRead(_ approval: Approval, _ principal: Principal) -> Bool {
        mayRead(parties: approval.readers, principal)
    }
}
