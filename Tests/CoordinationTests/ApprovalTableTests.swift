// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

/// Every act by every part in every state: what is not in `expected` is refused, with a reason and a next step.
@Suite struct ApprovalTableTests {
    /// state, act, part: state after.
    static let expected = """
        DRAFT submit author ROUTED
        ROUTED vote approver ROUTED
        ROUTED withdraw author WITHDRAWN
        RETURNED answer author RETURNED
        RETURNED resubmit author ROUTED
        RETURNED withdraw author WITHDRAWN
        APPROVED sign signer SIGNED
        APPROVED withdraw author WITHDRAWN
        """

    static let parties: [(organisation: String, part: String)] = [
        ("minekonom", "author"), ("tsu", "approver"), ("minfin", "later approver"), ("government", "signer"),
        ("expert", "stranger"),
    ]

    @Test func everyPairOfStateAndActIsDecidedOrRefused() throws {
        let table = StateTable.read(Self.expected)
        var (decided, refused) = (0, 0)
        for state in ApprovalState.allCases {
            let approval = try ApprovalFixture.approval(in: state)
            #expect(approval.state == state)
            for kind in ApprovalActKind.allCases {
                for (organisation, part) in Self.parties {
                    for capacity in Capacity.allCases {
                        let key = "\(state.rawValue) \(kind.rawValue) \(part)"
                        let never = capacity == .system || capacity == .operatorOnBehalf && kind == .vote
                        let outcome = outcome(of: kind, on: approval, by: organisation, capacity)
                        #expect(outcome == (never ? nil : table[key]), "\(key) \(capacity.rawValue)")
                        if outcome == nil { refused += 1 } else { decided += 1 }
                    }
                }
            }
        }
        let pairs = ApprovalState.allCases.count * ApprovalActKind.allCases.count
        print("approval: \(pairs) pairs of state and act × \(Self.parties.count) parts × \(Capacity.allCases.count)")
        print("  capacities: \(decided) decided, \(refused) refused, none undefined")
        #expect(decided + refused == pairs * Self.parties.count * Capacity.allCases.count)
    }

    @Test func everyActInACaseWithoutMessagesIsDecidedOrRefused() {
        for kind in ApprovalActKind.allCases {
            let outcome = outcome(of: kind, on: nil, by: "minekonom", .own)
            #expect(outcome == (kind == .create ? "DRAFT" : nil))
        }
    }

    @Test func theAuthorityTableIsWhatIsWrittenHere() {
        let expected: [ApprovalRole: String] = [
            .author: "create submit answer resubmit withdraw", .approver: "vote", .signer: "sign",
        ]
        let roles: [ApprovalRole?] = ApprovalRole.allCases + [nil]
        var cells = 0
        for role in roles {
            let words = role.flatMap { expected[$0] }?.split(separator: " ").map(String.init) ?? []
            for act in ApprovalActKind.allCases {
                let rows = Authority.approvalTable.filter { $0.role == role && $0.act == act }
                let allowed = words.contains(act.rawValue)
                #expect(rows.map(\.own) == [allowed])
                #expect(rows.map(\.other) == [allowed && act != .vote])
                cells += 2 * rows.count
            }
        }
        #expect(cells == Authority.approvalTable.count * 2)
        print(
            "authority of approvals: \(roles.count) roles × \(ApprovalActKind.allCases.count) acts × 2 = \(cells) cells"
        )
    }

    /// The state the act leads to, or nil when it is refused in words.
    private func outcome(
        of kind: ApprovalActKind, on approval: Approval?, by organisation: String, _ capacity: Capacity
    ) -> String? {
        let act = ApprovalFixture.act(kind, on: approval)
        do throws(Refusal) {
            let actor = ApprovalFixture.actor(organisation, capacity)
            let decision = try ApprovalFixture.decide(act, on: approval, by: actor, at: 50)
            #expect(decision.kind == "approval.\(kind.rawValue)")
            StateTable.expectAudience(decision.audience, without: organisation)
            return decision.after.state.rawValue
        } catch {
            StateTable.expectWords(error, of: kind.rule)
            return nil
        }
    }
}
