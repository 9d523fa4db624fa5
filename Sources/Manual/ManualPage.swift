// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A manual page in man(7): its name, its section and its text.
public struct ManualPage: Hashable, Sendable {
    /// The page's name: `inoctl-instruction`, `inod.toml`.
    public let name: String
    /// 1 commands, 5 files, 7 overviews, 8 commands of the system.
    public let section: Int
    /// The text that `man -l` shows.
    public let roff: String

    /// A page of its lines, which begin with the name section; `origin` says what it was written from.
    public init(name: String, section: Int, abstract: String, from origin: String, _ lines: [String]) {
        let title = ".TH \"\(name.uppercased())\" \(section) \"\" \"Ino\""
        let head = [
            ".\\\" Written by \(origin).", title, ".SH NAME", "\(Roff.escaped(name)) \\- \(Roff.escaped(abstract))",
        ]
        self.name = name
        self.section = section
        roff = (head + lines).joined(separator: "\n") + "\n"
    }

    /// The name of its file: `inod.toml.5`.
    public var fileName: String { "\(name).\(section)" }
}

/// Lines of man(7) out of plain text.
public enum Roff {
    /// A text without anything that roff would take for its own.
    public static func escaped(_ text: String) -> String {
        let safe = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("\n", with: " ")
        return safe.hasPrefix(".") || safe.hasPrefix("'") ? "\\&" + safe : safe
    }

    /// A section's title and what stands under it.
    public static func section(_ title: String, _ lines: [String]) -> [String] { [".SH \(title)"] + lines }

    /// Lines that stay as they are.
    public static func literal(_ text: String) -> [String] {
        [".nf"] + text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(String($0)) } + [".fi"]
    }

    /// Text as people wrote it: where a line is longer than a screen, each line is a paragraph to be filled; else the
    /// lines were broken on purpose and stay.
    public static func text(_ text: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.contains(where: { $0.count > 120 }) else { return literal(text) }
        return Array(lines.filter { !$0.isEmpty }.map { [escaped(String($0))] }.joined(separator: [".PP"]))
    }

    /// A word in bold, and what is said of it.
    public static func item(_ word: String, _ text: String) -> [String] {
        [".TP", ".B \(escaped(word))", escaped(text)]
    }

    /// A reference to another page.
    public static func reference(_ name: String, _ section: Int) -> String { ".BR \(escaped(name)) (\(section))" }
}
