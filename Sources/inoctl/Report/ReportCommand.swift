// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Wire

/// The reports: views of the schema report_v1.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Reports, which are SQL views that analysts may query too.",
        subcommands: [List.self, Describe.self, Run.self, Psql.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the reports.")
        @OptionGroup var list: ListOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await Session(global).list(
                "/v1/reports", [], list, as: ReportInfo.self,
                [Column("name") { .text($0.name) }, Column("one-row-is") { .text($0.description) }])
        }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run", abstract: "Print a report, or those of its rows in which columns have given values.",
            discussion: """
                  inoctl report run instruction -P state=IN_EXECUTION -P is_overdue=true
                """)
        @Argument(help: "Its name; 'report list' has them.") var name: String
        @Option(
            name: [.customShort("P"), .customLong("param")], parsing: .singleValue,
            help: ArgumentHelp(
                "Only rows whose column has this value; nothing behind the '=' means none; repeat it for more.",
                valueName: "column=value"))
        var parameters: [String] = []
        @Option(help: "How many rows at most.") var limit: Int?
        @Option(help: "The moment of a report that ends in _asof, such as 2016-03-25T18:00:00+07:00.") var asOf: String?
        @OptionGroup var global: GlobalOptions

        func validate() throws {
            for text in parameters where !text.contains("=") || text.hasPrefix("=") {
                throw ValidationError("-P '\(text)' is not COLUMN=VALUE.")
            }
        }

        func run() async throws {
            try await Session(global).report(name, limit: limit, asOf: asOf, where: parameters)
        }
    }

    struct Psql: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "psql", abstract: "Print the line that logs you in to the reports with psql.")
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let session = try Session(global)
            let answer = try await session.client.get("/v1/version")
            guard let line = answer["psql"]?.scalarText else {
                throw Failure(
                    exit: Exit.notAllowed, "the daemon does not say where its database is",
                    next: "ask as root on its machine, or with an operator's token")
            }
            try session.output.text(line + "\n", named: "psql")
        }
    }
}

extension Session {
    /// Prints a report; tables of it show `columns` unless others are asked for, and of its rows those that `keeping` keeps,
    /// which is given a row by the names of its columns.
    func report(
        _ name: String, limit: Int?, asOf: String? = nil, where values: [String] = [], columns: [String]? = nil,
        keeping: (([String: String]) -> Bool)? = nil
    ) async throws {
        let answer = try await client.get(
            "/v1/reports/\(Percent.encoded(name))",
            [("limit", limit.map(String.init)), ("asOf", asOf)] + values.map { ("where", $0) }, seconds: 120)
        var report = try answer.decoded(as: ReportTable.self)
        if let keeping {
            let names = report.columns.map(\.name)
            report.rows = report.rows.filter { row in
                keeping(Dictionary(zip(names, row.map { $0 ?? "" })) { first, _ in first })
            }
            report.samples = report.samples.map { _ in report.rows.count { $0.contains("sample") } }
        }
        var output = output
        if output.format == .table { output.columns = output.columns ?? columns }
        try output.print(report)
        if let samples = report.samples { note("\(samples) of \(report.rows.count) rows are samples") }
        if report.truncated ?? false { note("there are more rows; --limit N prints more") }
    }
}

extension Output {
    /// Prints a report's rows; values that are numbers or truth values in SQL are such in JSON and for spreadsheets.
    func print(_ given: ReportTable) throws {
        var report = given
        let names = report.columns.map(\.name)
        report.rows = try sorted(report.rows, report.rows.map { $0.map { .text($0 ?? "") } }, names)
        if format.isJSON { return try array(report.objects) }
        let isDecimal = report.columns.map { isForSpreadsheets && ReportTable.isNumeric($0.type) }
        let rows = report.rows.map { row in
            zip(row, isDecimal).map { text, isDecimal in
                isDecimal ? (text ?? "").replacing(".", with: ",") : text ?? ""
            }
        }
        var unsorted = self
        unsorted.sort = []
        try unsorted.table(TextTable(columns: names, rows: rows, headers: names))
    }
}

extension ReportTable {
    /// A JSON object a row; numbers and truth values are such, all else is text.
    var objects: [JSON] {
        rows.map { row in
            .object(
                zip(columns, row).map { column, text in
                    JSON.Member(name: column.name, value: text.map { Self.value($0, type: column.type) } ?? .null)
                })
        }
    }

    static func isNumeric(_ type: String) -> Bool {
        [
            "int2", "int4", "int8", "smallint", "integer", "bigint", "numeric", "float4", "float8", "real",
            "double precision",
        ].contains(type)
    }

    private static func value(_ text: String, type: String) -> JSON {
        switch type {
        case "bool", "boolean": .bool(text == "t" || text == "true")
        case _ where isNumeric(type): Double(text).map { $0.isFinite } ?? false ? .number(text) : .string(text)
        default: .string(text)
        }
    }
}
