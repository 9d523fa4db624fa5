// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import HTTPTypes
import HummingbirdTesting
import TestDatabase
import Testing
import Wire

@testable import inod

/// An import is carried out once under its key: a sender that lost the answer asks again and gets the same bytes.
@Suite(.database, .timeLimit(.minutes(5))) struct ImportKeyTests {
    private static let key = "0123456789abcdef"

    @Test func aRepeatedImportOfTheRegistryGetsTheSameBytes() async throws {
        try await APIHarness.run { api in
            try await Self.isAnsweredOnce(
                api, "/v1/registry/import", try DryRunTests.registry(), other: #"{"files":[]}"#)
        }
    }

    @Test func aRepeatedImportOfACalendarGetsTheSameBytes() async throws {
        try await APIHarness.run { api in
            try await Self.isAnsweredOnce(
                api, "/v1/calendar/import", try DryRunTests.calendar(for: "other"),
                other: try DryRunTests.calendar(for: "third"))
        }
    }

    @Test func aRefusedImportMayBeTriedAgainUnderItsKey() async throws {
        try await APIHarness.run { api in
            let body = try DryRunTests.calendar(for: "Not A Code")
            for _ in 1...2 {
                let answer = try await api.ask(
                    .post, "/v1/calendar/import", as: "operator", key: Self.key, json: body)
                #expect(answer.status.code == 409)
                #expect(answer.headers[.idempotencyReplayed] == nil)
            }
        }
    }

    private static func isAnsweredOnce(
        _ api: APIHarness, _ path: String, _ body: String, other: String
    ) async throws {
        let first = try await api.ask(.post, path, as: "operator", key: key, json: body)
        #expect(first.status == .ok, "\(String(decoding: first.bytes, as: UTF8.self))")
        #expect(first.headers[.idempotencyReplayed] == nil)
        let summary = try first.json(ImportSummary.self)
        #expect(summary.hasChanges)
        let stored = try await TestDatabase.current.contents()
        let again = try await api.ask(.post, path, as: "operator", key: key, json: body)
        #expect(again.bytes == first.bytes)
        #expect(again.headers[.idempotencyReplayed] == "true")
        #expect(try await TestDatabase.current.contents() == stored)
        let changed = try await api.ask(.post, path, as: "operator", key: key, json: other)
        #expect(changed.status.code == 422, "\(String(decoding: changed.bytes, as: UTF8.self))")
        #expect(try await TestDatabase.current.contents() == stored)
        let unkeyed = try await api.ask(.post, path, as: "operator", json: body)
        #expect(try unkeyed.json(Problem.self).code == "idempotency-key-required")
    }
}
