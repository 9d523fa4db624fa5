// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres
import Store
import TestDatabase
import Testing

/// What report_v1 promises to those who build on it, whatever views there are.
@Suite(.database)
struct ReportsContractTests {
    @Test func noColumnThatWasPromisedIsGoneOrOfAnotherType() async throws {
        let columns = Set(try await self.columns())
        for promised in try ReportsPromise.columns() {
            #expect(columns.contains(promised), "report_v1 has lost it: columns are added, never changed or removed")
        }
    }

    @Test func everyColumnThatThereIsIsPromised() async throws {
        let promised = Set(try ReportsPromise.columns())
        let new = try await columns().filter { !promised.contains($0) }
        #expect(new.isEmpty, "to be added to Golden/report_v1.txt:\n\(new.joined(separator: "\n"))")
    }

    @Test func everyViewAndColumnHasAComment() async throws {
        let silent = try await texts(
            """
            select c.relname || coalesce('.' || a.attname, '')
              from pg_class c
              left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
             where c.relnamespace = 'report_v1'::regnamespace
               and c.relkind in ('v', 'm')
               and (obj_description(c.oid, 'pg_class') is null or col_description(c.oid, a.attnum) is null)
            """)
        #expect(silent.isEmpty)
    }

    /// `English · по-русски`: in this form tools can show a reader the half it wants.
    @Test func everyCommentSaysTheSameInEnglishAndInRussian() async throws {
        let other = try await texts(
            """
            select said.name || ': ' || coalesce(said.comment, 'nothing')
              from (select c.relname, obj_description(c.oid, 'pg_class') from pg_class c
                     where c.relnamespace = 'report_v1'::regnamespace and c.relkind in ('v', 'm')
                     union all
                    select c.relname || '.' || a.attname, col_description(c.oid, a.attnum)
                      from pg_class c
                      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                     where c.relnamespace = 'report_v1'::regnamespace and c.relkind in ('v', 'm')
                     union all
                    select p.proname, obj_description(p.oid, 'pg_proc') from pg_proc p
                     where p.pronamespace = 'report_v1'::regnamespace) said (name, comment)
             where said.comment !~ '^[^А-Яа-яЁё·]+ · [^·]*[А-Яа-яЁё][^·]*$' or said.comment is null
            """)
        #expect(other.isEmpty)
    }

    @Test func aFunctionOfTheContractRunsAsItsCallerAndIsForReadersAlone() async throws {
        let unsafe = try await texts(
            """
            select p.oid::regprocedure::text
              from pg_proc p
             where p.pronamespace = 'report_v1'::regnamespace
               and (p.prosecdef or p.proowner <> 'ino_report_owner'::regrole or p.provolatile = 'v'
                    or has_function_privilege('ino_reader_public', p.oid, 'execute')
                    or not has_function_privilege('ino_reader_org', p.oid, 'execute'))
            """)
        #expect(unsafe.isEmpty)
    }

    @Test func everyViewIsItsOwnersAndHasABarrier() async throws {
        let unsafe = try await texts(
            """
            select relname::text
              from pg_class
             where relnamespace = 'report_v1'::regnamespace
               and relkind in ('v', 'm')
               and (relowner <> 'ino_report_owner'::regrole or relkind = 'm'
                    or not coalesce(reloptions, '{}') @> '{security_barrier=true}'
                    or coalesce(reloptions, '{}') && '{security_invoker=true,security_invoker=on}')
            """)
        #expect(unsafe.isEmpty)
    }

    @Test func theOwnerOfTheViewsIsNobodySpecial() async throws {
        let special = try await texts(
            """
            select rolname::text from pg_roles
             where rolname = 'ino_report_owner' and (rolsuper or rolbypassrls or rolcanlogin or rolcreaterole)
            union all
            select oid::regclass::text from pg_class
             where relowner = 'ino_report_owner'::regrole and relkind in ('r', 'p', 'S')
            """)
        #expect(special.isEmpty)
    }

    /// One row a column: `view.column type`.
    private func columns() async throws -> [String] {
        try await texts(
            """
            select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
              from pg_class c
              join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
             where c.relnamespace = 'report_v1'::regnamespace and c.relkind in ('v', 'm')
             order by c.relname, a.attnum
            """)
    }

    private func texts(_ statement: Statement) async throws -> [String] {
        try await TestDatabase.current.connection().query(statement, as: String.self)
    }
}
