// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import Testing

/// `deploy/instruction-acts.md` says what every act does in every state; it is written from the rules themselves.
///
/// `INOCTL_GOLDEN=write swift test --filter InstructionManualTests` writes it anew.
@Suite struct InstructionManualTests {
    static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "deploy/instruction-acts.md")

    @Test func thePublishedTableIsWhatTheRulesSay() throws {
        let text = try Self.text()
        if ProcessInfo.processInfo.environment["INOCTL_GOLDEN"] == "write" {
            try Data(text.utf8).write(to: Self.file)
        }
        #expect(try String(contentsOf: Self.file, encoding: .utf8) == text)
    }

    @Test func everyPairOfStateAndActStandsInItOnce() throws {
        var (state, pairs) = ("", [String]())
        for line in try Self.text().split(separator: "\n") {
            if line.hasPrefix("## ") { state = String(line.dropFirst(3)) }
            guard line.hasPrefix("| `") || line.hasPrefix(Self.refused) else { continue }
            // The acts are all that stands in backticks there.
            pairs += line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 1 }.map { "\(state) \($0.element)" }
        }
        let all = InstructionState.allCases.flatMap { state in
            InstructionActKind.allCases.map { "\(state.rawValue) \($0.rawValue)" }
        }
        #expect(pairs.sorted() == all.sorted())
        print("published: \(pairs.count) pairs of state and act")
    }

    private static let refused = "Refused:"

    private static func text() throws -> String {
        var lines = [
            "# What can be done with an instruction", "",
            "Every state with every act: who may do it and where it leads, or that it is refused. Written from the rules by a "
                + "test; do not edit.",
            "",
            "What an act asks for besides (words, days, a request to decide on) the daemon says when it refuses; "
                + "`inoctl instruction allowed-actions NUMBER` says what is possible now.",
        ]
        for state in InstructionState.allCases {
            lines += [
                "", "## \(state.rawValue)", "", "| act | rule | who | leads to |", "|---|---|---|---|",
            ]
            var refused: [String] = []
            for act in InstructionActKind.allCases {
                guard let outcome = try outcome(of: act, in: state) else {
                    refused.append("`\(act.rawValue)`")
                    continue
                }
                lines.append("| `\(act.rawValue)` | \(act.rule) | \(outcome.who) | \(outcome.after) |")
            }
            lines += ["", "\(Self.refused) \(refused.joined(separator: ", "))."]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Who may do the act in the state, and the states it leads to; nil where it is refused. Asked of the rules with words that pass every guard.
    private static func outcome(
        of act: InstructionActKind, in state: InstructionState
    ) throws -> (who: String, after: String)? {
        let instruction = try prepared(for: act, in: state)
        let actors: [(Actor, String)] =
            InstructionTableTests.parties.map { (Fixture.actor($0.organisation), $0.part) }
            + [(Fixture.actor("minekonom", .system), "the broker's clock")]
        var (who, after): ([String], [String]) = ([], [])
        for (actor, part) in actors {
            let words: InstructionAct =
                switch act {
                case .correct: .correct(Fixture.correction(of: instruction))
                case .report: .report(text: "сделано", evidence: ["акт 7"], waived: waivers(in: instruction))
                default: Fixture.act(act, by: actor.organisation)
                }
            let at = Fixture.hour(act.isOfClock ? 400 : 50)
            guard
                let decision = try? Instruction.decide(
                    words, on: instruction, by: actor, at: at, in: Fixture.context)
            else { continue }
            who.append(part)
            if !after.contains(decision.after.state.rawValue) { after.append(decision.after.state.rawValue) }
        }
        return who.isEmpty ? nil : (who.joined(separator: ", "), after.joined(separator: ", "))
    }

    private static func waivers(in instruction: Instruction) -> [String: String] {
        instruction.assignments.contains { $0.role == .coExecutor && $0.state == .open } ? ["tpu": "не ответил"] : [:]
    }

    /// An instruction in the state, with what the act decides on where the state allows that.
    private static func prepared(for act: InstructionActKind, in state: InstructionState) throws -> Instruction {
        let instruction = try Fixture.instruction(in: state, draft: Fixture.controlledDraft)
        let first: (InstructionAct, String)? =
            switch act {
            case .withdrawExtension, .grantExtension, .denyExtension, .lapseExtension:
                (Fixture.act(.requestExtension), "tsu")
            case .upholdDispute, .rejectDispute: (Fixture.act(.disputeExecutor), "tsu")
            case .interimReport:
                (.requestReport(organisation: "tpu", date: Fixture.date("2016-04-01"), text: "ход"), "minekonom")
            default: nil
            }
        guard let (words, organisation) = first else { return instruction }
        let decision = try? Instruction.decide(
            words, on: instruction, by: Fixture.actor(organisation), at: Fixture.hour(49), in: Fixture.context)
        return decision?.after ?? instruction
    }
}
