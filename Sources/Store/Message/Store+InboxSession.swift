// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

extension Store {
    /// Takes, renews or gives back the session of an inbox, by the database's clock.
    ///
    /// It waits for acknowledgements under way: once another has the session, none of its predecessor's is written any more.
    public func change(
        _ act: InboxSessionAct, ofInbox organisation: String, by principal: String, lasting seconds: Int,
        dryRun: Bool = false
    ) async throws -> InboxSession {
        try await transaction(dryRun: dryRun) { connection in
            let inbox = try connection.inbox(organisation, locking: true)
            let (current, now) = try connection.session(ofInbox: inbox.id)
            let session = try InboxSession.after(
                act, by: principal, lasting: seconds, current: current, at: now)
            try connection.execute(
                """
                insert into core.inbox_session (organisation, epoch, holder, principal, until)
                values (\(inbox.id), \(session.epoch), \(session.holder), \(session.principal), \(session.until))
                on conflict (organisation) do update
                   set epoch = excluded.epoch, holder = excluded.holder, principal = excluded.principal,
                       until = excluded.until
                """)
            return session
        }
    }

    /// The session of an inbox while somebody holds it.
    public func session(ofInbox organisation: String) async throws -> InboxSession? {
        try await transaction(readOnly: true) { connection in
            let inbox = try connection.inbox(organisation)
            let (current, now) = try connection.session(ofInbox: inbox.id)
            return current.flatMap { $0.isHeld(at: now) ? $0 : nil }
        }
    }
}

extension Connection {
    /// The last session of an inbox, and what the database takes for now.
    func session(ofInbox id: Int32) throws -> (InboxSession?, Instant) {
        let row = try one(
            """
            select clock_timestamp(), s.epoch, s.holder, s.principal, s.until
              from (select) once
              left join core.inbox_session s on s.organisation = \(id)
            """, as: (Instant, Int64?, String?, String?, Instant?).self)
        guard let epoch = row.1, let holder = row.2, let principal = row.3, let until = row.4 else {
            return (nil, row.0)
        }
        return (InboxSession(holder: holder, principal: principal, epoch: epoch, until: until), row.0)
    }
}
