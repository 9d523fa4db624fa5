// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

/// Every act by every part in every state: what is not in `expected` is refused, with a reason and a next step.
@Suite struct InstructionTableTests {
    /// state, act, part: state after.
    static let expected = """
        DRAFT issue issuer ISSUED
        ISSUED register responsible REGISTERED
        ISSUED refuse responsible REFUSED
        ISSUED close-unexecuted issuer CLOSED_UNEXECUTED
        ISSUED withdraw issuer WITHDRAWN
        ISSUED register co-executor ISSUED
        ISSUED refuse co-executor ISSUED
        ISSUED contribute co-executor ISSUED
        REGISTERED assign responsible IN_EXECUTION
        REGISTERED close-unexecuted issuer CLOSED_UNEXECUTED
        REGISTERED withdraw issuer WITHDRAWN
        REGISTERED register co-executor REGISTERED
        REGISTERED refuse co-executor REGISTERED
        REGISTERED contribute co-executor REGISTERED
        IN_EXECUTION assign responsible IN_EXECUTION
        IN_EXECUTION interim-report responsible IN_EXECUTION
        ISSUED correct issuer ISSUED
        ISSUED supersede issuer SUPERSEDED
        REGISTERED correct issuer REGISTERED
        REGISTERED supersede issuer SUPERSEDED
        IN_EXECUTION correct issuer IN_EXECUTION
        IN_EXECUTION supersede issuer SUPERSEDED
        RETURNED correct issuer RETURNED
        RETURNED supersede issuer SUPERSEDED
        REPORTED correct issuer REPORTED
        REPORTED supersede issuer SUPERSEDED
        EXECUTED correct issuer EXECUTED
        EXECUTED supersede issuer SUPERSEDED
        REFUSED correct issuer ISSUED
        REFUSED supersede issuer SUPERSEDED
        REGISTERED dispute-executor responsible REGISTERED
        IN_EXECUTION dispute-executor responsible IN_EXECUTION
        RETURNED dispute-executor responsible RETURNED
        IN_EXECUTION request-report accepter IN_EXECUTION
        RETURNED request-report accepter RETURNED
        CLOSED reopen issuer IN_EXECUTION
        REGISTERED request-extension responsible REGISTERED
        IN_EXECUTION request-extension responsible IN_EXECUTION
        RETURNED request-extension responsible RETURNED
        IN_EXECUTION report responsible REPORTED
        IN_EXECUTION close-unexecuted issuer CLOSED_UNEXECUTED
        IN_EXECUTION withdraw issuer WITHDRAWN
        IN_EXECUTION register co-executor IN_EXECUTION
        IN_EXECUTION refuse co-executor IN_EXECUTION
        IN_EXECUTION contribute co-executor IN_EXECUTION
        REPORTED return accepter RETURNED
        REPORTED accept accepter EXECUTED
        REPORTED close-unexecuted issuer CLOSED_UNEXECUTED
        REPORTED withdraw issuer WITHDRAWN
        REPORTED register co-executor REPORTED
        EXECUTED close accepter CLOSED
        EXECUTED close-unexecuted issuer CLOSED_UNEXECUTED
        REFUSED close-unexecuted issuer CLOSED_UNEXECUTED
        REFUSED withdraw issuer WITHDRAWN
        RETURNED assign responsible RETURNED
        RETURNED interim-report responsible RETURNED
        RETURNED report responsible REPORTED
        RETURNED close-unexecuted issuer CLOSED_UNEXECUTED
        RETURNED withdraw issuer WITHDRAWN
        RETURNED register co-executor RETURNED
        RETURNED contribute co-executor RETURNED
        """

    static let parties: [(organisation: String, part: String)] = [
        ("minekonom", "issuer"), ("tsu", "responsible"), ("tpu", "co-executor"), ("audit-office", "controller"),
        ("fano", "observer"), ("minfin", "stranger"),
    ]

    @Test(arguments: [false, true]) func everyPairOfStateAndActIsDecidedOrRefused(_ controlled: Bool) throws {
        let table = StateTable.read(Self.expected)
        let draft = controlled ? Fixture.controlledDraft : Fixture.draft
        var decided = 0
        var refused = 0
        for state in InstructionState.allCases {
            let instruction = try Fixture.instruction(in: state, draft: draft)
            #expect(instruction.state == state)
            for kind in InstructionActKind.allCases {
                for (organisation, part) in Self.parties {
                    let accepter = controlled ? "controller" : "issuer"
                    var keys = ["\(state.rawValue) \(kind.rawValue) \(part)"]
                    // Return and close are the controller's and the issuer's; accept is the issuer's only without one.
                    if part == accepter || part == "issuer" && kind != .accept {
                        keys.append("\(state.rawValue) \(kind.rawValue) accepter")
                    }
                    for capacity in Capacity.allCases {
                        let after = keys.compactMap { table[$0] }.first
                        let expected = capacity == .system ? nil : after
                        let outcome = outcome(of: kind, on: instruction, by: organisation, capacity)
                        #expect(outcome == expected, "\(keys[0]) \(capacity.rawValue)")
                        if outcome == nil { refused += 1 } else { decided += 1 }
                    }
                }
            }
        }
        let pairs = InstructionState.allCases.count * InstructionActKind.allCases.count
        print(
            "instruction: \(pairs) pairs of state and act × \(Self.parties.count) parts × \(Capacity.allCases.count) capacities:"
        )
        print("  \(decided) decided, \(refused) refused, none undefined (controller: \(controlled))")
        #expect(decided + refused == pairs * Self.parties.count * Capacity.allCases.count)
    }

    @Test func everyActInACaseWithoutMessagesIsDecidedOrRefused() {
        for kind in InstructionActKind.allCases {
            let outcome = outcome(of: kind, on: nil, by: "minekonom", .own)
            #expect(outcome == (kind == .create ? "DRAFT" : nil))
        }
    }

    /// The state the act leads to, or nil when it is refused in words.
    private func outcome(
        of kind: InstructionActKind, on instruction: Instruction?, by organisation: String, _ capacity: Capacity
    ) -> String? {
        let act: InstructionAct =
            if kind == .report,
                instruction?.assignments.contains(where: { $0.state == .open && $0.role == .coExecutor }) == true
            {
                .report(text: "сделано", evidence: ["акт 7"], waived: ["tpu": "не ответил"])
            } else if kind == .correct {
                .correct(Fixture.correction(of: instruction))
            } else {
                Fixture.act(kind, by: organisation)
            }
        do throws(Refusal) {
            let decision = try Instruction.decide(
                act, on: instruction, by: Fixture.actor(organisation, capacity), at: Fixture.hour(50),
                in: Fixture.context)
            #expect(decision.kind == "instruction.\(kind.rawValue)")
            StateTable.expectAudience(decision.audience, without: organisation)
            return decision.after.state.rawValue
        } catch {
            StateTable.expectWords(error, of: kind.rule)
            return nil
        }
    }
}
