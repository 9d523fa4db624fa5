// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import CLibPQ
import Glibc

/// LISTEN and what comes of it. Notifications arrive only outside a transaction.
extension Connection {
    /// Listens on channels, and on one of its own to ping itself with; answers the name of that.
    func listen(on channels: [String]) throws -> String {
        guard try !one("select pg_is_in_recovery()", as: Bool.self) else {
            throw PostgresError(.readOnly, "This server is a standby; notifications come on the primary only.")
        }
        let ping = "ino_ping_\(try one("select pg_backend_pid()", as: Int.self))"
        for channel in channels + [ping] {
            try execute(Statement(unescaped: "listen \(channel.quotedIdentifier)"))
        }
        lastPing = .now
        return ping
    }

    /// Waits until something is notified or the time is over.
    func notifications(until deadline: Deadline) throws -> [ListenEvent] {
        let place = CallPlace.unknown
        while true {
            let events = try takeNotifications(at: place)
            if !events.isEmpty { return events }
            guard try session.awaitInput(until: deadline, at: place) else { return [] }
        }
    }

    /// Notifies itself when it is time, and wants to hear it; answers what else was heard.
    func ping(_ channel: String, ifIdleFor interval: Duration) throws -> [ListenEvent] {
        guard ContinuousClock.now - lastPing >= interval else { return [] }
        lastPing = .now
        try execute("select pg_notify(\(channel), '')")
        // Our own notification comes with the answer, before the server says that it is ready again.
        let events = try takeNotifications(at: .unknown)
        guard heardPing == channel else {
            throw PostgresError(.connectionLost, "The listener does not hear its own notifications.")
        }
        heardPing = nil
        return events
    }

    private func takeNotifications(at place: CallPlace) throws -> [ListenEvent] {
        try session.takeNotifications(at: place).compactMap { channel, payload in
            guard channel.hasPrefix("ino_ping_") else { return .notification(channel: channel, payload: payload) }
            heardPing = channel
            return nil
        }
    }
}

extension Session {
    /// Waits for anything from the server; false when the time is over, which breaks nothing here.
    fileprivate func awaitInput(until deadline: Deadline, at place: CallPlace) throws(PostgresError) -> Bool {
        let handle = try unsafe open(at: place)
        guard try ready(POLLIN, on: unsafe PQsocket(handle), until: deadline, at: place) != 0 else { return false }
        try consume(at: place)
        if unsafe PQstatus(handle) == CONNECTION_BAD { throw lost(at: place) }
        return true
    }

    fileprivate func takeNotifications(at place: CallPlace) throws(PostgresError) -> [(
        channel: String, payload: String
    )] {
        let handle = try unsafe open(at: place)
        var notifications: [(channel: String, payload: String)] = []
        while let notification = unsafe PQnotifies(handle) {
            unsafe notifications.append(
                (String(cString: notification.pointee.relname), String(cString: notification.pointee.extra)))
            unsafe PQfreemem(notification)
        }
        return notifications
    }
}
