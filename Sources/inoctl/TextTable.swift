// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Rows of text in columns, printed for people or for programs.
struct TextTable {
    var columns: [String]
    var rows: [[String]]
    /// How the headers read for people, where they differ from the columns' names.
    var headers: [String]

    init(columns: [String], rows: [[String]], headers: [String]? = nil) {
        self.columns = columns
        self.rows = rows
        self.headers = headers ?? columns.map { $0.replacing("-", with: " ").uppercased() }
    }

    /// Only the named columns, in the order they are named.
    func selecting(_ names: [String]) throws -> TextTable {
        let places = try names.map { name in
            guard let place = columns.firstIndex(of: name) else {
                throw Failure(
                    exit: Exit.usage, "there is no column '\(name)'", next: "it has: \(columns.joined(separator: ","))")
            }
            return place
        }
        return TextTable(
            columns: places.map { columns[$0] }, rows: rows.map { row in places.map { row[$0] } },
            headers: places.map { headers[$0] })
    }

    /// Aligned columns; on a terminal the widest are cut so that a row stays on a line.
    func aligned(width: Int?) -> String {
        let lines = ([headers] + rows).map { $0.map(\.harmless) }
        var widths = columns.indices.map { place in lines.map { DisplayWidth.columns(of: $0[place]) }.max() ?? 0 }
        if let width {
            while widths.reduce(0, +) + 2 * (widths.count - 1) > width, let widest = widths.max(), widest > 8,
                let place = widths.firstIndex(of: widest)
            {
                widths[place] -= 1
            }
        }
        return lines.map { line in
            zip(line, widths).map { DisplayWidth.padded(DisplayWidth.cut($0, to: $1), to: $1) }
                .joined(separator: "  ").trimmingTrailingSpaces + "\n"
        }.joined()
    }

    /// One record a line, values between tabs, no header.
    var plain: String {
        rows.map { $0.map(\.harmless).joined(separator: "\t") + "\n" }.joined()
    }

    /// RFC 4180 with a header; values are quoted where they must be.
    var csv: String {
        ([columns] + rows).map { $0.map(Self.csvField).joined(separator: ",") + "\n" }.joined()
    }

    private static func csvField(_ text: String) -> String {
        let mustQuote = text.unicodeScalars.contains { [",", "\"", "\n", "\r"].contains($0) }
        return mustQuote ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}

extension String {
    /// The text without spaces at its end.
    var trimmingTrailingSpaces: String {
        var rest = self[...]
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}
