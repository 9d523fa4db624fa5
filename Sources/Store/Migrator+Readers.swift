// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Migrator {
    /// What a person or tool with a login of its own may read of `report_v1`.
    public enum ReaderKind: Hashable, Sendable {
        /// Every view, every organisation's rows.
        case all
        /// Every view, the rows of the organisation with this code.
        case organisation(String)
        /// The views that name no person and no body's correspondence.
        case publicFacts
        /// What `all` reads, and what is made for audit.
        case auditor

        fileprivate var group: String {
            switch self {
            case .all: "ino_reader_all"
            case .organisation: "ino_reader_org"
            case .publicFacts: "ino_reader_public"
            case .auditor: "ino_auditor"
            }
        }
    }

    /// SQL that makes a reader's login, for a superuser in Ino's database; to be run again after a change.
    ///
    /// The settings are the reader's defaults, not its limits: what it may read is held by grants and row policies alone.
    /// The password is set beside it, by `\password`, so that it stands in no file.
    ///
    /// - Parameter zone: The programme's time zone, in which psql then prints instants.
    public static func readerSQL(login: String, kind: ReaderKind, zone: String) -> String {
        let role = quoted(login)
        var lines = [
            "-- A reader of Ino's reports; set its password with: \\password \(login)",
            "do $$ begin",
            "    if to_regrole(\(literal(role))) is null then create role \(role) login; end if;",
            "end $$;",
            "alter role \(role) nosuperuser nocreatedb nocreaterole noreplication nobypassrls connection limit 10;",
            "alter role \(role) set default_transaction_read_only = on;",
            "alter role \(role) set statement_timeout = '60s';",
            "alter role \(role) set idle_in_transaction_session_timeout = '60s';",
            "alter role \(role) set search_path = report_v1;",
            "alter role \(role) set timezone = \(literal(zone));",
            "grant \(kind.group) to \(role);",
        ]
        if case .organisation(let code) = kind {
            lines += [
                "insert into core.reader_organisation (role_name, organisation)",
                "select \(literal(login)), id from core.organisation where code = \(literal(code))",
                "on conflict do nothing;",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A name as SQL reads it, whatever it holds.
    static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

    /// A text as SQL reads it, whatever it holds.
    static func literal(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
}
