// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Where each key of a TOML text stands. The TOML parser keeps places only for its own errors, and a fault that an
/// admin can mend needs one; so the lines are walked once more, for a text already known to parse.
struct KeyPositions {
    struct Place: Equatable {
        let line: Int
        let column: Int
    }

    private var places: [String: Place] = [:]

    init(_ text: String) {
        var table = ""
        var openQuotes: String?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if let quotes = openQuotes {
                if line.contains(quotes) { openQuotes = nil }
                continue
            }
            let indent = line.prefix { $0 == " " || $0 == "\t" }.count
            let rest = line.dropFirst(indent)
            let place = Place(line: index + 1, column: indent + 1)
            if rest.hasPrefix("[") {
                table = Self.path(rest.drop { $0 == "[" }.prefix { $0 != "]" })
                places[table] = places[table] ?? place
            } else if let equals = rest.firstIndex(of: "="), !rest.hasPrefix("#") {
                let key = Self.path(rest[..<equals])
                places[table.isEmpty ? key : "\(table).\(key)"] = place
                openQuotes = Self.opening(rest[rest.index(after: equals)...])
            }
        }
    }

    /// The place of the key, or of the nearest table or inline table that holds it.
    func place(of path: String) -> Place? {
        var path = path[...]
        while true {
            if let place = places[String(path)] { return place }
            guard let dot = path.lastIndex(of: ".") else { return nil }
            path = path[..<dot]
        }
    }

    private static func path(_ text: Substring) -> String {
        text.split(separator: ".").map { part in
            String(part.filter { !" \t\"'\r".contains($0) })
        }.joined(separator: ".")
    }

    private static func opening(_ value: Substring) -> String? {
        for quotes in ["\"\"\"", "'''"] where value.ranges(of: quotes).count == 1 { return quotes }
        return nil
    }
}
