// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Wire
import Yams

/// A file in YAML that a person filled in: keys with texts or lists of texts. Every fault says line and column, and all
/// faults are said at once.
struct Form {
    let path: String
    private var entries: [(key: String, mark: Mark?, node: Node)] = []
    private var faults: [(mark: Mark?, sentence: String)] = []
    private var known: [String] = []

    /// Reads a file; `-` is stdin.
    init(path: String) throws {
        self.path = path
        let text = try TextFile.read(path)
        do {
            guard let node = try Yams.compose(yaml: text) else { throw fault("the file is empty", at: nil) }
            guard case .mapping(let mapping) = node else {
                throw fault("the file must have one 'key: value' a line", at: node.mark)
            }
            for (key, value) in mapping { entries.append((key.scalar?.string ?? "", key.mark, value)) }
        } catch let error as YamlError {
            throw Self.failure(error, path)
        }
    }

    /// The text of a key; nil when it is absent or empty.
    mutating func text(_ key: String) -> String? {
        guard let entry = find(key) else { return nil }
        guard let text = entry.node.scalar?.string else {
            faults.append((entry.node.mark ?? entry.mark, "'\(key)' is a text and no list"))
            return nil
        }
        return text.isEmpty ? nil : text
    }

    /// The texts of a key: a list, or one text alone.
    mutating func texts(_ key: String) -> [String] {
        guard let entry = find(key) else { return [] }
        if let text = entry.node.scalar?.string { return text.isEmpty ? [] : [text] }
        let items = entry.node.sequence.map { Array($0) } ?? []
        if entry.node.sequence == nil { faults.append((entry.node.mark ?? entry.mark, "'\(key)' is a list of texts")) }
        return items.compactMap { item in
            if item.scalar == nil { faults.append((item.mark, "'\(key)' is a list of texts")) }
            return item.scalar?.string
        }
    }

    /// A value that is written as text, such as a date.
    mutating func value<Value: LosslessStringConvertible>(_ key: String, as type: Value.Type, _ wanted: String)
        -> Value?
    {
        value(key, wanted) { Value($0) }
    }

    /// A value that `read` makes of the text, or a fault.
    mutating func value<Value>(_ key: String, _ wanted: String, _ read: (String) -> Value?) -> Value? {
        guard let text = text(key) else { return nil }
        if let value = read(text) { return value }
        let entry = entries.first { $0.key == key }
        faults.append((entry?.node.mark, "'\(key)' cannot be '\(text)': it is \(wanted)"))
        return nil
    }

    /// A switch: true or false, false when absent.
    mutating func flag(_ key: String) -> Bool {
        value(key, "true or false") { ["true": true, "yes": true, "false": false, "no": false][$0] } ?? false
    }

    /// Says that a key must be there.
    mutating func require(_ key: String, _ isGiven: Bool, _ why: String) {
        if !isGiven { faults.append((nil, "'\(key)' is missing: \(why)")) }
    }

    /// Refuses the file when something is wrong with it: keys that nobody asked for, and every fault found so far.
    func finish() throws {
        let unknown = entries.filter { !known.contains($0.key) }.map { entry in
            let meant = Suggestion.nearest(to: entry.key, among: known).map { "; did you mean '\($0)'?" } ?? ""
            return (mark: entry.mark, sentence: "the key '\(entry.key)' is not known\(meant)")
        }
        let all = (unknown + faults).sorted { ($0.mark?.line ?? .max) < ($1.mark?.line ?? .max) }
        guard let first = all.first else { return }
        let lines = all.map { line($0.sentence, at: $0.mark) }
        throw Failure(
            exit: Exit.usage,
            lines.count == 1 ? line(first.sentence, at: first.mark) : "\(path) has \(lines.count) faults",
            details: lines.count == 1 ? [] : lines,
            next: "known keys: \(known.joined(separator: ", ")); --example prints a file")
    }

    private mutating func find(_ key: String) -> (key: String, mark: Mark?, node: Node)? {
        if !known.contains(key) { known.append(key) }
        guard let entry = entries.first(where: { $0.key == key }), entry.node.null == nil else { return nil }
        return entry
    }

    private func line(_ sentence: String, at mark: Mark?) -> String {
        mark.map { "\(path):\($0.line):\($0.column): \(sentence)" } ?? "\(path): \(sentence)"
    }

    private func fault(_ sentence: String, at mark: Mark?) -> Failure {
        Failure(exit: Exit.usage, line(sentence, at: mark), next: "--example prints a file")
    }

    private static func failure(_ error: YamlError, _ path: String) -> Failure {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            Failure(
                exit: Exit.usage, "\(path):\(mark.line):\(mark.column): this is not YAML: \(problem)",
                next: "put a text with ': ' or '#' in quotes; --example prints a file")
        case .duplicatedKeysInMapping(let keys, let context):
            Failure(
                exit: Exit.usage,
                "\(path):\(context.mark.line):\(context.mark.column): '\(keys.joined(separator: "', '"))' is given twice",
                next: "leave one out")
        default: Failure(exit: Exit.usage, "\(path) is not YAML", next: "--example prints a file")
        }
    }
}
