// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

@Suite struct InstructionWhyTests {
    private func lines(_ state: InstructionState, draft: InstructionDraft = Fixture.draft) throws -> [String] {
        let why = try Fixture.instruction(in: state, draft: draft).why(
            at: Fixture.hour(0), in: Fixture.programme, names: ["tsu": "ТГУ"])
        return why.duties.map { "\($0.name) \($0.role.rawValue) \($0.act) \($0.dueText ?? "-")" }
    }

    @Test func everyStateSaysWhoMustDoWhatByWhen() throws {
        #expect(try lines(.draft) == ["minekonom issuer issue -"])
        #expect(
            try lines(.issued) == [
                "ТГУ responsible register 25.03.2016 12:00", "tpu co-executor contribute 30.03.2016 18:00",
            ])
        #expect(
            try lines(.registered) == [
                "ТГУ responsible assign 04.04.2016 18:00", "tpu co-executor contribute 30.03.2016 18:00",
            ])
        #expect(
            try lines(.inExecution) == [
                "tpu co-executor contribute 30.03.2016 18:00", "ТГУ responsible report 04.04.2016 18:00",
            ])
        #expect(try lines(.returned) == ["ТГУ responsible report 04.04.2016 18:00"])
        #expect(try lines(.reported) == ["minekonom issuer accept -"])
        #expect(try lines(.reported, draft: Fixture.controlledDraft) == ["audit-office controller accept -"])
        #expect(try lines(.executed) == ["minekonom issuer close -"])
        #expect(try lines(.refused) == ["minekonom issuer correct -"])
        for state in InstructionState.allCases where state.isTerminal {
            #expect(try lines(state).isEmpty)
        }
    }

    @Test func everyDutyNamesItsNorm() throws {
        for state in InstructionState.allCases {
            let why = try Fixture.instruction(in: state).why(at: Fixture.hour(0), in: Fixture.programme)
            #expect(why.duties.allSatisfy { !$0.norm.isEmpty && !$0.task.isEmpty })
            #expect(why.sentence.hasPrefix(why.title) && why.sentence.hasSuffix("."))
        }
        let working = try Fixture.instruction(in: .inExecution).why(at: Fixture.hour(10_000), in: Fixture.programme)
        #expect(working.duties.last?.norm == "federal v1: «оперативно» is 10 calendar days from signing")
        #expect(working.duties.allSatisfy { $0.overdue })
        #expect(working.deadline.count == 2)
    }

    @Test(arguments: [
        ("2016-03-25T04:00:00Z", "25.03.2016 18:00"), ("2016-03-25T12:30:00Z", "28.03.2016 10:00"),
        ("2016-03-26T04:00:00Z", "28.03.2016 10:00"),
    ]) func anUnmarkedLetterIsHandledTheSameDayOrByTenOnTheNext(_ received: String, _ due: String) throws {
        var draft = Fixture.draft
        draft.mark = nil
        let actor = Fixture.actor("minekonom")
        let at = Fixture.instant(received)
        let created = try Instruction.decide(.create(draft), on: nil, by: actor, at: at, in: Fixture.context).after
        let issued = try Instruction.decide(.issue, on: created, by: actor, at: at, in: Fixture.context).after
        #expect(issued.why(at: at, in: Fixture.programme).duties.first?.dueText == due)
    }

    @Test func allowedActsAgreeWithWhatIsDecided() throws {
        let people = [
            Principal(name: "a", organisation: "minekonom", scopes: [.act]),
            Principal(name: "b", organisation: "tsu", scopes: [.act]),
            Principal(name: "c", organisation: "tpu", scopes: [.act]),
            Principal(name: "d", organisation: "fano", scopes: [.act]),
        ]
        for state in InstructionState.allCases {
            let instruction = try Fixture.instruction(in: state)
            for person in people {
                let allowed = instruction.allowedActs(for: person, at: Fixture.hour(50), in: Fixture.context)
                #expect(allowed.count == InstructionActKind.onCases.count)
                #expect(allowed.allSatisfy { $0.allowed || $0.why?.hasSuffix(".") == true })
                let acts = Set(allowed.filter(\.allowed).map(\.act))
                #expect(acts.isSubset(of: instruction.openActs(for: person.organisation ?? "").map(\.rawValue)))
            }
        }
        let working = try Fixture.instruction(in: .inExecution)
        let report = working.allowedActs(for: people[1], at: Fixture.hour(50), in: Fixture.context).first {
            $0.act == "report"
        }
        #expect(
            report
                == AllowedAct(act: "report", rule: "I14", allowed: true, why: "with a reason to waive the part of tpu"))
    }

    @Test func anOperatorIsToldForWhomAnActIsPossible() throws {
        let office = Principal(name: "root", scopes: [.operate])
        let acts = try Fixture.instruction(in: .issued).allowedActs(
            for: office, at: Fixture.hour(50), in: Fixture.context)
        #expect(acts.first { $0.act == "register" }?.why == "for tsu, on the document it came on")
        let reader = Principal(name: "r", organisation: "tsu", scopes: [.read])
        let none = try Fixture.instruction(in: .issued).allowedActs(
            for: reader, at: Fixture.hour(50), in: Fixture.context)
        #expect(none.allSatisfy { !$0.allowed })
    }
}
