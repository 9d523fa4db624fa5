// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Logging
public import ServiceLifecycle
import Synchronization

/// Connections for whoever needs one for a moment.
///
/// Usable as soon as it is made: it connects on demand. `run()` keeps some connections ready; at a graceful stop it takes
/// no new work, waits until the work in hand has given its connections back, and closes them. Cancelled instead, it also
/// ends the statements that are running.
public final class Pool: Service {
    /// What a waiter gets.
    enum Lease: Sendable {
        case connection(Connection)
        /// The right to make one.
        case place
    }

    private struct State {
        var pool: PoolState<Connection>
        var continuations: [PoolState<Connection>.Waiter: CheckedContinuation<Lease, any Error>] = [:]
        var drained: CheckedContinuation<Void, Never>?
    }

    /// The configuration it was made with.
    public let configuration: PoolConfiguration
    let logger: Logger
    private let state: Mutex<State>

    /// A pool without connections yet.
    public init(_ configuration: PoolConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        state = Mutex(State(pool: PoolState(size: configuration.size)))
    }

    /// Places taken and waiters, for metrics and tests.
    package var counts: (connections: Int, idle: Int, waiting: Int) {
        state.withLock { ($0.pool.count, $0.pool.idleCount, $0.pool.waiterCount) }
    }
}

/// Getting a connection and giving it back.
extension Pool {
    /// A connection, idle or new, waiting if all are out.
    func acquire() async throws -> Connection {
        switch state.withLock({ $0.pool.acquire() }) {
        case .use(let connection): return connection
        case .make: return try await make()
        case .closed: throw Self.closed
        case .wait:
            switch try await waitForLease() {
            case .connection(let connection): return connection
            case .place: return try await make()
            }
        }
    }

    /// Takes the connection back.
    func giveBack(_ connection: Connection, reusable: Bool) {
        carryOut(state.withLock { $0.pool.release(connection, reusable: reusable) })
    }

    /// After one connection was found dead: the idle ones probably died with it.
    func dropIdle() {
        let idle = state.withLock { $0.pool.takeIdle() }
        logger.debug("Idle connections were dropped.", metadata: ["postgres.count": "\(idle.count)"])
    }

    private func make() async throws -> Connection {
        do {
            let connection = try await Connection.open(configuration.connection, logger: logger)
            guard state.withLock({ $0.pool.made(connection) }) else {
                noteDrained()
                throw Self.closed
            }
            return connection
        } catch let error as PostgresError where error.code == .poolClosed {
            throw error
        } catch {
            carryOut(state.withLock { $0.pool.failed() })
            throw error
        }
    }

    private func waitForLease() async throws -> Lease {
        let waiter = state.withLock { $0.pool.newWaiter() }
        async let _ = expire(waiter)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // Something may have become free since the first look.
                let action: PoolState<Connection>.Acquire = state.withLock { state in
                    if Task.isCancelled { return .closed }
                    let action = state.pool.acquire()
                    if case .wait = action {
                        state.pool.enqueue(waiter)
                        state.continuations[waiter] = continuation
                    }
                    return action
                }
                switch action {
                case .use(let connection): continuation.resume(returning: .connection(connection))
                case .make: continuation.resume(returning: .place)
                case .closed: continuation.resume(throwing: Task.isCancelled ? CancellationError() : Self.closed)
                case .wait: break
                }
            }
        } onCancel: {
            giveUp(waiter, CancellationError())
        }
    }

    private func expire(_ waiter: PoolState<Connection>.Waiter) async {
        // A loop, since a very short time may pass before the waiter is in the queue.
        while (try? await Task.sleep(for: configuration.waitTimeout)) != nil {
            giveUp(waiter, PostgresError(.poolExhausted, "No connection to PostgreSQL became free in time."))
        }
    }

    private func giveUp(_ waiter: PoolState<Connection>.Waiter, _ error: any Error) {
        let continuation = state.withLock { state in
            state.pool.dequeue(waiter) ? state.continuations.removeValue(forKey: waiter) : nil
        }
        continuation?.resume(throwing: error)
    }

    private func carryOut(_ action: PoolState<Connection>.Release) {
        switch action {
        case .nothing, .close: break  // A connection nobody holds closes itself.
        case .give(let connection, let waiter): resume(waiter, .connection(connection))
        case .letMake(let waiter, _): resume(waiter, .place)
        }
        noteDrained()
    }

    private func resume(_ waiter: PoolState<Connection>.Waiter, _ lease: Lease) {
        state.withLock { $0.continuations.removeValue(forKey: waiter) }?.resume(returning: lease)
    }

    static var closed: PostgresError { PostgresError(.poolClosed, "The pool of connections is closed.") }
}

/// Running and stopping.
extension Pool {
    /// Keeps connections ready until the service is stopped; see the type for what happens then.
    public func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            while !Task.isCancelled {
                await warmUp()
                try? await Task.sleep(for: .seconds(5))
            }
        }
        await close()
    }

    private func warmUp() async {
        while state.withLock({ $0.pool.reserve(minimum: configuration.minimum) }) {
            do {
                giveBack(try await make(), reusable: true)
            } catch {
                logger.debug("No connection could be made ahead of need.", metadata: ["error": "\(error)"])
                return
            }
        }
    }

    /// Takes no new work, waits for the work in hand, closes. Cancelled, it interrupts what is running.
    func close() async {
        let waiters = state.withLock { state in
            let (_, waiters) = state.pool.close()
            return waiters.compactMap { state.continuations.removeValue(forKey: $0) }
        }
        for waiter in waiters { waiter.resume(throwing: Self.closed) }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { $0.drained = continuation }
                noteDrained()
            }
        } onCancel: {
            for connection in state.withLock({ $0.pool.leasedNow }) { connection.interrupt() }
        }
    }

    private func noteDrained() {
        let continuation = state.withLock { state in
            guard state.pool.isDrained else { return nil as CheckedContinuation<Void, Never>? }
            defer { state.drained = nil }
            return state.drained
        }
        continuation?.resume()
    }
}
