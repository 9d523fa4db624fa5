// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import HTTPTypes
import HummingbirdTesting
import Schema
import TestDatabase
import Testing
import Wire

@testable import inod

/// What an operator sees of a daemon over HTTP.
@Suite(.database) struct BrokerStatusTests {
    @Test func theStatusTellsWhatWaitsAndSinceWhen() async throws {
        try await APIHarness.run { api in
            let status = try await api.ask(.get, "/v1/broker/status", as: "operator").json(BrokerStatus.self)
            #expect(status.version == Inod.version && status.uptimeSeconds >= 0 && status.pausedFlows.isEmpty)
            #expect(status.schema?.state == "current" && status.schema?.found == Schema.migrations.last?.number)
            #expect(status.pool.size == 4 && status.pool.connections >= 1 && status.databaseFault == nil)
            #expect(abs(status.database?.clockAheadSeconds ?? 99) < 5 && status.database?.isReadOnly == false)
            // The import of the registry reached every body but its sender, and nobody has fetched it.
            #expect(status.queue?.undelivered == 517 && status.queue?.inboxes == 517)
            let oldest = try #require(status.queue?.oldestUndelivered)

            _ = try await api.ask(.post, "/v1/inbox/receipts", as: "tsu", json: #"{"upTo":1,"level":"delivered"}"#)
            let body = #"{"recipients":["tsu"],"key":"l1","text":"привет"}"#
            _ = try await api.ask(.post, "/v1/messages", as: "minekonom", json: body)
            let next = try await api.ask(.get, "/v1/broker/status", as: "operator").json(BrokerStatus.self)
            #expect(next.queue?.undelivered == 517 && next.queue?.oldestUndelivered == oldest)
            #expect(next.queue?.oldestInbox != "tsu")
        }
    }

    @Test func onlyWhoRunsOrAuditsItIsTold() async throws {
        try await APIHarness.run { api in
            for who in ["minekonom", "reader"] {
                let answer = try await api.ask(.get, "/v1/broker/status", as: who)
                #expect(answer.status.code == 403)
            }
            let stranger = try await api.ask(.get, "/v1/broker/status")
            #expect(stranger.status.code == 401)
        }
    }
}
