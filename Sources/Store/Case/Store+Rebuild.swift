// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

/// What a rebuild of the projections found.
public struct RebuildReport: Sendable {
    /// How many cases were folded.
    public let cases: Int
    /// The cases whose rows differ from what their messages make.
    public let differing: [Identifier]
}

extension Store {
    /// Folds every case from its messages and compares the rows with the projections; with `repair`, writes them anew.
    ///
    /// Takes a lock that keeps new acts out while it compares, so that the two sides are of one moment.
    public func rebuild(
        repair: Bool, progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> RebuildReport {
        try await transaction { connection in
            let tables = CaseKind.allCases.flatMap(\.projection)
            try connection.script(tables.rebuildScript)
            let ids = try connection.query(
                "select distinct case_id from core.message where case_id <> id order by case_id", as: Identifier.self)
            for start in stride(from: 0, to: ids.count, by: 500) {
                let slice = ids[start..<min(start + 500, ids.count)]
                try connection.rebuild(Set(slice))
                progress(min(start + 500, ids.count))
            }
            let differing = try connection.query("\(unescaped: tables.differences)", as: Identifier.self)
            if repair, !differing.isEmpty {
                _ = try connection.execute("delete from core.instruction_due where instruction = any (\(differing))")
                for table in tables.reversed() {
                    _ = try connection.execute(
                        """
                        delete from \(unescaped: ProjectionSchema.core.table(table.name))
                         where \(unescaped: table.caseColumn) = any (\(differing))
                        """)
                }
                for table in tables {
                    _ = try connection.execute(
                        """
                        insert into \(unescaped: ProjectionSchema.core.table(table.name))
                        select * from \(unescaped: ProjectionSchema.rebuilt.table(table.name))
                         where \(unescaped: table.caseColumn) = any (\(differing))
                        """)
                }
                try connection.askForLooks(where: "i.id = any (\(differing))")
            }
            return RebuildReport(cases: ids.count, differing: differing)
        }
    }
}

extension [ProjectionTable] {
    /// Keeps new acts out, and makes an empty twin of every table.
    fileprivate var rebuildScript: String {
        let names = map { ProjectionSchema.core.table($0.name) }
        let twins = map { table in
            "create temporary table rebuilt_\(table.name) (like core.\(table.name) including indexes) on commit drop"
        }
        return (["lock table \(names.joined(separator: ", ")) in share row exclusive mode"] + twins)
            .joined(separator: ";\n")
    }

    /// The cases with a row in one of two twins and not in the other.
    fileprivate var differences: String {
        map { table in
            let (kept, made) = (ProjectionSchema.core.table(table.name), ProjectionSchema.rebuilt.table(table.name))
            return """
                select \(table.caseColumn) from (
                    (table \(kept) except all table \(made))
                    union all (table \(made) except all table \(kept))) differing
                """
        }.joined(separator: "\nunion\n") + "\n order by 1"
    }
}

extension Connection {
    fileprivate func rebuild(_ ids: Set<Identifier>) throws {
        let cases = try openCases(ids)
        let states = cases.values.compactMap(\.state)
        let directory = try directory(
            organisations: Set(states.flatMap(\.organisations)), programmes: Set(states.map(\.programme)))
        try project(states, lastMessages: cases.compactMapValues(\.lastMessage), directory: directory, into: .rebuilt)
    }
}
