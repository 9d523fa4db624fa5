// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Store
import TestDatabase
import Testing

@testable import inod

/// What the one who makes the first token is told.
@Suite(.database, .timeLimit(.minutes(5))) struct AdminCommandTests {
    @Test func theLinesForAToolNameTheAddressOrElseTheSocket() async throws {
        try await APIHarness.run { api in
            let token = try await api.store.createToken(NewToken(name: "first", scopes: [.operate]), by: "test").token
            let near = AdminCommand.Create.advice(for: token, server: nil, socket: "/run/inod/inod.sock")
            #expect(near.contains("inoctl --socket /run/inod/inod.sock --token-file FILE version"))
            #expect(!near.contains("--server"))
            let far = AdminCommand.Create.advice(for: token, server: "http://127.0.0.1:8080", socket: "/x")
            #expect(far.contains("inoctl --server http://127.0.0.1:8080 --token-file FILE version"))
        }
    }
}
