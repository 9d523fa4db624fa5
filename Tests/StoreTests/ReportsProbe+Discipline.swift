// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What is counted of instructions: who sees which figures follows from the instructions that a body is a party to.
extension ReportsProbe {
    private static let reason = "a body's correspondence"
    private static func own(
        _ key: String, _ columns: String, by group: String, where condition: String = "true"
    ) -> View {
        .closed(
            reason,
            .own(
                key: key,
                sql: """
                    select \(columns) from core.instruction i join core.organisation o on o.id = i.responsible
                     where i.issued_at is not null and $1 = any (i.parties) and \(condition) group by \(group)
                    """))
    }

    /// Views of how instructions are executed, of which each row counts or describes those that its reader may see.
    static let discipline: [String: View] = [
        "blame_by_organisation": own(
            "responsible_org_code || instruction_count", "o.code || count(*)", by: "o.code"),
        "discipline": own("responsible_org_code || instruction_count", "o.code || count(*)", by: "o.code"),
        "instruction_blame": own("instruction_no", "i.number", by: "i.number"),
        "instruction_phase": .closed(
            reason,
            .own(
                key: "message_id",
                sql: """
                    select core.external_id(s.message) from core.instruction_step s
                     where s.issued_at is not null and $1 = any (s.parties)
                    """)),
        // What left a state is what is registered.
        "instruction_state_time": own(
            "state || left_count", "'ISSUED' || count(*)", by: "i.programme", where: "i.state <> 'ISSUED'"),
        "open_by_age": own(
            "responsible_org_code || segment || open_count",
            "o.code || case i.state when 'ISSUED' then 'dispatch' when 'REFUSED' then 'issuer' else 'responsible' end "
                + "|| count(*)", by: "o.code, i.state"),
        "refusal_by_reason": own(
            "responsible_org_code || refusal_reason || refusal_count", "o.code || i.refusal_reason || count(*)",
            by: "o.code, i.refusal_reason", where: "i.state = 'REFUSED'"),
        "issued_by_source": own(
            "basis || addressee_kind || instruction_count", "i.basis || o.kind || count(*)", by: "i.basis, o.kind"),
    ]
}
