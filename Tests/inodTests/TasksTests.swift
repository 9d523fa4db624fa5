// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import TestDatabase
import Testing
import Wire

@testable import inod

/// The lists of issuer, controller and responsible over HTTP.
@Suite(.database) struct TasksTests {
    private static let draft = """
        {"responsible":"tsu","controller":"tpu","text":"Представить предложения","basis":"протокол","mark":"срочно"}
        """

    @Test func anOverdueInstructionIsOnTheListsOfIssuerControllerAndResponsible() async throws {
        try await APIHarness.run { api in
            let issued = try await api.ask(
                .post, "/v1/instructions", as: "minekonom", key: "0123456789abcdef", json: Self.draft)
            #expect(issued.status.code == 201, "\(String(decoding: issued.bytes, as: UTF8.self))")
            for organisation in ["minekonom", "tpu"] {
                let before = try await api.ask(.get, "/v1/tasks", as: organisation).json(Page<TaskItem>.self)
                #expect(before.items.isEmpty)
            }
            let late = try #require(Instant("2016-05-10T04:00:00Z"))
            try await api.store.setProgrammeClock("ino-tomsk", to: late, by: "test")
            let issuer = try await api.ask(.get, "/v1/tasks", as: "minekonom").json(Page<TaskItem>.self).items
            #expect(issuer.map(\.role) == ["issuer"] && issuer.map(\.isOverdue) == [true])
            #expect(issuer.first?.waitsFor == ["tsu"])
            #expect((issuer.first?.workingDaysLeft ?? 0) < 0)
            let controller = try await api.ask(.get, "/v1/tasks?role=controller", as: "tpu").json(Page<TaskItem>.self)
            #expect(controller.items.map(\.role) == ["controller"])
            let responsible = try await api.ask(.get, "/v1/tasks", as: "tsu").json(Page<TaskItem>.self).items
            #expect(responsible.map(\.role) == ["responsible"] && responsible.first?.waitsFor == nil)
        }
    }

    @Test func anApplicationIsOnTheOwnersListUntilItIsDecided() async throws {
        try await APIHarness.run { api in
            let play = try await InstrumentUseTests.Play(api)
            func tasks(_ body: String) async throws -> [TaskItem] {
                try await api.ask(.get, "/v1/tasks", as: play.secrets[body] ?? "").json(Page<TaskItem>.self).items
            }
            let need = try await play.need("300 млн")
            let office = try await tasks("tomsk_admin")
            #expect(office.map(\.instrumentUse) == [need.use] && office.map(\.role) == ["office"])
            try await play.act("/\(need.use)/match", as: "tomsk_admin", #"{"instrument":"ind_park_med"}"#)
            #expect(try await tasks("tomsk_admin").isEmpty)
            #expect(try await tasks("ind_park_tomsk").map(\.role) == ["recipient"])
            try await play.act("/\(need.use)/apply", as: "ind_park_tomsk", #"{"amount":"1 млн","number":"ПП-57"}"#)
            let owner = try #require(try await tasks("minekonom").first)
            #expect(owner.task == "grant or refuse it" && Set(owner.acts).isSuperset(of: ["grant", "refuse"]))
            #expect(owner.text == "Сети площадки" && owner.number == need.number && owner.issuer == "ind_park_tomsk")
            let today = try await api.ask(.get, "/v1/today", as: play.secrets["minekonom"] ?? "").json(Today.self)
            #expect(today.items.contains { $0.instrumentUse == need.use && $0.kind == .waits })
            try await play.act("/\(need.use)/refuse", as: "minekonom", #"{"reason":"Лимит"}"#)
            #expect(try await tasks("minekonom").isEmpty)
        }
    }
}
