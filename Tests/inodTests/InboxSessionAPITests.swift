// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import HTTPTypes
import HummingbirdTesting
import Postgres
import Store
import TestDatabase
import Testing
import Wire

@testable import inod

@Suite(.database, .timeLimit(.minutes(3))) struct InboxSessionAPITests {
    @Test func oneOfSeveralReadersAcknowledgesUntilAnotherHasTakenItsPlace() async throws {
        try await APIHarness.run { api in
            let first = try await take("one", api)
            #expect(try await acknowledge(under: first, api) == "200")
            #expect(try await acknowledge(under: nil, api) == "session-held")
            let refused = try await api.ask(.post, "/v1/inbox/sessions", as: "tsu", json: #"{"holder":"two"}"#)
            #expect(try refused.status == .conflict && refused.json(Problem.self).code == "session-held")
            let shown = try await api.ask(.get, "/v1/inbox/sessions", as: "tsu").json(Page<SessionView>.self).items
            #expect(shown.map(\.holder) == ["one"] && shown.map(\.session) == [nil])

            // Its time is over by the clock of the database, whatever the reader believes.
            let admin = try await TestDatabase.current.connection()
            _ = try await admin.execute("update core.inbox_session set until = clock_timestamp()")
            #expect(try await api.ask(.get, "/v1/inbox/sessions", as: "tsu").json(Page<SessionView>.self).items == [])
            let second = try await take("two", api)
            #expect(second > first)
            #expect(try await acknowledge(under: first, api) == "session-lost")
            #expect(try await acknowledge(under: second, api) == "200")
            let late = try await api.ask(.get, "/v1/inbox?session=\(first)", as: "tsu")
            #expect(try late.status == .conflict && late.json(Problem.self).code == "session-lost")
            #expect(try await api.ask(.get, "/v1/inbox?session=\(second)", as: "tsu").status == .ok)
            #expect(try await api.ask(.get, "/v1/inbox", as: "tsu").status == .ok)

            let renewed = try await api.ask(
                .post, "/v1/inbox/sessions/\(second)/renew", as: "tsu", json: #"{"seconds":3600}"#)
            #expect(try renewed.json(SessionView.self).session == second)
            let back = try await api.ask(.post, "/v1/inbox/sessions/\(second)/release", as: "tsu", json: "{}")
            #expect(back.status == .ok)
            #expect(try await acknowledge(under: nil, api) == "200")
        }
    }

    @Test func aReaderThatWaitsUnderALostSessionIsToldAtOnce() async throws {
        try await APIHarness.run { api in
            let session = try await take("one", api)
            let last = try await api.store.inbox(of: "tsu", after: 0, limit: 1).last
            let event = try await api.stream("/v1/inbox?session=\(session)", as: "tsu", after: last) { reader in
                _ = try await reader.part()
                _ = try await take("one", api)
                return try await reader.next()
            }
            #expect(event?.name == "problem" && event?.data.contains("session-lost") == true)
        }
    }

    @Test(
        arguments: [
            ("/v1/inbox/sessions", "{}", 400), ("/v1/inbox/sessions", #"{"holder":""}"#, 422),
            ("/v1/inbox/sessions", #"{"holder":"x","seconds":4}"#, 422),
            ("/v1/inbox/sessions", #"{"holder":"x","organisation":"tpu"}"#, 403),
            ("/v1/inbox/sessions/1/renew", "{}", 409), ("/v1/inbox/sessions/1/keep", "{}", 404),
            ("/v1/inbox/sessions/x/renew", "{}", 404),
        ])
    func whatASessionCannotBeIsAProblem(path: String, body: String, status: Int) async throws {
        try await APIHarness.run { api in
            let answer = try await api.ask(.post, path, as: "tsu", json: body)
            #expect(answer.status.code == status)
            #expect(answer.headers[.contentType] == "application/problem+json")
        }
    }

    private func take(_ holder: String, _ api: APIHarness) async throws -> Int64 {
        let answer = try await api.ask(.post, "/v1/inbox/sessions", as: "tsu", json: #"{"holder":"\#(holder)"}"#)
        return try #require(try answer.json(SessionView.self).session)
    }

    /// The status of an acknowledgement, or the code of its problem.
    private func acknowledge(under session: Int64?, _ api: APIHarness) async throws -> String {
        let named = session.map { #","session":\#($0)"# } ?? ""
        let answer = try await api.ask(
            .post, "/v1/inbox/receipts?programme=ino-tomsk", as: "tsu",
            json: #"{"upTo":1,"level":"delivered"\#(named)}"#)
        return answer.status == .ok ? "200" : try answer.json(Problem.self).code
    }
}
