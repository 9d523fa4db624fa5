// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Store
import Wire

extension API {
    /// The registers: organisations, persons, instruments, roadmaps, projects, indicators, meetings and their words.
    func registry(_ routes: inout Routes) {
        list("organisations", by: "kind cluster owner q", in: &routes, store.organisations) { $0.code }
        list("persons", by: "owner q", in: &routes, store.persons) { $0.code }
        list("instruments", by: "kind cluster workArea owner q", in: &routes, store.instruments) { $0.code }
        list("projects", by: "kind cluster workArea owner status q", in: &routes, store.projects) { $0.code }
        list("indicators", by: "workArea owner q", in: &routes, store.indicators) { $0.code }
        list("meetings", by: "kind owner q", in: &routes, store.meetings) { $0.code }
        list("roadmaps", by: "", in: &routes, store.roadmaps) { $0.code }
        list("actions", by: "cluster workArea owner status version dueBy q", in: &routes, store.roadmapActions) {
            $0.code
        }
        show("organisations", in: &routes, store.organisation)
        show("persons", in: &routes, store.person)
        show("instruments", in: &routes, store.instrument)
        show("projects", in: &routes, store.project)
        show("indicators", in: &routes, store.indicator)
        show("meetings", in: &routes, store.meeting)
        show("roadmaps", in: &routes, store.roadmap)
    }

    /// A list with the filters its rows can answer; another one is refused, since it would show all rows in silence.
    private func list<Item: Codable & Sendable>(
        _ noun: String, by filters: String, in routes: inout Routes,
        _ find: @escaping @Sendable (RegistryFilter) async throws -> [Item],
        code: @escaping @Sendable (Item) -> String
    ) {
        routes.get("/v1/\(noun)", query: filters) { call in
            let limit = try call.limit()
            let items = try await find(call.registryFilter(limit: limit + 1))
            return try .list(Array(items.prefix(limit)), next: items.count > limit ? code(items[limit - 1]) : nil)
        }
    }

    private func show<Item: Encodable & Sendable>(
        _ noun: String, in routes: inout Routes,
        _ find: @escaping @Sendable (String, String?) async throws -> Item
    ) {
        routes.get("/v1/\(noun)/{code}") { call in
            try await .json(find(call.path("code"), call.query("programme")))
        }
    }
}

extension Call {
    fileprivate func registryFilter(limit: Int) throws -> RegistryFilter {
        RegistryFilter(
            programme: try query("programme"), kind: try query("kind"), cluster: try query("cluster"),
            workArea: try query("workArea"), owner: try query("owner"), status: try query("status"),
            version: try query("version"), dueBy: try query("dueBy", as: CalendarDate.self), query: try query("q"),
            after: try query("after"), limit: limit)
    }
}
