// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension ReportsProbe {
    private static let parties = """
        select core.external_id(i.id) from core.instruction i
         where i.issuer = $1 or (i.state <> 'DRAFT' and $1 = any (i.parties))
        """
    private static let states = """
        select core.external_id(s.message) from core.instruction_step s
         where (s.issuer = $1 or (s.state <> 'DRAFT' and $1 = any (s.parties)))
        """
    private static let messages =
        "select core.external_id(m.id) from core.message m where (m.sender = $1 or $1 = any (m.audience))"

    /// Messages, instructions and how the broker does.
    static let broker: [String: View] = [
        "broker_pause": .closed("how the broker does"),
        "broker_status": .closed("how busy the broker is", .one),
        "delivery_attempt": .closed(
            "a body's correspondence",
            .own(key: "message_id", sql: "select core.external_id(message_id) from core.attempt where recipient = $1")),
        "discipline_by_quarter": .closed(
            "a body's correspondence",
            .own(
                key: "programme || quarter || responsible_org_code || instruction_count",
                sql: """
                    select 'demo' || '2016-Q1' || o.code || count(*) from core.instruction i
                      join core.organisation o on o.id = i.responsible
                     where i.state <> 'DRAFT' and $1 = any (i.parties)
                       and (i.reported_at is not null or i.current_due_at < '2016-03-25 04:00+00')
                     group by o.code
                    """)),
        "instruction": .closed("a body's correspondence", .own(key: "instruction_id", sql: parties)),
        "instruction_deadline_history": .closed(
            "a body's correspondence", .own(key: "message_id", sql: states + " and s.due_changed")),
        "instruction_extension": .closed(
            "a body's correspondence",
            .own(
                key: "instruction_id || extension_no || state",
                sql: """
                    select core.external_id(e.instruction) || e.place || 'DENIED' from core.instruction_extension e
                      join core.instruction i on i.id = e.instruction where $1 = any (i.parties)
                    """)),
        "instruction_notice": .closed(
            "a body's correspondence",
            .own(
                key: "instruction_id || notice_no || kind",
                sql: """
                    select core.external_id(n.instruction) || n.place || n.kind from core.instruction_notice n
                      join core.instruction i on i.id = n.instruction where $1 = any (i.parties)
                    """)),
        "instruction_event": .closed(
            "a body's correspondence", .own(key: "message_id", sql: messages + " and m.kind like 'instruction.%'")),
        "instruction_state_history": .closed("a body's correspondence", .own(key: "message_id", sql: states)),
        "message": .closed("a body's correspondence", .own(key: "message_id", sql: messages)),
        "message_attachment": .closed(
            "a body's correspondence",
            .own(
                key: "message_id",
                sql: messages + " and exists (select from core.message_attachment n where n.message_id = m.id)")),
        "message_receipt": .closed(
            "a body's correspondence",
            .own(
                key: "message_id || recipient_org_code || coalesce(delivered_at::text, '')",
                sql: """
                    select core.external_id(m.id) || o.code
                           || coalesce((select min(r.known_at) from core.receipt r
                                         where r.recipient = a.recipient and r.level = 'delivered'
                                           and a.seq between r.from_seq and r.upto_seq)::text, '')
                      from core.message m
                     cross join unnest(m.audience, m.seqs) a (recipient, seq)
                      join core.organisation o on o.id = a.recipient
                     where m.sender = $1 or a.recipient = $1
                    """)),
        "overdue_by_organisation": .closed(
            "a body's correspondence",
            .own(
                key: "responsible_org_code || open_count",
                sql: """
                    select o.code || count(*) from core.instruction i
                      join core.organisation o on o.id = i.responsible
                     where i.issued_at is not null and $1 = any (i.parties)
                     group by o.code
                    """)),
        "parked_message": .closed(
            "a body's correspondence",
            .own(key: "parked_id", sql: "select core.external_id(id) from core.parked where recipient = $1")),
        "webhook_event": .closed(
            "where a body's systems are",
            .own(
                key: "webhook_id || detail",
                sql: "select core.external_id(id) || 'https://x.example' from core.webhook where organisation = $1")),
        "webhook_health": .closed(
            "where a body's systems are",
            .own(
                key: "webhook_id || attempt_count || parked_count",
                sql: "select core.external_id(id) || 3 || 1 from core.webhook where organisation = $1")),
        "queue_depth": .closed(
            "how busy a body is",
            .own(key: "organisation_code", sql: "select code from core.organisation where id = $1")),
    ]
}
