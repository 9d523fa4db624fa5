// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres

/// A hint that inboxes may hold something new.
public enum Wake: Sendable {
    /// These inboxes, by code.
    case inboxes(Set<String>)
    /// A flow was paused or goes on.
    case flows
    /// Hints may have been missed: look everywhere.
    case lookAgain
}

extension Store {
    /// Tells other daemons that these inboxes hold something new; a hint that may be lost.
    public func announce(_ organisations: Set<String>) async throws {
        let payloads = Self.payloads(organisations)
        _ = try await reading { connection in
            // A notification takes a transaction number, so its commit would be synced to disk like a message's. It is
            // a hint: it need not be, and it is one round trip.
            try connection.execute(
                """
                select set_config('synchronous_commit', 'off', true), pg_notify(channel.name, payload)
                  from core.wake_channel channel
                 cross join unnest(\(payloads)) payload
                """)
        }
    }

    /// Hears hints from every daemon on this database, this one too, until the task is cancelled.
    public func listen(_ onWake: @Sendable (Wake) async -> Void) async {
        guard let channels = await wakeChannels() else { return }
        await Listener(configuration.connection, logger: logger).run(channels: channels) { event in
            switch event {
            case .notification(_, Self.flowsPayload): await onWake(.flows)
            case .notification(_, let payload):
                await onWake(.inboxes(Set(payload.split(separator: ",").map(String.init))))
            case .lookAgain: await onWake(.lookAgain)
            }
        }
    }

    /// The channel of this database, which only daemons are told: whoever else may connect could listen to it. Asks until
    /// the database answers; nil when the task was cancelled before.
    private func wakeChannels() async -> [String]? {
        while !Task.isCancelled {
            let names = try? await reading { db in try db.query("select name from core.wake_channel", as: String.self) }
            if let names, !names.isEmpty { return names }
            try? await Task.sleep(for: .seconds(1))
        }
        return nil
    }

    /// Tells daemons of a change of flows; no organisation has such a code.
    static let flowsPayload = "*flows"

    /// The codes in lists that fit a notification of less than 8,000 bytes.
    static func payloads(_ organisations: Set<String>) -> [String] {
        var payloads: [String] = []
        for code in organisations.sorted() {
            if let last = payloads.last, last.utf8.count + code.utf8.count < 7_900 {
                payloads[payloads.count - 1] = last + "," + code
            } else {
                payloads.append(code)
            }
        }
        return payloads
    }
}

extension Connection {
    /// Tells every daemon that these inboxes hold something new: heard when the transaction commits, by this daemon too; a
    /// dry run is heard by nobody. For what is rare: commits that notify wait for one another.
    func wake(_ organisations: Set<String>) throws {
        let payloads = Store.payloads(organisations)
        try execute(
            """
            select pg_notify(channel.name, payload) from core.wake_channel channel cross join unnest(\(payloads)) payload
            """)
    }
}
