// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import CLibPQ
import Glibc
import Logging

/// libpq's connection, non-blocking, with every wait bounded by a deadline. Belongs to one `Connection` and is touched on
/// that connection's thread only.
@safe
final class Session {
    /// Nil before it is connected and after it is closed.
    var handle: OpaquePointer?
    /// A wait failed, so the conversation is out of step: nothing more can be said on this connection.
    private(set) var isBroken = false
    let logger: Logger
    private let interruption: Int32

    init(interruption: Int32, logger: Logger) {
        self.interruption = interruption
        self.logger = logger
    }

    deinit { close() }

    /// Closes the connection; harmless when it is closed.
    func close() {
        guard let handle = unsafe handle else { return }
        unsafe PQfinish(handle)
        unsafe self.handle = nil
    }

    /// Where the server's transaction stands.
    var transactionStatus: PGTransactionStatusType {
        guard let handle = unsafe handle, !isBroken else { return PQTRANS_UNKNOWN }
        return unsafe PQtransactionStatus(handle)
    }

    /// The connection, or the fault that there is none.
    func open(at place: CallPlace) throws(PostgresError) -> OpaquePointer {
        guard let handle = unsafe handle, !isBroken else { throw lost(at: place) }
        return unsafe handle
    }

    /// Looks without waiting whether the server has hung up since the last statement.
    func notesHangUp() -> Bool {
        guard let handle = unsafe handle, !isBroken else { return true }
        var look = pollfd(fd: unsafe PQsocket(handle), events: Int16(POLLIN), revents: 0)
        // First its last words may be there to read, and the hang-up only behind them.
        while look.fd >= 0, unsafe poll(&look, 1, 0) > 0 {
            if unsafe (PQconsumeInput(handle) == 0 || PQisBusy(handle) == 1) || isBroken { return true }
        }
        return unsafe PQstatus(handle) == CONNECTION_BAD
    }

    /// The conversation begins.
    func begin(_ handle: OpaquePointer) {
        unsafe self.handle = unsafe handle
        isBroken = false
    }

    func markBroken() { isBroken = true }

    func lost(at place: CallPlace, cause: (any Error)? = nil) -> PostgresError {
        isBroken = true
        return PostgresError(.connectionLost, "The connection to PostgreSQL was lost.", cause: cause, at: place)
    }
}

/// Waiting.
extension Session {
    /// Waits for the socket; when the deadline passes the conversation is out of step, and the connection given up.
    func wait(
        _ events: Int32, on socket: Int32, until deadline: Deadline, at place: CallPlace
    ) throws(PostgresError) -> Int32 {
        let ready = try ready(events, on: socket, until: deadline, at: place)
        guard ready != 0 else {
            isBroken = true
            throw PostgresError(.deadline, "PostgreSQL did not answer in time.", at: place)
        }
        return ready
    }

    /// What the socket is ready for; zero when the deadline passes.
    func ready(
        _ events: Int32, on socket: Int32, until deadline: Deadline, at place: CallPlace
    ) throws(PostgresError) -> Int32 {
        guard socket >= 0 else { throw lost(at: place) }
        var descriptors = (
            pollfd(fd: socket, events: Int16(events), revents: 0),
            pollfd(fd: interruption, events: Int16(POLLIN), revents: 0)
        )
        while true {
            let count = unsafe withUnsafeMutableBytes(of: &descriptors) { bytes in
                unsafe poll(bytes.assumingMemoryBound(to: pollfd.self).baseAddress, 2, deadline.millisecondsLeft)
            }
            if count < 0, errno != EINTR { throw lost(at: place) }
            if count > 0, descriptors.1.revents != 0 {
                cancel()
                isBroken = true
                throw PostgresError(.interrupted, "The statement was ended by a forced stop.", at: place)
            }
            if count > 0 { return Int32(descriptors.0.revents) }
            if count == 0, deadline.hasPassed { return 0 }
        }
    }

    /// Ends what the server does for us; only before the connection is given up, since it may hit a later statement.
    private func cancel() {
        guard transactionStatus == PQTRANS_ACTIVE, let cancel = unsafe PQgetCancel(handle) else { return }
        var reason = [CChar](repeating: 0, count: 256)
        _ = unsafe PQcancel(cancel, &reason, Int32(reason.count))
        unsafe PQfreeCancel(cancel)
    }

    /// Gives the socket everything that libpq holds, reading meanwhile so that neither side waits for the other.
    func flush(until deadline: Deadline, at place: CallPlace) throws(PostgresError) {
        let handle = try unsafe open(at: place)
        while true {
            switch unsafe PQflush(handle) {
            case 0: return
            case 1:
                let ready = try wait(POLLIN | POLLOUT, on: unsafe PQsocket(handle), until: deadline, at: place)
                if ready & POLLIN != 0 { try consume(at: place) }
            default: throw lost(at: place)
            }
        }
    }

    func consume(at place: CallPlace) throws(PostgresError) {
        // A hang-up may come with the server's last words; they are read as a result first.
        if unsafe PQconsumeInput(try open(at: place)) == 0, unsafe PQisBusy(handle) == 1 { throw lost(at: place) }
    }

    /// The next answer; nil at the end of a statement's answers.
    func nextResult(until deadline: Deadline, at place: CallPlace) throws(PostgresError) -> OpaquePointer? {
        let handle = try unsafe open(at: place)
        while unsafe PQisBusy(handle) == 1 {
            _ = try wait(POLLIN, on: unsafe PQsocket(handle), until: deadline, at: place)
            try consume(at: place)
        }
        return unsafe PQgetResult(handle)
    }
}
