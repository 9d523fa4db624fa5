// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Configuration
import Coordination
import Logging

/// What the daemon runs with, checked and typed. Keys, defaults and units are listed in `SettingKey`.
struct Settings: Sendable {
    var logLevel: Logger.Level
    var http: HTTPSettings
    var database: DatabaseSettings
    var embedded: EmbeddedSettings
    var webhook: WebhookSettings
    /// What one organisation may send; nil: as much as it likes.
    var sendingLimit: SendingLimit?
    var stopGrace: Duration
    /// The credentials of systemd that are named, with their keys.
    var credentials: [(key: String, name: String)]

    init(reader: ConfigReader) throws {
        credentials = SettingKey.all.filter { $0.kind == .secret }.compactMap { key in
            guard
                case .credential(let name)? = reader.string(
                    forKey: ConfigKey(key.name), as: SecretSource.self, isSecret: true)
            else { return nil }
            return (key.name, name)
        }
        logLevel = try reader.requiredString(forKey: "log.level", as: Logger.Level.self)
        http = try HTTPSettings(reader: reader)
        database = try DatabaseSettings(reader: reader)
        embedded = EmbeddedSettings(
            folder: try reader.requiredString(forKey: "embedded.folder"),
            user: try reader.requiredString(forKey: "embedded.user"),
            binaries: try reader.requiredString(forKey: "embedded.binaries"))
        webhook = try WebhookSettings(reader: reader)
        let perSecond = try reader.requiredInt(forKey: "limits.messages-per-second")
        let burst = try reader.requiredInt(forKey: "limits.burst")
        sendingLimit = perSecond == 0 ? nil : SendingLimit(perSecond: perSecond, burst: burst)
        stopGrace = try reader.requiredString(forKey: "stop.grace", as: TimeSpan.self).duration
    }

    /// Loads and checks; every fault at once, as `SettingsFaults`.
    static func load(file: String?) throws -> Settings {
        try Settings(reader: SettingsSource.load(file: file).reader)
    }
}

/// The listeners of the API and their limits.
struct HTTPSettings: Sendable {
    var listen: Address?
    var socket: String
    var adminGroup: String
    var idleTimeout: Duration
    var requestTimeout: Duration
    var streamHeartbeat: Duration
    var streamLifetime: Duration
    var jsonLimit: Int
    var messageLimit: Int
    var importLimit: Int
    var attachmentLimit: Int
    /// How many bytes of attachments an organisation may have that no message names.
    var unnamedLimit: Int

    /// A host and a port of it.
    struct Address: Equatable, Sendable {
        var host: String
        var port: Int
    }

    init(reader: ConfigReader) throws {
        let listen = try reader.requiredString(forKey: "http.listen")
        self.listen = listen.isEmpty ? nil : try Address(listen)
        socket = try reader.requiredString(forKey: "http.socket")
        adminGroup = try reader.requiredString(forKey: "http.admin-group")
        idleTimeout = try reader.requiredString(forKey: "http.idle-timeout", as: TimeSpan.self).duration
        requestTimeout = try reader.requiredString(forKey: "http.request-timeout", as: TimeSpan.self).duration
        streamHeartbeat = try reader.requiredString(forKey: "http.stream-heartbeat", as: TimeSpan.self).duration
        streamLifetime = try reader.requiredString(forKey: "http.stream-lifetime", as: TimeSpan.self).duration
        jsonLimit = try reader.requiredString(forKey: "http.json-limit", as: ByteCount.self).bytes
        messageLimit = try reader.requiredString(forKey: "http.message-limit", as: ByteCount.self).bytes
        importLimit = try reader.requiredString(forKey: "http.import-limit", as: ByteCount.self).bytes
        attachmentLimit = try reader.requiredString(forKey: "http.attachment-limit", as: ByteCount.self).bytes
        unnamedLimit = try reader.requiredString(forKey: "limits.unnamed-attachments", as: ByteCount.self).bytes
    }
}

extension HTTPSettings.Address {
    /// `host:port`, `[::1]:port`.
    init(_ text: String) throws(SettingsFaults) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65535).contains(port), colon != text.startIndex
        else {
            throw SettingsFaults(faults: [
                SettingsFault(file: "http.listen", sentence: "'\(text)' is not host:port, such as \"127.0.0.1:8080\".")
            ])
        }
        host = String(text[..<colon].drop { $0 == "[" }).replacing("]", with: "")
        self.port = port
    }
}

/// How PostgreSQL is reached.
struct DatabaseSettings: Sendable {
    /// nil: the embedded PostgreSQL.
    var conninfo: String?
    var migrateConninfo: String?
    var password: String?
    var poolSize: Int

    init(reader: ConfigReader) throws {
        let conninfo = try reader.requiredString(forKey: "database.conninfo")
        let migrate = try reader.requiredString(forKey: "database.migrate-conninfo")
        self.conninfo = conninfo.isEmpty ? nil : conninfo
        migrateConninfo = migrate.isEmpty ? nil : migrate
        poolSize = try reader.requiredInt(forKey: "database.pool-size")
        password = try reader.secret("database.password")
    }
}

/// Where webhooks may go, and what seals their secrets.
struct WebhookSettings: Sendable {
    var rule: AddressRule
    /// nil: the private PostgreSQL's own, or none.
    var masterKey: String?
    /// The key before it, while secrets are sealed by it still.
    var previousMasterKey: String?

    init(reader: ConfigReader) throws {
        let list = try reader.requiredString(forKey: "webhook.inside")
        do {
            rule = try AddressRule(list: list)
        } catch {
            throw SettingsFaults(faults: [SettingsFault(file: "webhook.inside", sentence: error.sentence)])
        }
        masterKey = try reader.secret("webhook.master-key")
        previousMasterKey = try reader.secret("webhook.previous-master-key")
        for (name, key) in [("master-key", masterKey), ("previous-master-key", previousMasterKey)] {
            guard let key, key.utf8.count < 32 else { continue }
            throw SettingsFaults(faults: [
                SettingsFault(
                    file: "webhook.\(name)", sentence: "is shorter than 32 characters: make one with 'inod keys init'.")
            ])
        }
    }
}

extension ConfigReader {
    /// The secret that a key leads to; nil when it is not set.
    fileprivate func secret(_ key: String) throws -> String? {
        do {
            return try string(forKey: ConfigKey(key), as: SecretSource.self, isSecret: true)?.read(for: key)
        } catch {
            throw SettingsFaults(faults: [error])
        }
    }
}

/// The private PostgreSQL cluster.
struct EmbeddedSettings: Sendable {
    var folder: String
    var user: String
    /// Empty: to be found.
    var binaries: String
}
