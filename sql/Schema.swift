// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// The texts of `sql/`, compiled in: what a binary needs to make and mend its database.
public enum Schema {
    /// One migration: `migrations/stepNNN_subject.sql`, applied once and in the order of its number.
    public struct Step: Hashable, Sendable {
        /// NNN of the file's name.
        public let number: Int
        /// The file's name without its ending: `step001_foundation`.
        public let name: String
        /// The whole text. Its bytes are what a checksum is taken over.
        public let sql: String

        package init(number: Int, name: String, sql: String) {
            self.number = number
            self.name = name
            self.sql = sql
        }
    }

    /// One file of `reports/`: views that can be made anew at any time.
    public struct Report: Hashable, Sendable {
        /// The file's name without its ending.
        public let name: String
        /// The whole text.
        public let sql: String

        package init(name: String, sql: String) {
            self.name = name
            self.sql = sql
        }
    }

    /// The migrations by number.
    public static let migrations: [Step] = named(in: "migrations/", ending: ".sql").map { name, text in
        guard name.hasPrefix("step"), let number = Int(name.dropFirst(4).prefix(3)), name.dropFirst(7).first == "_"
        else {
            preconditionFailure("sql/migrations/\(name).sql is not named stepNNN_subject.sql")
        }
        return Step(number: number, name: name, sql: text)
    }

    /// The report files by name; later ones may build on views of earlier ones.
    public static let reports: [Report] = named(in: "reports/", ending: ".sql").map { Report(name: $0, sql: $1) }

    /// One file of `samples/`: a question that analysts ask, as SQL over `report_v1` that runs as it stands.
    public struct Sample: Hashable, Sendable {
        /// The file's name without number and ending: `overdue_now`.
        public let name: String
        /// What it answers, in English and in Russian, with ` · ` between.
        public let title: String
        /// The query, without the title.
        public let sql: String
    }

    /// The sample queries in the order of their files.
    public static let samples: [Sample] = named(in: "samples/", ending: ".sql").map { name, text in
        let lines = text.split(separator: "\n", maxSplits: 1)
        guard name.dropFirst(3).first == "_", lines.count == 2, lines[0].hasPrefix("-- ") else {
            preconditionFailure("sql/samples/\(name).sql is not named NNN_subject.sql or does not begin with its title")
        }
        return Sample(name: String(name.dropFirst(4)), title: String(lines[0].dropFirst(3)), sql: String(lines[1]))
    }

    /// Makes the roles; run by a superuser, any number of times.
    public static let roles: String = Embedded.files.first { $0.path == "roles.sql" }?.text ?? ""

    /// The programmes that have reference data: `ino-tomsk`.
    public static let programmes: [String] = Set(
        named(in: "reference/", ending: ".csv").compactMap { $0.name.split(separator: "/").first.map(String.init) }
    ).sorted()

    /// The reference files of a programme by file name (`stakeholders.csv`), byte for byte; empty if there is none.
    public static func reference(_ programme: String) -> [String: String] {
        let files = named(in: "reference/\(programme)/", ending: ".csv")
        return Dictionary(uniqueKeysWithValues: files.map { ($0.name + ".csv", $0.text) })
    }

    /// The embedded files below a folder, named without folder and ending.
    private static func named(in folder: String, ending: String) -> [(name: String, text: String)] {
        Embedded.files
            .filter { $0.path.hasPrefix(folder) && $0.path.hasSuffix(ending) }
            .map { (String($0.path.dropFirst(folder.count).dropLast(ending.count)), $0.text) }
    }
}
