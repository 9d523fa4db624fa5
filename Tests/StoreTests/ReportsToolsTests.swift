// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Postgres
import Store
import TestDatabase
import Testing

/// What is shipped for psql and Grafana runs against the contract, as the login that would run it.
@Suite(.database)
struct ReportsToolsTests {
    private static let deploy = URL(filePath: #filePath).appending(path: "../../../deploy").standardized
    private static let dashboards = [
        "approvals", "broker-health", "control-of-instructions", "delivery-and-integrations",
    ]

    /// The parts of a dashboard that the test reads.
    private struct Dashboard: Decodable {
        struct Source: Decodable { let uid: String }
        struct Target: Decodable {
            let datasource: Source
            let rawSql: String
        }
        struct Panel: Decodable {
            let title: String
            let targets: [Target]
        }
        struct Variable: Decodable {
            let name: String
            let query: String
        }
        struct Templating: Decodable { let list: [Variable] }
        let title: String
        let uid: String
        let panels: [Panel]
        let templating: Templating
    }

    private func dashboard(_ name: String) throws -> Dashboard {
        let file = Self.deploy.appending(path: "grafana/\(name).json")
        return try JSONDecoder().decode(Dashboard.self, from: Data(contentsOf: file))
    }

    /// The query as Grafana's PostgreSQL source sends it, for 2016 and every programme and organisation.
    private func expanded(_ sql: String) -> String {
        let bounds = "between '2016-01-01T00:00:00Z' and '2016-12-31T00:00:00Z'"
        return
            sql
            .replacing(/\$__timeFilter\(([a-z_]+)\)/) { "\($0.output.1) \(bounds)" }
            .replacing(/\$__timeGroup\(([a-z_]+), '1([wdhm])'\)/) { match in
                let seconds = ["w": 604_800, "d": 86_400, "h": 3_600, "m": 60][String(match.output.2)] ?? 1
                return "floor(extract(epoch from \(match.output.1)) / \(seconds)) * \(seconds)"
            }
            .replacing("$__timeTo()", with: "'2016-12-31T00:00:00Z'")
            .replacing(/\$\{[a-z]+:raw\}/, with: ".*")
    }

    @Test(arguments: dashboards)
    func everyPanelOfADashboardAnswersToGrafana(_ name: String) async throws {
        let admin = try await TestDatabase.current.connection()
        try await ReportData(instructions: 300, events: 3_000).fill(admin)
        let dashboard = try dashboard(name)
        #expect(dashboard.panels.count >= 6 && !dashboard.title.isEmpty && dashboard.uid.hasPrefix("ino-"))
        try await Reader.reading(as: .all) { reader in
            for variable in dashboard.templating.list {
                let rows = try await reader.table(Statement(unescaped: variable.query)).rows.count
                #expect(rows > 0, "\(variable.name)")
            }
            for panel in dashboard.panels {
                let target = try #require(panel.targets.first, "\(panel.title)")
                #expect(target.datasource.uid == "ino-reports", "\(panel.title)")
                let sql = expanded(target.rawSql)
                #expect(!sql.contains("$_") && !sql.contains("${") && !sql.contains("core."), "\(panel.title): \(sql)")
                await #expect(throws: Never.self, "\(panel.title): \(sql)") {
                    try await reader.table(Statement(unescaped: sql))
                }
            }
        }
    }

    @Test func theFilesOfDashboardsAreThese() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.deploy.appending(path: "grafana").path)
        #expect(files.filter { $0.hasSuffix(".json") }.sorted() == Self.dashboards.map { $0 + ".json" })
    }

    /// Types the shortcut into psql, and answers what it prints.
    private func psql(_ input: String, login: String) throws -> (output: String, errors: String, status: Int32) {
        let process = Process()
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "psql", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--csv", try TestDatabase.current.conninfo(user: login),
        ]
        (process.standardInput, process.standardOutput, process.standardError) = (stdin, stdout, stderr)
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        let errors = try stderr.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (
            String(decoding: output, as: UTF8.self), String(decoding: errors, as: UTF8.self), process.terminationStatus
        )
    }

    @Test func everyShortcutOfPsqlAnswers() async throws {
        let database = try TestDatabase.current
        let admin = try await database.connection()
        try await ReportData(instructions: 300, events: 3_000).fill(admin)
        let file = Self.deploy.appending(path: "psqlrc")
        let text = try String(contentsOf: file, encoding: .utf8)
        let names = text.matches(of: /(?m)^\\set ([a-z]+) '/).map { String($0.output.1) }
        #expect(names.count >= 9)
        for name in names { #expect(text.contains(":\(name)"), "the last line of psqlrc names \(name)") }
        try await Reader.reading(as: .all) { _ in
            for name in names {
                let said = try psql("\\i \(file.path)\n:\(name)\n", login: "reader_\(database.name)")
                #expect(said.status == 0 && said.errors.isEmpty, "\(name): \(said.errors)")
                let lines = said.output.split(separator: "\n")
                #expect(lines.count > 2 || name == "roadmap", "\(name): \(said.output)")
            }
        }
    }
}
