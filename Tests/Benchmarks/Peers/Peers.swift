// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The other brokers that could be started here, and those that could not.
struct Peers: Sendable {
    let there: [any Peer]
    /// Who is missing, each in a sentence with the reason.
    let missing: [String]
    private let rabbit: RabbitMQServer?

    static let none = Peers(there: [], missing: [], rabbit: nil)

    /// Starts what is installed.
    static func start(_ arena: Arena, pgmq: String?) async -> Peers {
        var (there, missing): ([any Peer], [String]) = ([], [])
        func add(_ name: String, _ make: () async throws -> any Peer) async {
            do {
                there.append(try await make())
            } catch {
                missing.append("\(name): \(error)")
            }
        }
        await add("pgmq") {
            guard let pgmq else { throw BenchmarkError("give its SQL with --pgmq FILE") }
            return try await SQLPeer.pgmq(arena, sql: String(contentsOfFile: pgmq, encoding: .utf8))
        }
        await add("PgQ (postgresql-15-pgq3)") { try await SQLPeer.pgq(arena) }
        var server: RabbitMQServer?
        await add("RabbitMQ") {
            let started = try RabbitMQServer()
            server = started
            return RabbitMQ(server: started)
        }
        return Peers(there: there, missing: missing, rabbit: server)
    }

    /// Ends those that are processes.
    func stop() { rabbit?.stop() }
}
