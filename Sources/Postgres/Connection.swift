// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import CLibPQ
public import Logging

/// One connection to PostgreSQL on a thread of its own.
///
/// Inside a transaction's closure its methods are called without `await`: nothing can come between, and the thread that
/// waits for the server is the connection's own. A connection that is let go closes itself.
public actor Connection {
    let configuration: ConnectionConfiguration
    let logger: Logger
    let session: Session
    var cache: StatementCache
    /// The first refusal in the transaction at hand, to name as the cause if its COMMIT becomes a rollback.
    var firstFailure: PostgresError?
    /// While a pipeline's closure runs, any other statement would take its answers.
    var isInPipeline = false
    /// When a listener last notified itself, and the channel on which it heard itself since.
    var lastPing = ContinuousClock.now
    var heardPing: String?
    let thread: ConnectionThread

    /// The connection's own thread.
    nonisolated public var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    private init(_ configuration: ConnectionConfiguration, logger: Logger) throws(PostgresError) {
        thread = try ConnectionThread()
        session = Session(interruption: thread.interruption, logger: logger)
        cache = StatementCache(capacity: configuration.cachedStatements)
        self.configuration = configuration
        self.logger = logger
    }

    isolated deinit {
        session.close()
        thread.end()
    }

    /// Connects. For work that ends, prefer `Connection.with` or a pool.
    public static func open(
        _ configuration: ConnectionConfiguration, logger: Logger = Logger(label: "postgres")
    ) async throws -> Connection {
        let connection = try Connection(configuration, logger: logger)
        try await connection.connect()
        return connection
    }

    /// Connects, gives the connection to the closure, and closes it. Cancelled, it interrupts the statement that runs: the
    /// closure throws, and what it had not committed is rolled back.
    @discardableResult
    public static func with<Result: Sendable>(
        _ configuration: ConnectionConfiguration, logger: Logger = Logger(label: "postgres"),
        _ body: @Sendable (isolated Connection) throws -> Result
    ) async throws -> Result {
        let connection = try await open(configuration, logger: logger)
        do {
            let result = try await withTaskCancellationHandler {
                try await body(connection)
            } onCancel: {
                connection.interrupt()
            }
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    private func connect() throws { try session.connect(configuration) }

    /// Closes the connection; whatever is asked of it later fails.
    func close() { session.close() }

    /// Ends the wait in progress and every later one: for a forced stop.
    nonisolated func interrupt() { thread.interrupt() }

    /// When we give up on a statement that begins now.
    var deadline: Deadline { .after(configuration.clientTimeout) }
}
