// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

/// Which messages to list; nil asks for all.
public struct MessageFilter: Sendable {
    /// The programme's code.
    public var programme: String?
    /// The sender's code.
    public var sender: String?
    /// The code of an organisation it went to.
    public var recipient: String?
    /// The kind, or its beginning up to a dot.
    public var kind: String?
    /// The case.
    public var caseID: Identifier?
    /// Stored at this moment or later.
    public var since: Instant?
    /// Older than this one.
    public var before: Identifier?
    /// How many at most.
    public var limit: Int

    /// A filter; without arguments, the newest 50.
    public init(
        programme: String? = nil, sender: String? = nil, recipient: String? = nil, kind: String? = nil,
        caseID: Identifier? = nil, since: Instant? = nil, before: Identifier? = nil, limit: Int = 50
    ) {
        self.programme = programme
        self.sender = sender
        self.recipient = recipient
        self.kind = kind
        self.caseID = caseID
        self.since = since
        self.before = before
        self.limit = limit
    }
}

extension Store {
    /// The messages that a filter lets through, the newest first.
    public func messages(_ filter: MessageFilter) async throws -> [StoredMessage] {
        try await reading { connection in
            try connection.messages(
                where: """
                    (\(filter.before)::bigint is null or m.id < \(filter.before))
                    and (\(filter.since)::timestamptz is null or m.id >= core.id_at(\(filter.since)))
                    and (\(filter.programme)::text is null or p.code = \(filter.programme))
                    and (\(filter.sender)::text is null or s.code = \(filter.sender))
                    and (\(filter.caseID)::bigint is null or m.case_id = \(filter.caseID))
                    and (\(filter.kind)::text is null or m.kind = \(filter.kind)
                         or starts_with(m.kind, \(filter.kind) || '.'))
                    and (\(filter.recipient)::text is null
                         or m.audience @> array(select o.id from core.organisation o where o.code = \(filter.recipient)))
                    order by m.id desc
                    limit \(filter.limit)
                    """)
        }
    }
}
