// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Wire

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
                throw Self.missing(name, among: columns)
            }
            return place
        }
        return TextTable(
            columns: places.map { columns[$0] }, rows: rows.map { row in places.map { row[$0] } },
            headers: places.map { headers[$0] })
    }

    /// Without some columns.
    func without(_ names: [String]) -> TextTable {
        let places = columns.indices.filter { !names.contains(columns[$0]) }
        return TextTable(
            columns: places.map { columns[$0] }, rows: rows.map { row in places.map { row[$0] } },
            headers: places.map { headers[$0] })
    }

    /// Says that there is no such column, and which one was probably meant.
    static func missing(_ name: String, among columns: [String]) -> Failure {
        let meant = Suggestion.nearest(to: name, among: columns).map { "Did you mean '\($0)'? " } ?? ""
        return Failure(
            exit: Exit.usage, "there is no column '\(name)'",
            next: "\(meant)\(meant.isEmpty ? "it has" : "It has"): \(columns.joined(separator: ","))")
    }

    /// Aligned columns; on a terminal the widest are cut so that a row stays on a line.
    func aligned(width: Int?, hasColour: Bool = false) -> String {
        let lines = ([headers] + rows).map { $0.map(\.harmless) }
        var widths = columns.indices.map { place in lines.map { DisplayWidth.columns(of: $0[place]) }.max() ?? 0 }
        if let width {
            // A command that is cut cannot be run.
            let places = columns.indices.filter { columns[$0] != "next" }
            while widths.reduce(0, +) + 2 * (widths.count - 1) > width,
                let place = places.max(by: { widths[$0] < widths[$1] }), widths[place] > 8
            {
                widths[place] -= 1
            }
        }
        return lines.enumerated().map { place, line in
            let texts = zip(line, widths).map { DisplayWidth.padded(DisplayWidth.cut($0, to: $1), to: $1) }
            guard hasColour else { return texts.joined(separator: "  ").trimmingTrailingSpaces + "\n" }
            return texts.map { place == 0 ? Style.bold($0) : Style.coloured($0) }.joined(separator: "  ") + "\n"
        }.joined()
    }

    /// One record a line, values between tabs, no header.
    var plain: String {
        rows.map { $0.map(\.harmless).joined(separator: "\t") + "\n" }.joined()
    }

    /// RFC 4180 with a header; values are quoted where they must be.
    var csv: String {
        ([columns] + rows).map { $0.map { Self.csvField($0) }.joined(separator: ",") + "\n" }.joined()
    }

    /// CSV as Excel with Russian settings opens it by a double click: a byte order mark, so that it takes the file for
    /// UTF-8; semicolons; lines end in CR LF. Decimal commas and wall-clock times are put in where the values are known.
    /// A text that Excel would run as a formula gets an apostrophe before it.
    var spreadsheet: String {
        "\u{FEFF}"
            + ([headers] + rows).map { row in
                row.map { Self.csvField(Self.inert($0), separator: ";") }.joined(separator: ";") + "\r\n"
            }.joined()
    }

    /// One record a line, values between tabs, with a header; tabs, line ends and backslashes are written as PostgreSQL's
    /// COPY writes them: `\t`, `\n`, `\r`, `\\`.
    var tsv: String {
        ([columns] + rows).map { row in
            row.map { text in
                text.replacing("\\", with: "\\\\").replacing("\t", with: "\\t").replacing("\r", with: "\\r")
                    .replacing("\n", with: "\\n")
            }.joined(separator: "\t") + "\n"
        }.joined()
    }

    private static func csvField(_ text: String, separator: Unicode.Scalar = ",") -> String {
        let mustQuote = text.unicodeScalars.contains { [separator, "\"", "\n", "\r"].contains($0) }
        return mustQuote ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }

    private static func inert(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, ["=", "+", "-", "@", "\t", "\r"].contains(first) else {
            return text
        }
        return Double(text.replacing(",", with: ".")) == nil ? "'" + text : text
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
