// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Configuration
import Foundation
import Wire

/// Everything that was set, by whom, before it is turned into `Settings`: environment over inod.d over the file over
/// the defaults.
struct SettingsSource {
    struct Layer {
        let name: String
        var values: [String: SettingValue]
    }

    /// The strongest first.
    let layers: [Layer]

    /// The file that is read when none is named.
    static let standardFile = "/etc/inod/inod.toml"

    /// Reads `path` (or the standard file, when it is there), the files of `inod.d` beside it and the environment;
    /// throws every fault at once.
    static func load(
        file path: String?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(SettingsFaults) -> SettingsSource {
        let named = path ?? environment["INOD_CONFIG"]
        let main = named ?? standardFile
        var faults: [SettingsFault] = []
        var layers: [Layer] = []
        if let text = text(of: main) {
            let folder = (main as NSString).deletingLastPathComponent + "/inod.d"
            let extras = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            let paths = extras.filter { $0.hasSuffix(".toml") }.sorted().map { "\(folder)/\($0)" }
            let files =
                [SettingsFile(name: main, text: text)]
                + paths.map { SettingsFile(name: $0, text: Self.text(of: $0) ?? "") }
            faults = files.flatMap(\.faults)
            layers = files.reversed().map { Layer(name: $0.name, values: $0.values) }
        } else if named != nil || FileManager.default.fileExists(atPath: main) {
            faults = [SettingsFault(file: main, sentence: "cannot be read as a UTF-8 text.")]
        }
        let (fromEnvironment, environmentFaults) = read(environment)
        faults += environmentFaults
        guard faults.isEmpty else { throw SettingsFaults(faults: faults) }
        return SettingsSource(layers: [Layer(name: "environment", values: fromEnvironment)] + layers + [defaults])
    }

    /// Who set the key that counts, and to what.
    func origin(of name: String) -> (layer: String, value: SettingValue)? {
        for layer in layers {
            if let value = layer.values[name] { return (layer.name, value) }
        }
        return nil
    }

    /// The default of a key, where it has one.
    func standard(of name: String) -> SettingValue? { layers.last?.values[name] }

    /// One reader over all layers.
    var reader: ConfigReader {
        ConfigReader(
            providers: layers.map { layer in
                InMemoryProvider(
                    name: layer.name,
                    values: Dictionary(
                        uniqueKeysWithValues: layer.values.map {
                            (AbsoluteConfigKey(ConfigKey($0.key)), $0.value.configValue)
                        }))
            })
    }

    private static var defaults: Layer {
        let values = SettingKey.all.compactMap { key -> (String, SettingValue)? in
            guard let standard = key.standard else { return nil }
            let text = standard.hasPrefix("\"") ? String(standard.dropFirst().dropLast()) : standard
            return (try? SettingValue(text, of: key)).map { (key.name, $0) }
        }
        return Layer(name: "default", values: Dictionary(uniqueKeysWithValues: values))
    }

    private static func read(_ environment: [String: String]) -> ([String: SettingValue], [SettingsFault]) {
        var values: [String: SettingValue] = [:]
        var faults: [SettingsFault] = []
        let known = SettingKey.all.filter { $0.kind != .secret }
        for (name, text) in environment.sorted(by: { $0.key < $1.key })
        where name.hasPrefix("INOD_") && name != "INOD_CONFIG" {
            guard let key = known.first(where: { $0.environmentName == name }) else {
                let guess = Suggestion.nearest(to: name, among: known.map(\.environmentName))
                let hint = guess.map { ": did you mean \($0)?" } ?? "."
                faults.append(SettingsFault(file: name, sentence: "unknown environment variable\(hint)"))
                continue
            }
            do throws(SettingValue.Mismatch) {
                values[key.name] = try SettingValue(text, of: key)
            } catch {
                faults.append(SettingsFault(file: name, sentence: error.sentence))
            }
        }
        return (values, faults)
    }

    private static func text(of path: String) -> String? {
        FileManager.default.contents(atPath: path).flatMap { String(data: $0, encoding: .utf8) }
    }
}
