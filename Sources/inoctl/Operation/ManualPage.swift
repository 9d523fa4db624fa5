// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Wire

/// A manual page, written from the tree of commands as argument-parser dumps it.
struct ManualPage {
    let command: JSON
    /// The words before the command, such as `inoctl`.
    let path: [String]
    /// The names of the options that every command has; they are told once, on the page of the tool.
    let common: Set<String>

    /// The page's name: `inoctl-instruction`.
    var name: String { (path + [text("commandName")]).joined(separator: "-") }

    /// The page in man(7).
    var roff: String {
        let words = (path + [text("commandName")]).joined(separator: " ")
        var lines = [
            ".\\\" Written by 'inoctl man' from the tree of commands.", ".TH \"\(name.uppercased())\" 1 \"\" \"Ino\"",
            ".SH NAME", "\(Self.escaped(name)) \\- \(Self.escaped(text("abstract")))", ".SH SYNOPSIS",
            ".B \(Self.escaped(words))", subcommands.isEmpty ? "[options]" : ".I command\n[options]",
        ]
        if !text("discussion").isEmpty { lines += [".SH DESCRIPTION"] + Self.literal(text("discussion")) }
        if path.isEmpty {
            lines += [".SH COMMANDS"]
            for noun in subcommands {
                let title = noun["commandName"]?.scalarText ?? ""
                lines += [
                    ".TP", ".BR inoctl\\-\(Self.escaped(title)) (1)", Self.escaped(noun["abstract"]?.scalarText ?? ""),
                ]
            }
            lines += [".SH GLOBAL OPTIONS", "Before the noun or behind the verb, in every command."]
            lines += commonOptions.flatMap { option($0) }
            lines += Self.ending
        } else {
            lines += body(of: command, words: words, isTop: true)
            lines += [
                ".SH SEE ALSO", ".BR inoctl (1)", "for the options of every command, exit status, environment, files",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func body(of command: JSON, words: String, isTop: Bool) -> [String] {
        var lines: [String] = []
        let children = Self.subcommands(of: command)
        if children.isEmpty {
            let arguments = Self.arguments(of: command).filter { !common.contains(Self.key($0)) }
            if isTop && !arguments.isEmpty { lines.append(".SH OPTIONS") }
            lines += arguments.flatMap { option($0) }
        } else if isTop {
            lines.append(".SH COMMANDS")
        }
        for child in children {
            let inner = words + " " + (child["commandName"]?.scalarText ?? "")
            lines += [".SS \(Self.escaped(inner))", Self.escaped(child["abstract"]?.scalarText ?? "")]
            let more = child["discussion"]?.scalarText ?? ""
            if !more.isEmpty { lines += [".PP"] + Self.literal(more) }
            lines += body(of: child, words: inner, isTop: false)
        }
        return lines
    }

    private func option(_ argument: JSON) -> [String] {
        let names = (argument["names"]?.items ?? []).compactMap { name in
            name["name"]?.scalarText.map { (name["kind"] == .string("short") ? "-" : "--") + $0 }
        }
        let value = argument["valueName"]?.scalarText ?? ""
        let title =
            switch argument["kind"]?.scalarText {
            case "positional": ".I \(Self.escaped(value))"
            case "flag": ".B \(Self.escaped(names.joined(separator: ", ")))"
            default: ".BI \"\(Self.escaped(names.joined(separator: ", "))) \" \"\(Self.escaped(value))\""
            }
        var text = argument["abstract"]?.scalarText ?? ""
        let values = (argument["allValues"]?.items ?? []).compactMap(\.scalarText)
        if !values.isEmpty { text += " One of \(values.joined(separator: ", "))." }
        if let standard = argument["defaultValue"]?.scalarText { text += " \(standard) when absent." }
        return [".TP", title, Self.escaped(text)]
    }

    private var subcommands: [JSON] { Self.subcommands(of: command) }

    private var commonOptions: [JSON] {
        var leaf = command
        while let first = Self.subcommands(of: leaf).first { leaf = first }
        return Self.arguments(of: leaf).filter { common.contains(Self.key($0)) }
    }

    private func text(_ member: String) -> String { command[member]?.scalarText ?? "" }

    static func subcommands(of command: JSON) -> [JSON] {
        (command["subcommands"]?.items ?? []).filter { $0["commandName"] != .string("help") }
    }

    static func arguments(of command: JSON) -> [JSON] {
        (command["arguments"]?.items ?? []).filter { argument in
            argument["shouldDisplay"] != .bool(false) && key(argument) != "help"
        }
    }

    static func key(_ argument: JSON) -> String {
        argument["preferredName"]?["name"]?.scalarText ?? argument["valueName"]?.scalarText ?? ""
    }

    /// A text without anything that roff would take for its own.
    static func escaped(_ text: String) -> String {
        let safe = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("\n", with: " ")
        return safe.hasPrefix(".") || safe.hasPrefix("'") ? "\\&" + safe : safe
    }

    /// Lines that stay as they are.
    private static func literal(_ text: String) -> [String] {
        [".nf"] + text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(String($0)) } + [".fi"]
    }

    private static let ending = [
        ".SH ENVIRONMENT",
        ".B INOCTL_PROFILE, INOCTL_SERVER, INOCTL_SOCKET, INOCTL_TOKEN_FILE, INOCTL_OUTPUT, INOCTL_TZ, INOCTL_PROGRAMME",
        "stand before the profile's settings and behind the flags of the same name.",
        ".B NO_COLOR", "(any value) and", ".B TERM=dumb", "switch colours off.", ".SH FILES",
        ".I ~/.config/inoctl/config.toml",
        "and", ".I /etc/inoctl/config.toml", "hold the profiles; the first one found with the name is used.",
        ".SH SEE ALSO", ".BR psql (1)", "with the line that 'inoctl report psql' prints",
    ]
}
