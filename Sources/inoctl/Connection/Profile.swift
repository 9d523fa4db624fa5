// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination

/// A setting and where it comes from.
struct Origin<Value: Sendable>: Sendable {
    let value: Value
    let origin: String
}

/// Where the tool speaks to and how, worked out from flags, environment and files.
struct Profile: Sendable {
    /// The profile's name; absent when flags or environment alone decided.
    var name: String?
    var target: Origin<Target>
    var tokenFile: Origin<String>?
    var output: Origin<OutputFormat>
    var tz: Origin<Zone>?
    var programme: Origin<String>?
    var isProtected = false

    /// Where the daemon's socket is when nobody says otherwise.
    static let localSocket = "/run/inod/admin.sock"

    /// Works the settings out: flags, environment, the user's file, the system's file, the local socket.
    static func resolve(_ flags: GlobalOptions, in surroundings: Surroundings) throws -> Profile {
        let environment = surroundings.environment
        let files = try ConfigurationFiles.read(surroundings)
        let chosen = try chosenProfile(flags, environment, files)
        let values = chosen?.values
        let origin = chosen.map { "profile \($0.name) in \($0.path)" } ?? ""

        func first(_ flag: String?, _ flagName: String, _ variable: String, _ stored: String?) -> Origin<String>? {
            if let flag { return Origin(value: flag, origin: flagName) }
            if let value = environment[variable], !value.isEmpty { return Origin(value: value, origin: variable) }
            return stored.map { Origin(value: $0, origin: origin) }
        }

        let target = try target(flags, surroundings, chosen, origin)
        // A profile's token goes to that profile's daemon and to no other.
        let mayUseStoredToken = target.origin == origin
        let output = first(flags.output?.rawValue, "--output", "INOCTL_OUTPUT", values?.output)
        let tz = first(flags.tz, "--tz", "INOCTL_TZ", values?.tz)
        return Profile(
            name: mayUseStoredToken ? chosen?.name : nil,
            target: target,
            tokenFile: first(
                flags.tokenFile, "--token-file", "INOCTL_TOKEN_FILE", mayUseStoredToken ? values?.tokenFile : nil),
            output: try output.map(format) ?? Origin(value: .table, origin: "default"),
            tz: try tz.map(zone),
            programme: first(flags.programme, "--programme", "INOCTL_PROGRAMME", values?.programme),
            isProtected: mayUseStoredToken && values?.protected ?? false)
    }

    private struct Chosen {
        let name: String
        let path: String
        let values: ConfigurationFile.Values
    }

    private static func chosenProfile(
        _ flags: GlobalOptions, _ environment: [String: String], _ files: [ConfigurationFile]
    ) throws -> Chosen? {
        let asked = flags.profile ?? environment["INOCTL_PROFILE"]
        guard let name = asked ?? files.lazy.compactMap(\.defaultProfile).first else { return nil }
        for file in files {
            if let values = file.profiles[name] { return Chosen(name: name, path: file.path, values: values) }
        }
        let known = Set(files.flatMap(\.profiles.keys)).sorted()
        throw Failure(
            exit: Exit.badConfig, "there is no profile '\(name)'",
            next: known.isEmpty
                ? "make it: inoctl profile add \(name) --server https://…"
                : "known are \(known.joined(separator: ", "))")
    }

    private static func target(
        _ flags: GlobalOptions, _ surroundings: Surroundings, _ chosen: Chosen?, _ origin: String
    ) throws -> Origin<Target> {
        if flags.server != nil && flags.socket != nil {
            throw Failure(exit: Exit.usage, "--server and --socket are both given", next: "give one of them")
        }
        if let server = flags.server { return Origin(value: .server(server), origin: "--server") }
        if let socket = flags.socket { return Origin(value: .socket(socket), origin: "--socket") }
        if flags.profile == nil {
            let environment = surroundings.environment
            if let server = environment["INOCTL_SERVER"], !server.isEmpty {
                return Origin(value: .server(server), origin: "INOCTL_SERVER")
            }
            if let socket = environment["INOCTL_SOCKET"], !socket.isEmpty {
                return Origin(value: .socket(socket), origin: "INOCTL_SOCKET")
            }
        }
        if let server = chosen?.values.server { return Origin(value: .server(server), origin: origin) }
        if let socket = chosen?.values.socket { return Origin(value: .socket(socket), origin: origin) }
        if surroundings.canOpenSocket(localSocket) {
            return Origin(value: .socket(localSocket), origin: "local socket")
        }
        throw Failure(
            exit: Exit.badConfig, "no daemon is named, and \(localSocket) cannot be opened by this user",
            next: "name one: --server https://…, INOCTL_SOCKET, or inoctl profile add NAME --server https://…")
    }

    private static func format(_ setting: Origin<String>) throws -> Origin<OutputFormat> {
        guard let format = OutputFormat(rawValue: setting.value) else {
            throw Failure(
                exit: Exit.badConfig, "\(setting.origin) asks for the output '\(setting.value)'",
                next: "there are \(OutputFormat.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return Origin(value: format, origin: setting.origin)
    }

    private static func zone(_ setting: Origin<String>) throws -> Origin<Zone> {
        guard let zone = Zone(identifier: setting.value) else {
            throw Failure(
                exit: Exit.badConfig, "\(setting.origin): '\(setting.value)' is no time zone",
                next: "such as Asia/Tomsk")
        }
        return Origin(value: zone, origin: setting.origin)
    }
}
