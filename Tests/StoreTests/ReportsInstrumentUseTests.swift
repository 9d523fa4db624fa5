// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres
import Store
import TestDatabase
import Testing

/// What the reports say of uses of instruments is what the fold of their messages says, whatever was done to them.
@Suite(.database, .timeLimit(.minutes(5)))
struct ReportsInstrumentUseTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func theReportsOfRandomUsesAreTheirFold(_ seed: UInt64) async throws {
        let office = try await Office.open()
        try await office.register()
        let admin = try await office.database.connection()
        var draw = Draw(seed: seed)
        var states: [InstrumentUseState: Int] = [:]
        for number in 1...30 {
            let need = InstrumentNeed(
                action: "a1", amount: amount(&draw), purpose: "Сети", recipient: draw(3) == 0 ? nil : "tsu")
            let id = try await office.use((.need(need), "tsu"), key: "need-\(number)")
            for step in 0..<draw(12) {
                try await admin.script("update core.programme set clock_now = clock_now + interval '5 hours'")
                let use = try await office.store.instrumentUse(id).use
                let (act, body) = act(on: use, &draw)
                try await office.commit(
                    office.submission(
                        by: office.clerk(of: body), key: "\(number)-\(step)", .acts(case: id, [.instrumentUse(act)])))
            }
            let use = try await office.store.instrumentUse(id).use
            states[use.state, default: 0] += 1
            #expect(try await admin.query(Self.said(of: use), as: String.self) == [line(use)], "seed \(seed)")
            #expect(
                try await admin.query(Self.applications(of: use), as: String.self)
                    == use.applications.enumerated().map { line($0.element, place: $0.offset + 1) }, "seed \(seed)")
        }
        #expect(states.count >= 5, "\(states)")
        let verified = try await office.store.rebuild(repair: false)
        #expect(verified.cases == 30 && verified.differing.isEmpty)
    }

    private func amount(_ draw: inout Draw) -> Roubles { Roubles(kopecks: Int64(1 + draw(1_000_000)) * 50) }

    /// An act as people might try it; what is refused is left.
    private func act(on use: InstrumentUse, _ draw: inout Draw) -> (InstrumentUseAct, String) {
        let match = InstrumentUseAct.match(
            instrument: ["i1", "i2", "i3"][draw(3)], recipient: draw(2) == 0 ? "tsu" : "tpu", comment: "Подходит")
        let apply = InstrumentUseAct.apply(amount: amount(&draw), number: "З-\(draw(1000))", date: nil)
        let recipient = use.recipient ?? "tsu"
        if draw(25) == 0 { return (.withdraw(reason: "Не нужно"), "tsu") }
        switch use.state {
        case .needed: return (match, "minekonom")
        case .matched, .refused: return draw(4) == 0 ? (match, "minekonom") : (apply, recipient)
        case .applied:
            let granted = use.application?.amount ?? amount(&draw)
            return draw(2) == 0
                ? (.refuse(reason: "Лимиты исчерпаны"), use.owner ?? "fano")
                : (
                    .grant(amount: granted, agreement: "С-1", date: nil, until: CalendarDate("2017-12-31")),
                    use.owner ?? "fano"
                )
        default: return (.exhaust(spent: use.granted ?? .zero, comment: "Закрыто"), recipient)
        }
    }

    private static func instant(_ column: String) -> String { "(extract(epoch from \(column)) * 1000000)::int8" }
    private static func kopecks(_ column: String) -> String { "(\(column) * 100)::int8" }

    private static func lines(_ columns: [String], _ from: String) -> Statement {
        let values = columns.map { "coalesce((\($0))::text, '-')" }.joined(separator: ", ")
        return "select concat_ws('|', \(unescaped: values)) from report_v1.\(unescaped: from)"
    }

    private static func said(of use: InstrumentUse) -> Statement {
        lines(
            [
                "use_no", "state", "is_open::int", "recipient_org_code", "instrument_code", "owner_org_code",
                "action_code",
                "project_code", "lead_org_code", "needer_org_code", "purpose", kopecks("wanted_rub"),
                kopecks("applied_rub"), kopecks("granted_rub"), kopecks("spent_rub"), "application_count",
                "refusal_count",
                "last_refusal", "reason", instant("needed_at"), instant("matched_at"), instant("closed_at"),
                "message_count",
            ], "instrument_use where use_id = '\(use.id)'")
    }

    private static func applications(of use: InstrumentUse) -> Statement {
        lines(
            [
                "application", "instrument_code", "owner_org_code", "recipient_org_code", "application_no",
                "application_on", kopecks("amount_rub"), "outcome", instant("decided_at"), kopecks("granted_rub"),
                "agreement_no", "agreement_on", "granted_until_on", "reason",
            ], "instrument_application where use_no = '\(use.number)' order by application")
    }

    private func line(_ values: Any?...) -> String {
        values.map { value in
            switch value {
            case let instant as Instant: "\(instant.microsecondsSince1970)"
            case let money as Roubles: "\(money.kopecks)"
            case let value?: "\(value)"
            case nil: "-"
            }
        }.joined(separator: "|")
    }

    private func line(_ use: InstrumentUse) -> String {
        let refused = use.applications.filter { $0.outcome == .refused }
        let stands = use.state == .granted || use.state == .exhausted
        return line(
            use.number, use.state.rawValue, use.closedAt == nil ? 1 : 0, use.recipient, use.instrument, use.owner,
            use.need.action, use.need.project, use.lead, use.needer, use.need.purpose, use.need.amount,
            use.state == .applied ? use.application?.amount : nil, stands ? use.granted : nil, use.spent,
            use.applications.count, refused.count, refused.last?.reason, use.reason, use.neededAt, use.matchedAt,
            use.closedAt, use.revision)
    }

    private func line(_ application: InstrumentApplication, place: Int) -> String {
        line(
            place, application.instrument, application.owner, application.recipient, application.number,
            application.date, application.amount, application.outcome.rawValue, application.decidedAt,
            application.granted, application.agreementNumber, application.agreementDate, application.until,
            application.reason)
    }
}
