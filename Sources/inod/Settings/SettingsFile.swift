// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import TOMLKit
import Wire

/// One TOML file, read strictly: every key is known, every value is of its kind, or there is a fault with its place.
struct SettingsFile {
    let name: String
    private(set) var values: [String: SettingValue] = [:]
    private(set) var faults: [SettingsFault] = []
    private var positions = KeyPositions("")

    init(name: String, text: String) {
        self.name = name
        do {
            let table = try TOMLTable(string: text)
            positions = KeyPositions(text)
            read(table, under: "")
            faults.sort { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) }
        } catch let error as TOMLParseError {
            let place = error.source.begin
            let sentence = error.description.replacing("Error while parsing ", with: "cannot read ")
            faults = [SettingsFault(file: name, line: place.line, column: place.column, sentence: sentence)]
        } catch {
            faults = [SettingsFault(file: name, sentence: "cannot be read as TOML: \(error)")]
        }
    }

    private mutating func read(_ table: TOMLTable, under prefix: String) {
        for name in table.keys.sorted() {
            guard let value = table[name] else { continue }
            let path = prefix.isEmpty ? name : "\(prefix).\(name)"
            if let key = SettingKey.named(path) {
                check(value, of: key)
            } else if let inner = value.table, SettingKey.all.contains(where: { $0.name.hasPrefix(path + ".") }) {
                read(inner, under: path)
            } else {
                fault(path, unknown(path, isTable: value.type == .table))
            }
        }
    }

    private mutating func check(_ value: any TOMLValueConvertible, of key: SettingKey) {
        do throws(SettingValue.Mismatch) {
            values[key.name] = try SettingValue(value, of: key)
        } catch {
            fault(key.name, error.sentence)
        }
    }

    private func unknown(_ path: String, isTable: Bool) -> String {
        let names = SettingKey.all.map(\.name)
        let tables = Set(names.flatMap { name in name.split(separator: ".").dropLast().map(String.init) })
        let guess = isTable ? Suggestion.nearest(to: path, among: tables) : Suggestion.nearest(to: path, among: names)
        let hint = guess.map { "did you mean '\($0)'?" } ?? "`inod config example` lists the known ones."
        return "unknown \(isTable ? "table" : "key") '\(path)': \(hint)"
    }

    private mutating func fault(_ path: String, _ sentence: String) {
        let place = positions.place(of: path)
        faults.append(SettingsFault(file: name, line: place?.line, column: place?.column, sentence: sentence))
    }
}
