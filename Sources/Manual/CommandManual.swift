// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Wire

/// The manual of a tool, written from the tree of its commands as argument-parser dumps it, so that the pages are those
/// of the very version that writes them.
public struct CommandManual: Sendable {
    /// The tool itself, with its commands below it.
    public let root: JSON
    private let section: Int
    /// The names of the options that every command has; they are told once, on the page of the tool.
    private let common: Set<String>

    /// The manual of a tool; nil when its tree cannot be read. The options of the command named by `plain` are those that
    /// every command has.
    public init?(of tool: any ParsableCommand.Type, section: Int, plain: String? = nil) {
        var dump = ""
        do { _ = try tool.parseAsRoot(["--experimental-dump-help"]) } catch { dump = tool.fullMessage(for: error) }
        guard let root = (try? StrictJSON.parse(dump.utf8))?["command"], Self.name(of: root) != "" else { return nil }
        self.root = root
        self.section = section
        let shown = Self.subcommands(of: root).first { Self.name(of: $0) == plain } ?? .null
        common = Set(Self.arguments(of: shown).map(Self.key))
    }

    /// The commands right below the tool.
    public var nouns: [JSON] { Self.subcommands(of: root) }

    /// The page of the tool, which refers to its nouns' pages and tells the options of every command.
    public func overview(_ ending: [String]) -> ManualPage {
        var lines = head(root, words: Self.name(of: root)) + [".SH COMMANDS"]
        for noun in nouns {
            lines += [".TP", Roff.reference("\(Self.name(of: root))-\(Self.name(of: noun))", section)]
            lines.append(Roff.escaped(Self.text("abstract", of: noun)))
        }
        lines += [".SH GLOBAL OPTIONS", "Before the noun or behind the verb, in every command."]
        lines += commonOptions.flatMap { option($0) }
        return page(root, named: Self.name(of: root), lines + ending)
    }

    /// The page of the tool with every command on it.
    public func whole(_ ending: [String]) -> ManualPage {
        let words = Self.name(of: root)
        return page(root, named: words, head(root, words: words) + body(of: root, words: words, isTop: true) + ending)
    }

    /// The page of one noun.
    public func page(of noun: JSON) -> ManualPage {
        let tool = Self.name(of: root)
        let words = "\(tool) \(Self.name(of: noun))"
        let ending = [
            ".SH SEE ALSO", Roff.reference(tool, section),
            "for the options of every command, exit status, environment, files",
        ]
        return page(
            noun, named: "\(tool)-\(Self.name(of: noun))",
            head(noun, words: words) + body(of: noun, words: words, isTop: true) + ending)
    }

    private func page(_ command: JSON, named name: String, _ lines: [String]) -> ManualPage {
        ManualPage(
            name: name, section: section, abstract: Self.text("abstract", of: command),
            from: "'\(Self.name(of: root)) man' from the tree of commands", lines)
    }

    private func head(_ command: JSON, words: String) -> [String] {
        let rest = Self.subcommands(of: command).isEmpty ? "[options]" : ".I command\n[options]"
        let discussion = Self.text("discussion", of: command)
        return [".SH SYNOPSIS", ".B \(Roff.escaped(words))", rest]
            + (discussion.isEmpty ? [] : [".SH DESCRIPTION"] + Roff.text(discussion))
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
            let inner = words + " " + Self.name(of: child)
            lines += [".SS \(Roff.escaped(inner))", Roff.escaped(Self.text("abstract", of: child))]
            let more = Self.text("discussion", of: child)
            if !more.isEmpty { lines += [".PP"] + Roff.text(more) }
            lines += body(of: child, words: inner, isTop: false)
        }
        return lines
    }

    private func option(_ argument: JSON) -> [String] {
        let names = (argument["names"]?.items ?? []).compactMap { name in
            name["name"]?.scalarText.map { (name["kind"] == .string("short") ? "-" : "--") + $0 }
        }
        let value = Self.text("valueName", of: argument)
        let title =
            switch argument["kind"]?.scalarText {
            case "positional": ".I \(Roff.escaped(value))"
            case "flag": ".B \(Roff.escaped(names.joined(separator: ", ")))"
            default: ".BI \"\(Roff.escaped(names.joined(separator: ", "))) \" \"\(Roff.escaped(value))\""
            }
        var text = Self.text("abstract", of: argument)
        let values = (argument["allValues"]?.items ?? []).compactMap(\.scalarText)
        if !values.isEmpty { text += " One of \(values.joined(separator: ", "))." }
        if let standard = argument["defaultValue"]?.scalarText { text += " \(standard) when absent." }
        return [".TP", title, Roff.escaped(text)]
    }

    private var commonOptions: [JSON] {
        var leaf = root
        while let first = Self.subcommands(of: leaf).first { leaf = first }
        return Self.arguments(of: leaf).filter { common.contains(Self.key($0)) }
    }

    private static func subcommands(of command: JSON) -> [JSON] {
        (command["subcommands"]?.items ?? []).filter { name(of: $0) != "help" }
    }

    private static func arguments(of command: JSON) -> [JSON] {
        (command["arguments"]?.items ?? []).filter { argument in
            argument["shouldDisplay"] != .bool(false) && key(argument) != "help"
        }
    }

    private static func name(of command: JSON) -> String { text("commandName", of: command) }

    private static func text(_ member: String, of value: JSON) -> String { value[member]?.scalarText ?? "" }

    private static func key(_ argument: JSON) -> String {
        argument["preferredName"]?["name"]?.scalarText ?? argument["valueName"]?.scalarText ?? ""
    }
}
