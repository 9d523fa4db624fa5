// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import TOMLKit

/// What a configuration file says: profiles by name, and which one is the default.
struct ConfigurationFile {
    /// Where it lies.
    let path: String
    var defaultProfile: String?
    var profiles: [String: Values] = [:]

    /// One profile's settings as they stand in the file.
    struct Values: Hashable {
        var server: String?
        var socket: String?
        var tokenFile: String?
        var output: String?
        var tz: String?
        var programme: String?
        var protected = false
    }

    /// Reads a file to the letter: a key that is not known is a fault.
    init(path: String, text: String) throws {
        self.path = path
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch {
            throw Failure(exit: Exit.badConfig, "\(path) is not TOML: \(Self.sentence(error))")
        }
        for key in table.keys where key != "default" && key != "profile" { throw unknown(key) }
        defaultProfile = table["default"]?.string
        guard let named = table["profile"]?.table else { return }
        for name in named.keys {
            guard let profile = named[name]?.table else { throw unknown("profile.\(name)") }
            profiles[name] = try values(of: profile, name: name)
        }
    }

    private func values(of table: TOMLTable, name: String) throws -> Values {
        var values = Values()
        for key in table.keys {
            let text = table[key]?.string
            switch key {
            case "server": values.server = text
            case "socket": values.socket = text
            case "token-file": values.tokenFile = text
            case "output": values.output = text
            case "tz": values.tz = text
            case "programme": values.programme = text
            case "protected":
                guard let flag = table[key]?.bool else { throw wrong(key, name, "true or false") }
                values.protected = flag
                continue
            default: throw unknown("profile.\(name).\(key)")
            }
            guard text != nil else { throw wrong(key, name, "a text in quotes") }
        }
        return values
    }

    private func unknown(_ key: String) -> Failure {
        Failure(
            exit: Exit.badConfig, "\(path): the key '\(key)' is not known",
            next: "known are default and profile.NAME.{server,socket,token-file,output,tz,programme,protected}")
    }

    private func wrong(_ key: String, _ name: String, _ wanted: String) -> Failure {
        Failure(exit: Exit.badConfig, "\(path): profile.\(name).\(key) must be \(wanted)")
    }

    private static func sentence(_ error: any Error) -> String {
        guard let fault = error as? TOMLParseError else { return "\(error)" }
        return "line \(fault.source.begin.line), column \(fault.source.begin.column): \(fault.description)"
    }
}
