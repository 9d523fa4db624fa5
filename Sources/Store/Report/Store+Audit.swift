// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

/// Which entries of the audit log are wanted: those that match all that is given.
public struct AuditFilter: Sendable {
    /// The programme's code; entries about tokens belong to none and are left out when one is named.
    public var programme: String?
    /// The organisation that acted, or for which a token was made.
    public var organisation: String?
    /// The person who acted, or for whom a token was made.
    public var person: String?
    /// The kind, such as `instruction.issue`, or its beginning up to a dot, such as `instruction` or `token`.
    public var kind: String?
    /// The case.
    public var caseID: Identifier?
    /// Not before.
    public var since: Instant?
    /// Before.
    public var until: Instant?
    /// Older than this one.
    public var before: AuditPosition?
    /// How many at most.
    public var limit: Int

    /// A filter; without arguments, the newest 50 entries.
    public init(
        programme: String? = nil, organisation: String? = nil, person: String? = nil, kind: String? = nil,
        caseID: Identifier? = nil, since: Instant? = nil, until: Instant? = nil, before: AuditPosition? = nil,
        limit: Int = 50
    ) {
        self.programme = programme
        self.organisation = organisation
        self.person = person
        self.kind = kind
        self.caseID = caseID
        self.since = since
        self.until = until
        self.before = before
        self.limit = limit
    }
}

/// A place in the audit log: a moment, and what was done then.
public struct AuditPosition: LosslessStringConvertible, Hashable, Sendable {
    let moment: Identifier
    let subject: Identifier

    init(moment: Identifier, subject: Identifier) {
        self.moment = moment
        self.subject = subject
    }

    /// Reads what `description` wrote.
    public init?(_ description: String) {
        let parts = description.split(separator: "-").compactMap { Identifier(String($0)) }
        guard parts.count == 2 else { return nil }
        self.init(moment: parts[0], subject: parts[1])
    }

    /// Both ids.
    public var description: String { "\(moment)-\(subject)" }
}

/// Who did what when: one message, or the making or revoking of a token.
public struct AuditRecord: Sendable {
    /// Its place in the log.
    public let position: AuditPosition
    /// When it was stored, by the real clock.
    public let at: Instant
    /// When it happened, for a message.
    public let occurredAt: Instant?
    /// The kind: a message's, `token.created` or `token.revoked`.
    public let kind: String
    /// The message or the token.
    public let subject: Identifier
    /// The case of a message.
    public let caseID: Identifier?
    /// Who acted: the organisation, person, position, capacity and basis of a message; for a token, `by` alone.
    public let organisation: String?
    /// The person's code.
    public let person: String?
    /// The position held.
    public let positionHeld: String?
    /// own, substitute, delegate, operator-on-behalf or system.
    public let capacity: String?
    /// The document that gives the capacity.
    public let basis: String?
    /// Whose token, or which local user, made or revoked a token.
    public let by: String?
    /// What it is about in a few words: whom a message went to, what a token is for.
    public let detail: String
}

extension Store {
    /// Who did what when, the newest first: every message of every case, and every token made and revoked.
    public func audit(_ filter: AuditFilter) async throws -> [AuditRecord] {
        try await reading { connection in
            let rows = try connection.query(
                """
                select moment, subject, at, occurred_at, kind, case_id,
                       array[organisation, person, "position", capacity, basis, by_whom], detail
                  from (\(Self.messageEntries(filter)) union all \(Self.tokenEntries(filter))) entries
                 order by moment desc, subject desc
                 limit \(filter.limit)
                """,
                as: (Identifier, Identifier, Instant, Instant?, String, Identifier?, [String?], String).self)
            return rows.map { row in
                AuditRecord(
                    position: AuditPosition(moment: row.0, subject: row.1), at: row.2, occurredAt: row.3, kind: row.4,
                    subject: row.1, caseID: row.5, organisation: row.6[0], person: row.6[1], positionHeld: row.6[2],
                    capacity: row.6[3], basis: row.6[4], by: row.6[5], detail: row.7)
            }
        }
    }

    /// Each part is cut at the limit by itself, so that a long log is read from its end and no further.
    private static func messageEntries(_ filter: AuditFilter) -> Statement {
        """
        (select m.id as moment, m.id as subject, m.recorded_at as at, m.occurred_at, m.kind, m.case_id,
                m.actor_organisation as organisation, m.actor_person as person, m.actor_position as "position",
                m.actor_capacity as capacity, m.actor_basis as basis, null::text as by_whom,
                coalesce((select string_agg(o.code, ' ' order by o.code)
                            from core.organisation o where o.id = any (m.audience)), '') as detail
           from core.message m
           join core.programme p on p.id = m.programme
          where (\(filter.before?.moment)::bigint is null
                 or (m.id, m.id) < (\(filter.before?.moment), \(filter.before?.subject)))
            and (\(filter.since)::timestamptz is null or m.id >= core.id_at(\(filter.since)))
            and (\(filter.until)::timestamptz is null or m.id < core.id_at(\(filter.until)))
            and (\(filter.programme)::text is null or p.code = \(filter.programme))
            and (\(filter.organisation)::text is null or m.actor_organisation = \(filter.organisation))
            and (\(filter.person)::text is null or m.actor_person = \(filter.person))
            and (\(filter.caseID)::bigint is null or m.case_id = \(filter.caseID))
            and (\(filter.kind)::text is null or m.kind = \(filter.kind) or starts_with(m.kind, \(filter.kind) || '.'))
          order by m.id desc
          limit \(filter.limit))
        """
    }

    private static func tokenEntries(_ filter: AuditFilter) -> Statement {
        """
        (select core.id_at(e.at), e.token, e.at, null::timestamptz, 'token.' || e.kind, null::bigint, null::text,
                null::text, null::text, null::text, null::text, e.actor,
                concat_ws(' ', t.name, o.code, n.code, array_to_string(t.scopes, ','))
           from core.token_event e
           join core.token t on t.id = e.token
           left join core.organisation o on o.id = t.organisation
           left join core.person n on n.id = t.person
          where (\(filter.before?.moment)::bigint is null
                 or (core.id_at(e.at), e.token) < (\(filter.before?.moment), \(filter.before?.subject)))
            and (\(filter.since)::timestamptz is null or e.at >= \(filter.since))
            and (\(filter.until)::timestamptz is null or e.at < \(filter.until))
            and \(filter.programme)::text is null and \(filter.caseID)::bigint is null
            and (\(filter.organisation)::text is null or o.code = \(filter.organisation))
            and (\(filter.person)::text is null or n.code = \(filter.person))
            and (\(filter.kind)::text is null or 'token.' || e.kind = \(filter.kind) or 'token' = \(filter.kind))
          order by e.at desc, e.token desc
          limit \(filter.limit))
        """
    }
}
