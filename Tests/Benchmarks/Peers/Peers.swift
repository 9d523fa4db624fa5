// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// The other brokers that could be started here, and those that could not.
struct Peers: Sendable {
    let there: [any Peer]
    /// Who is missing, each in a sentence with the reason.
    let missing: [String]

    static let none = Peers(there: [], missing: [])

    private init(there: [any Peer], missing: [String]) {
        (self.there, self.missing) = (there, missing)
    }

    /// Looks who is installed.
    init(_ arena: Arena, pgmq: String?) async throws {
        self.init(there: [], missing: [])
    }

    /// Ends those that were started.
    func stop() {}
}
