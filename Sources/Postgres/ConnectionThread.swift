// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import CLibPQ
import Glibc
import Synchronization

/// The one thread a connection lives on: libpq wants it, and a statement that waits must not hold one of the few
/// threads all tasks share. It is the connection actor's executor.
///
/// Two eventfds: one says that jobs came, the other ends a wait in progress. With one for both, each newly queued job
/// would wake the statement that is running.
final class ConnectionThread: SerialExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var ended = false
    }

    private let state = Mutex(State())
    private let jobsCame: Int32
    /// Becomes readable when a wait must end.
    let interruption: Int32

    init() throws(PostgresError) {
        jobsCame = eventfd(0, Int32(EFD_CLOEXEC))
        interruption = eventfd(0, Int32(EFD_CLOEXEC))
        guard jobsCame >= 0, interruption >= 0 else {
            throw PostgresError(.connectionFailed, "The system has no more file descriptors for a connection.")
        }
        var thread = pthread_t()
        // The thread keeps its object alive and lets it go when it ends.
        let retained = unsafe Unmanaged.passRetained(self)
        let code = unsafe pthread_create(
            &thread, nil,
            { argument in
                if let argument = unsafe argument {
                    unsafe Unmanaged<ConnectionThread>.fromOpaque(argument).takeRetainedValue().work()
                }
                return nil
            }, retained.toOpaque())
        guard code == 0 else {
            unsafe retained.release()
            throw PostgresError(.connectionFailed, "The system has no more threads for a connection.")
        }
        pthread_detach(thread)
    }

    deinit {
        close(jobsCame)
        close(interruption)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let wasEmpty = state.withLock { state in
            state.jobs.append(job)
            return state.jobs.count == 1
        }
        if wasEmpty { Self.signal(jobsCame) }
    }

    /// Ends the thread once its jobs are done; nothing may be enqueued after.
    func end() {
        state.withLock { $0.ended = true }
        Self.signal(jobsCame)
    }

    /// Ends the wait in progress and every later one.
    func interrupt() { Self.signal(interruption) }

    private func work() {
        let executor = unsafe asUnownedSerialExecutor()
        while true {
            let (jobs, ended) = state.withLock { state in
                defer { state.jobs.removeAll(keepingCapacity: true) }
                return (state.jobs, state.ended)
            }
            if jobs.isEmpty {
                if ended { return }
                Self.await(jobsCame)
            }
            for job in jobs { unsafe job.runSynchronously(on: executor) }
        }
    }

    private static func signal(_ descriptor: Int32) {
        var one: UInt64 = 1
        _ = unsafe write(descriptor, &one, MemoryLayout<UInt64>.size)
    }

    private static func await(_ descriptor: Int32) {
        var count: UInt64 = 0
        _ = unsafe read(descriptor, &count, MemoryLayout<UInt64>.size)
    }
}
