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

    /// SQL that makes a reader's login, for a superuser in Ino's database; one transaction, to be run again after a change.
    ///
    /// The settings are the reader's defaults, not its limits: what it may read is held by grants and row policies alone.
    /// The password is set beside it, by `\password`, so that it stands in no file. A login has one kind: being given
    /// another, it loses the one before.
    ///
    /// - Parameter zone: The time zone in which psql then prints instants; without it, that of the first programme.
    public static func readerSQL(login: String, kind: ReaderKind, zone: String? = nil) -> String {
        let role = quoted(login)
        var lines = [
            "-- A reader of Ino's reports; set its password with: \\password \(login)",
            "begin;",
            databaseFences,
            "do $$ begin",
            "    if to_regrole(\(literal(role))) is null then create role \(role) login; end if;",
            "end $$;",
            "alter role \(role) nosuperuser nocreatedb nocreaterole noreplication nobypassrls connection limit 10;",
            "alter role \(role) set default_transaction_read_only = on;",
            "alter role \(role) set statement_timeout = '60s';",
            "alter role \(role) set idle_in_transaction_session_timeout = '60s';",
            "alter role \(role) set search_path = report_v1;",
            zone.map { "alter role \(role) set timezone = \(literal($0));" } ?? zoneOfTheProgramme(for: login),
            "do $$ declare held regrole; begin",
            "    for held in select roleid::regrole from pg_auth_members",
            "                 where member = to_regrole(\(literal(role))) and roleid::regrole::text = any (\(groups)) loop",
            "        execute format('revoke %s from %s', held, to_regrole(\(literal(role))));",
            "    end loop;",
            "end $$;",
            "grant \(kind.group) to \(role);",
            "delete from core.reader_organisation where role_name = \(literal(login));",
        ]
        if case .organisation(let code) = kind {
            let missing = "no organisation has the code \(code)"
            lines += [
                "do $$ begin",
                "    insert into core.reader_organisation (role_name, organisation)",
                "    select \(literal(login)), id from core.organisation where code = \(literal(code));",
                "    if not found then raise exception using message = \(literal(missing)); end if;",
                "end $$;",
            ]
        }
        return (lines + ["commit;"]).joined(separator: "\n") + "\n"
    }

    /// The login of an organisation's reader, as `reader add` names it.
    public static func readerLogin(organisation code: String) -> String { "ino_org_\(code)" }

    private static let groups = "'{ino_reader_all,ino_reader_org,ino_reader_public,ino_auditor}'"

    /// What PostgreSQL lets anyone do who may connect, and a reader needs not: make large objects and fill the disk, watch
    /// who is connected and which tables are busy, take the locks that migrations wait for, write into the server's
    /// journal. Only a superuser can take that away, so it is done where one makes readers; so is forgetting what the
    /// planner gathered of words and amounts before it was told not to (`core.keep_no_figures`).
    private static let databaseFences = """
        revoke create on schema public from public;
        revoke execute on function lo_creat(int), lo_create(oid), lo_from_bytea(oid, bytea), lo_open(oid, int),
            lo_put(oid, bigint, bytea), lowrite(int, bytea), lo_unlink(oid), lo_truncate(int, int),
            lo_truncate64(int, bigint) from public;
        do $$ declare one regprocedure; begin
            for one in select oid from pg_proc
                        where pronamespace = 'pg_catalog'::regnamespace
                          and proname ~ '^(pg_stat_get_|pg_(try_)?advisory_|pg_lock_status$|pg_logical_emit_message$|pg_notify$)'
            loop
                execute format('revoke execute on function %s from public', one);
                execute format('grant execute on function %s to ino_owner, ino_daemon, pg_monitor', one);
            end loop;
        end $$;
        delete from pg_statistic known
         using pg_attribute a
          join pg_class c on c.oid = a.attrelid and c.relnamespace = 'core'::regnamespace
         where a.attrelid = known.starelid and a.attnum = known.staattnum and a.attstattarget = 0;
        """

    private static func zoneOfTheProgramme(for login: String) -> String {
        """
        do $$ begin
            execute format('alter role %I set timezone = %L', \(literal(login)),
                           coalesce((select zone from core.programme order by id limit 1), 'UTC'));
        end $$;
        """
    }

    /// A name as SQL reads it, whatever it holds.
    static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

    /// A text as SQL reads it, whatever it holds.
    static func literal(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
}
