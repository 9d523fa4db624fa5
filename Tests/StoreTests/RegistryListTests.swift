// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import TestDatabase
import Testing

@testable import Store

@Suite(.database) struct RegistryListTests {
    @Test func listsAreNarrowedAndPaged() async throws {
        let registry = try RegistryFixture()
        try await registry.load()
        let store = registry.store
        #expect(try await store.organisations(RegistryFilter(kind: "university")).count == 6)
        #expect(try await store.organisations(RegistryFilter(query: "ПОЛИТЕХНИЧЕСКИЙ")).map(\.code) == ["tpu"])
        #expect(try await store.projects(RegistryFilter(kind: "social")).allSatisfy { $0.kind == "social" })
        #expect(try await store.instruments(RegistryFilter(owner: "minekonom")).allSatisfy { $0.owner == "minekonom" })
        #expect(try await store.persons(RegistryFilter(owner: "fano")).contains { $0.code == "kotyukov" })
        #expect(try await store.roadmapActions(RegistryFilter(status: "overdue")).count == 4)

        var codes: [String] = []
        while true {
            let page = try await store.organisations(RegistryFilter(after: codes.last, limit: 100))
            if page.isEmpty { break }
            codes += page.map(\.code)
        }
        #expect(codes.count == 518 && Set(codes).count == 518)
        let meetings = try await store.meetings().map(\.code)
        let rest = try await store.meetings(RegistryFilter(after: meetings[4], limit: 3)).map(\.code)
        #expect(rest == Array(meetings[5..<8]))
    }

    @Test func whatIsNotThereIsSaidByName() async throws {
        let registry = try RegistryFixture()
        try await registry.load()
        await #expect { _ = try await registry.store.organisation("nobody") } throws: { error in
            (error as? StoreError)?.code == .notFound(what: "organisation", name: "nobody")
        }
        await #expect { _ = try await registry.store.roadmap("v9") } throws: { error in
            (error as? StoreError)?.code == .notFound(what: "roadmap version", name: "v9")
        }
        await #expect { _ = try await registry.store.organisations(RegistryFilter(programme: "x")) } throws: { error in
            (error as? StoreError)?.code == .notFound(what: "programme", name: "x")
        }
    }

    @Test func theReportsCountWhatTheListsDo() async throws {
        let registry = try RegistryFixture()
        try await registry.load()
        func count(_ view: String) async throws -> Int {
            try await registry.count("select count(*) from report_v1.\(view)")
        }
        #expect(try await count("organisation") == 518)
        #expect(try await count("instrument") == 82)
        #expect(try await count("project") == 110)
        #expect(try await count("roadmap_action where version = 'v1'") == 65)
        #expect(try await count("roadmap_action where version = 'v1' and is_done") == 42)
        #expect(try await count("roadmap_action where version = 'v2'") == 55)
        #expect(try await count("indicator_value") == 52)
        #expect(try await count("action_lineage") == 22)
        #expect(try await count("instrument_coverage where used_by = 'recipient'") == 140)
        let unused = try await count("instrument where is_unused")
        #expect(try await count("instrument_coverage where is_unused") == unused)
        let done = "select done_pct from report_v1.roadmap_completion where is_total and version = 'v1'"
        #expect(try await registry.text(done) == "64.6")
    }

    @Test func everyViewOfTheRegistryIsOwnedClosedAndExplained() async throws {
        let registry = try RegistryFixture()
        let unexplained = """
            select count(*) from pg_class c join pg_attribute a on a.attrelid = c.oid
             where c.relnamespace = 'report_v1'::regnamespace and c.relkind = 'v' and a.attnum > 0
               and (col_description(c.oid, a.attnum) is null or obj_description(c.oid) is null)
            """
        #expect(try await registry.count(unexplained) == 0)
        let open = """
            select count(*) from pg_class c
             where c.relnamespace = 'report_v1'::regnamespace and c.relkind = 'v'
               and (pg_get_userbyid(relowner) <> 'ino_report_owner'
                    or not coalesce(reloptions, '{}') @> array['security_barrier=true'])
            """
        #expect(try await registry.count(open) == 0)
        let naked = """
            select count(*) from pg_class c
             where c.relnamespace = 'core'::regnamespace and c.relkind = 'r' and not c.relrowsecurity
            """
        #expect(try await registry.count(naked) == 0)
        #expect(try await registry.count("select count(*) from core.programme") == 0)
    }
}
