// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

@Suite struct InstructionAudienceTests {
    /// state, act, sender: who gets it.
    static let expected = [
        ["ISSUED", "withdraw", "minekonom", "audit-office:controller fano:observer tpu:co-executor tsu:responsible"],
        ["DRAFT", "issue", "minekonom", "audit-office:controller fano:observer tpu:co-executor tsu:responsible"],
        ["REPORTED", "return", "audit-office", "fano:observer minekonom:issuer tpu:co-executor tsu:responsible"],
        ["REPORTED", "accept", "audit-office", "fano:observer minekonom:issuer tpu:co-executor tsu:responsible"],
        ["EXECUTED", "close", "minekonom", "audit-office:controller fano:observer tpu:co-executor tsu:responsible"],
        [
            "REFUSED", "close-unexecuted", "minekonom",
            "audit-office:controller fano:observer tpu:co-executor tsu:responsible",
        ],
        ["ISSUED", "register", "tsu", "audit-office:controller minekonom:issuer"],
        ["ISSUED", "refuse", "tsu", "audit-office:controller minekonom:issuer"],
        ["REGISTERED", "assign", "tsu", "audit-office:controller minekonom:issuer"],
        ["IN_EXECUTION", "interim-report", "tsu", "audit-office:controller minekonom:issuer"],
        ["IN_EXECUTION", "contribute", "tpu", "audit-office:controller minekonom:issuer tsu:responsible"],
    ]

    @Test(arguments: expected) func everyActReachesThoseItConcernsAndNeverItsSender(_ row: [String]) throws {
        let state = try #require(InstructionState(rawValue: row[0]))
        let kind = try #require(InstructionActKind(rawValue: row[1]))
        let decision = try Instruction.decide(
            Fixture.act(kind, by: row[2]), on: Fixture.instruction(in: state, draft: Fixture.controlledDraft),
            by: Fixture.actor(row[2]), at: Fixture.hour(50), in: Fixture.context)
        let audience = decision.audience.map { "\($0.organisation):\($0.role ?? "")" }.joined(separator: " ")
        #expect(audience == row[3])
    }

    @Test func aDraftIsSentToNobody() throws {
        let decision = try Instruction.decide(
            .create(Fixture.draft), on: nil, by: Fixture.actor("minekonom"), at: Fixture.hour(0), in: Fixture.context)
        #expect(decision.audience.isEmpty)
    }
}
