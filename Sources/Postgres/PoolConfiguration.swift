// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// How many connections a pool has and how it behaves.
public struct PoolConfiguration: Sendable {
    /// How to connect.
    public var connection: ConnectionConfiguration
    /// The most connections there ever are; each costs a thread here and a process there.
    public var size: Int
    /// How many `run` keeps ready.
    public var minimum: Int
    /// How long somebody waits for a connection before it is an error.
    public var waitTimeout: Duration
    /// How many times a transaction that lost a race is run in all.
    public var attempts: Int

    /// The defaults suit a daemon.
    public init(
        connection: ConnectionConfiguration, size: Int = 8, minimum: Int = 1, waitTimeout: Duration = .seconds(10),
        attempts: Int = 8
    ) {
        self.connection = connection
        self.size = size
        self.minimum = minimum
        self.waitTimeout = waitTimeout
        self.attempts = attempts
    }
}
