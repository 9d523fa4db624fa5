// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Foundation
import Postgres
import Synchronization

extension Store {
    /// All programmes by code.
    public func programmes() async throws -> [ProgrammeInfo] {
        try await reading { db in try Programmes.list(nil, in: db) }
    }

    /// A programme by its code; without one, the only programme there is.
    public func programme(_ code: String? = nil) async throws -> ProgrammeInfo {
        try await reading { db in
            let (_, code) = try Programmes.find(code, in: db)
            guard let info = try Programmes.list(code, in: db).first else { throw Programmes.unknown(code) }
            return info
        }
    }

    /// The code of a programme that there is, or of the only one: what a request to write asks for, and no more.
    public func programmeCode(_ code: String? = nil) async throws -> String {
        try await reading { db in try Programmes.find(code, in: db).code }
    }

    /// The code of the only programme, as it was when last asked; throws where there is none or several.
    ///
    /// A submission that goes by it says so (`assumesOnlyProgramme`), and its transaction looks whether that still holds.
    public func onlyProgrammeCode() async throws -> String {
        if let code = onlyProgramme.code.withLock(\.self) { return code }
        let code = try await programmeCode()
        onlyProgramme.code.withLock { $0 = code }
        return code
    }

    /// Makes a programme by hand; an import of a folder with a `programme.csv` makes its own.
    @discardableResult
    public func createProgramme(
        _ draft: ProgrammeDraft, by importer: String, dryRun: Bool = false
    ) async throws -> ProgrammeInfo {
        if let fault = Programmes.fault(in: draft) { throw fault }
        var cells = [
            "code": draft.code, "name_en": draft.nameEn, "name_ru": draft.nameRu, "zone": draft.zone,
            "end_of_day_hour": String(draft.endOfDayHour ?? 18), "calendar": draft.calendar ?? "ru",
            "policy": draft.policy ?? "federal", "clock": draft.clock ?? "real",
        ]
        cells["clock_start"] = draft.clockStart?.description
        return try await transaction(dryRun: dryRun) { [cells] db in
            guard try Programmes.insert(cells, importer: importer, in: db) else {
                throw Refusal(
                    code: "rule-refused", sentence: "There is a programme '\(draft.code)' already.",
                    next: "Choose another code.")
            }
            guard let info = try Programmes.list(draft.code, in: db).first else { throw Programmes.unknown(draft.code) }
            return info
        }
    }

    /// Sets the now of a replay programme, only forward; the same now again changes nothing.
    @discardableResult
    public func setProgrammeClock(
        _ code: String?, to now: Instant, by who: String, dryRun: Bool = false
    ) async throws -> ProgrammeInfo {
        try await transaction(dryRun: dryRun) { db in
            let (id, code) = try Programmes.find(code, in: db)
            try db.execute("select from core.programme where id = \(id) for no key update")
            guard let info = try Programmes.list(code, in: db).first else { throw Programmes.unknown(code) }
            guard info.clock == "replay" else {
                throw Refusal(
                    code: "rule-refused", sentence: "The programme '\(code)' runs on the real clock.",
                    next: "Only a replay programme's now can be set.")
            }
            guard now >= info.now else {
                throw Refusal(
                    code: "rule-refused", sentence: "The programme's now is \(info.now), and it only goes forward.",
                    next: "Name a later time.")
            }
            let time = PostgresTimestamp(microsecondsSince1970: now.microsecondsSince1970)
            try db.execute("update core.programme set clock_now = \(time) where id = \(id)")
            try db.execute(
                """
                insert into core.programme_clock (programme, clock_now, set_by) values (\(id), \(time), \(who))
                    on conflict do nothing
                """)
            return try Programmes.list(code, in: db).first ?? info
        }
    }
}

/// What was the only programme when it was last asked for.
final class OnlyProgramme: Sendable {
    let code = Mutex<String?>(nil)
}

/// The statements about programmes.
enum Programmes {
    /// The programme of a code, or the only one.
    static func find(_ code: String?, in db: isolated Connection) throws -> (id: Int16, code: String) {
        let found = try db.query(
            "select id, code from core.programme where \(code) is null or code = \(code) order by code",
            as: (Int16, String).self)
        if let only = found.first, found.count == 1 { return (only.0, only.1) }
        if let code { throw unknown(code) }
        guard !found.isEmpty else {
            throw StoreError(
                .notFound(what: "programme", name: ""),
                "There is no programme yet: import a folder with a programme.csv, or create one.")
        }
        let codes = found.map(\.1)
        throw StoreError(
            .ambiguous(what: "programme", candidates: codes),
            "There are several programmes, name one: \(codes.joined(separator: ", ")).")
    }

    static func unknown(_ code: String) -> StoreError {
        RegistryRows.missing("programme", code)
    }

    /// Adds a programme, with the clock at its start; answers whether it was new.
    @discardableResult
    static func insert(_ cells: [String: String], importer: String, in db: isolated Connection) throws -> Bool {
        let start = cells["clock_start"].flatMap { Instant($0) }
            .map { PostgresTimestamp(microsecondsSince1970: $0.microsecondsSince1970) }
        let added = try db.execute(
            """
            insert into core.programme
                   (code, name_en, name_ru, zone, end_of_day_hour, calendar, policy, clock, clock_now, imported_by)
            values (\(cells["code"]), \(cells["name_en"]), \(cells["name_ru"]), \(cells["zone"]),
                    \(cells["end_of_day_hour"].flatMap { Int16($0) }), \(cells["calendar"]), \(cells["policy"]),
                    \(cells["clock"]), \(start), \(importer))
                on conflict (code) do nothing
            """)
        guard added > 0 else { return false }
        try db.execute(
            """
            insert into core.programme_clock (programme, clock_now, set_by)
            select id, clock_now, \(importer) from core.programme where code = \(cells["code"]) and clock = 'replay'
            """)
        return true
    }

    static func list(_ code: String?, in db: isolated Connection) throws -> [ProgrammeInfo] {
        try RegistryRows.decode(
            """
            select jsonb_strip_nulls(jsonb_build_object(
                     'code', p.code, 'nameEn', p.name_en, 'nameRu', p.name_ru, 'zone', p.zone,
                     'endOfDayHour', p.end_of_day_hour, 'calendar', p.calendar, 'policy', p.policy, 'clock', p.clock,
                     'now', core.programme_now(p.id), 'goalEn', p.goal_en, 'goalRu', p.goal_ru,
                     'legalBasis', p.legal_basis, 'provenance', p.provenance, 'evidence', p.evidence,
                     'sourceNote', p.source_note,
                     'office', (select o.code from core.organisation o where o.id = p.office)))
              from core.programme p
             where \(code) is null or p.code = \(code)
             order by p.code
            """, in: db)
    }

    /// What is wrong with a draft.
    static func fault(in draft: ProgrammeDraft) -> Refusal? {
        func refuse(_ sentence: String, _ next: String) -> Refusal {
            Refusal(code: "rule-refused", sentence: sentence, next: next)
        }
        if !RegistryValidation.isCode(draft.code) {
            return refuse("'\(draft.code)' is not a code.", "Use lower-case letters, digits, '_' and '-'.")
        }
        if Zone(identifier: draft.zone) == nil {
            return refuse("'\(draft.zone)' is not a time zone.", "Write its name as in the zone database: Asia/Tomsk.")
        }
        if !(1...24).contains(draft.endOfDayHour ?? 18) {
            return refuse("A day has no hour \(draft.endOfDayHour ?? 18).", "Write an hour from 1 to 24.")
        }
        let clock = draft.clock ?? "real"
        if !["real", "replay"].contains(clock) {
            return refuse("'\(clock)' is not a clock.", "Write 'real' or 'replay'.")
        }
        if (clock == "replay") == (draft.clockStart == nil) {
            return refuse("A replay clock needs its start, and a real clock has none.", "Correct one of the two.")
        }
        let policies = DeadlinePolicy.shipped.map(\.code)
        if let policy = draft.policy, !policies.contains(policy) {
            return refuse("'\(policy)' is not a deadline policy.", "There are: \(policies.joined(separator: ", ")).")
        }
        return nil
    }
}
