// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Logging
import TestDatabase
import Testing

@testable import Store

@Suite(.database) struct CaseMemoryTests {
    @Test func twoDaemonsThatActInTurnEachKnowWhatTheOtherDid() async throws {
        let office = try await Office.open()
        let other = Office(
            store: Store(
                StoreConfiguration(conninfo: office.database.conninfo(user: "ino_daemon"), poolSize: 2),
                logger: Logger(label: "other")),
            database: office.database)
        let id = try await office.issue()
        let way: [(Office, String, InstructionAct)] = [
            (other, "tsu", .register(recipientNumber: "1", recipientDate: nil)),
            (office, "tsu", .assign(person: "clerk-tsu")),
            (office, "tsu", .interimReport(text: "Идёт")),
            (other, "tpu", .contribute(text: "Часть")),
            (office, "tsu", .report(text: "Готово", evidence: ["отчёт.pdf"], waived: [:])),
            (other, "minekonom", .return(reason: "Нет расчёта", newDate: nil)),
            (office, "tsu", .report(text: "С расчётом", evidence: ["отчёт-2.pdf"], waived: [:])),
            (other, "minekonom", .accept(comment: nil)),
        ]
        for (step, (daemon, organisation, act)) in way.enumerated() {
            let answer = try await daemon.act([act], on: id, by: organisation, key: "step\(step)")
            #expect(answer.status == 201, "\(step): \(answer.text)")
        }
        // What the one did not see would be decided on a case that is no more.
        let late = try await office.act([.interimReport(text: "Поздно")], on: id, by: "tsu", key: "late")
        #expect(late.status == 409)
        #expect(try await office.store.instruction(id).instruction.state == .executed)
        #expect(try await office.store.rebuild(repair: false).differing.isEmpty)
    }

    @Test func whatWasOnlyTriedIsNotRemembered() async throws {
        let office = try await Office.open()
        let id = try await office.issue()
        let tried = try await office.commit(
            office.submission(
                by: office.clerk(of: "minekonom"), key: "try", dryRun: true,
                .acts(case: id, [.instruction(.withdraw(reason: "Ошибка"))])))
        #expect(tried.status == 201)
        let answer = try await office.act(
            [.register(recipientNumber: "1", recipientDate: nil)], on: id, by: "tsu", key: "register")
        #expect(answer.status == 201, "\(answer.text)")
    }

    @Test func aCaseIsKnownOnlyUpToTheVeryMessageItWasFoldedTo() async throws {
        let office = try await Office.open()
        let state = CaseState.instruction(try await office.store.instruction(office.issue()).instruction)
        let memory = CaseMemory(capacity: 2)
        let (id, last) = (state.id, Identifier(rawValue: 7))
        memory.keep([CaseMemory.Known(state: state, lastMessage: last)])
        #expect(memory.known([id: last])[id]?.state == state)
        #expect(memory.known([id: Identifier(rawValue: 8)]).isEmpty)
        #expect(memory.state(of: id) == state)
    }

    @Test func whatWasNotUsedForTwoGenerationsIsForgotten() async throws {
        let office = try await Office.open()
        var states: [CaseState] = []
        for key in ["a", "b", "c", "d", "e"] {
            states.append(.instruction(try await office.store.instruction(office.issue(key: key)).instruction))
        }
        let memory = CaseMemory(capacity: 2)
        let last = Identifier(rawValue: 7)
        for state in states { memory.keep([CaseMemory.Known(state: state, lastMessage: last)]) }
        let known = memory.known(Dictionary(uniqueKeysWithValues: states.map { ($0.id, last) }))
        #expect(Set(known.keys) == Set(states[2...].map(\.id)))
    }
}
