// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What systemd makes of a unit and its drop-ins, as far as the doctor asks: assignments in their order, where an empty
/// one takes back what stood before it (systemd.unit(5), systemd.syntax(7)).
struct UnitText {
    private var values: [String: [String]] = [:]
    /// The drop-ins that were read, in the order in which systemd reads them.
    private(set) var dropIns: [String] = []
    /// Those that this user may not read.
    private(set) var unreadable: [String] = []

    /// Reads a unit and the files `*.conf` of the folder `UNIT.d` beside it and of these others; of files with one name
    /// the first folder's counts. Nil when the unit itself cannot be read.
    init?(_ path: String, dropInFolders: [String] = []) {
        guard let text = Self.text(of: path) else { return nil }
        add(text)
        var files: [String: String] = [:]
        for folder in ["\(path).d"] + dropInFolders {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for name in names where name.hasSuffix(".conf") && files[name] == nil { files[name] = "\(folder)/\(name)" }
        }
        for file in files.sorted(by: { $0.key < $1.key }).map(\.value) {
            if let text = Self.text(of: file) {
                add(text)
                dropIns.append(file)
            } else {
                unreadable.append(file)
            }
        }
    }

    /// The last value given.
    func last(_ key: String) -> String? { values[key]?.last }

    /// The words of all values given.
    func words(_ key: String) -> [String] {
        (values[key] ?? []).flatMap { $0.split(separator: " ").map(String.init) }
    }

    /// Whether an assignment holds: of those whose values add up every word is there, of the others it is the last one.
    func holds(_ assignment: String) -> Bool {
        let parts = assignment.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return false }
        guard Self.lists.contains(parts[0]) else { return last(parts[0]) == parts[1] }
        return Set(words(parts[0])).isSuperset(of: parts[1].split(separator: " ").map(String.init))
    }

    private static let lists: Set<String> = ["RestartPreventExitStatus", "StateDirectory", "RuntimeDirectory"]

    private mutating func add(_ text: String) {
        for line in text.replacing("\\\n", with: " ").split(separator: "\n") {
            let line = Self.bare(line)
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !line.hasPrefix("#"), !line.hasPrefix(";") else { continue }
            let (key, value) = (Self.bare(parts[0]), Self.bare(parts[1]))
            if value.isEmpty { values[key] = [] } else { values[key, default: []].append(value) }
        }
    }

    private static func bare(_ text: Substring) -> String { text.trimmingCharacters(in: .whitespaces) }

    private static func text(of path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
}
