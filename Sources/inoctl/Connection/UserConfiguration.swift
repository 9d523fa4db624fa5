// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Wire

/// Changes to the user's own configuration file.
enum UserConfiguration {
    static func edit(_ change: (ConfigurationFile, String) throws -> String) throws {
        let surroundings = Surroundings.current
        guard let path = ConfigurationFiles.userPath(surroundings.environment) else {
            throw Failure(exit: Exit.badConfig, "there is no home folder", next: "set HOME or XDG_CONFIG_HOME")
        }
        let text = try surroundings.read(path).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let changed = try change(ConfigurationFile(path: path, text: text), text)
        _ = try ConfigurationFile(path: path, text: changed)
        try surroundings.write(path, Array(changed.utf8))
        surroundings.complain("wrote \(path)")
    }

    /// Refuses what has no meaning for a change that prints nothing.
    static func prepare(_ flags: GlobalOptions) throws {
        let output = try OfflineOutput(flags).output
        try output.refuseSorting()
        try output.refuse(output.columns != nil || flags.excel, "--columns or --excel", "nothing is printed")
    }

    static func missing(_ name: String, _ files: [ConfigurationFile]) -> Failure {
        let known = files.flatMap(\.profiles.keys).sorted()
        let meant = Suggestion.nearest(to: name, among: known).map { "Did you mean '\($0)'?" }
        return Failure(exit: Exit.notFound, "there is no profile '\(name)'", next: meant ?? "inoctl profile list")
    }
}

/// Output of what no daemon is asked for.
struct OfflineOutput {
    let output: Output

    init(_ flags: GlobalOptions) throws {
        output = try Output(flags, format: flags.output ?? .table, in: Surroundings.current)
        try output.refuse(flags.timeout != nil, "--timeout", "no daemon is asked")
        if flags.verbose { Surroundings.current.complain("no daemon is asked") }
    }

    /// Prints rows of text; as JSON, an object each without what is empty.
    func rows(_ columns: [String], _ rows: [[String]]) throws {
        let table = TextTable(columns: columns, rows: rows)
        guard output.format.isJSON else { return try output.table(table) }
        try output.array(
            output.sorted(table).rows.map { row in
                JSON.object(zip(columns, row).filter { !$1.isEmpty }.map { JSON.Member(name: $0, value: .string($1)) })
            })
    }
}
