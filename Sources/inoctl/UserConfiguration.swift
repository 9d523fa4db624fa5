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

    static func missing(_ name: String, _ files: [ConfigurationFile]) -> Failure {
        let known = files.flatMap(\.profiles.keys).sorted()
        let meant = Suggestion.nearest(to: name, among: known).map { "Did you mean '\($0)'?" }
        return Failure(exit: Exit.notFound, "there is no profile '\(name)'", next: meant ?? "inoctl profile list")
    }
}

/// Output of what no daemon is asked for.
struct OfflineOutput {
    private let output: Output

    init(_ flags: GlobalOptions) {
        let columns = flags.columns?.split(separator: ",").map(String.init)
        output = Output(format: flags.output ?? .table, columns: columns, surroundings: Surroundings.current)
    }

    /// Prints rows of text; as JSON, an object each without what is empty.
    func rows(_ columns: [String], _ rows: [[String]]) throws {
        let objects = rows.map { row in
            JSON.object(zip(columns, row).filter { !$1.isEmpty }.map { JSON.Member(name: $0, value: .string($1)) })
        }
        switch output.format {
        case .json: try output.surroundings.out(JSON.array(objects).pretty + "\n")
        case .jsonl: for object in objects { try output.surroundings.out(object.compact + "\n") }
        case .table, .plain, .csv: try output.table(TextTable(columns: columns, rows: rows))
        }
    }
}
