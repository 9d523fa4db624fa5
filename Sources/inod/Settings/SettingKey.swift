// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// One thing that can be set, with everything a person or the strict check needs to know about it.
struct SettingKey: Sendable {
    enum Kind: Equatable, Sendable {
        case text, boolean, duration, bytes, secret
        case integer(ClosedRange<Int>)
        case choice([String])
    }

    let name: String
    let kind: Kind
    /// The default as it would be written in the file; nil when there is none.
    let standard: String?
    let doc: String

    /// The environment variable that overrides the file.
    var environmentName: String {
        "INOD_" + name.uppercased().replacing(".", with: "_").replacing("-", with: "_")
    }

    /// What the value must look like, for messages and `config explain`.
    var kindDescription: String {
        switch kind {
        case .text: "a text in quotes"
        case .boolean: "true or false"
        case .duration: "a duration with its unit, such as \"30s\", \"2min\" or \"500ms\""
        case .bytes: "a size with its unit, such as \"1 MiB\""
        case .secret: "{ credential = \"name\" } or { file = \"/path\" }; never the secret itself"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .choice(let values): "one of " + values.map { "\"\($0)\"" }.joined(separator: ", ")
        }
    }

    static func named(_ name: String) -> SettingKey? { all.first { $0.name == name } }

    /// The registry: the strict check, `config example`, `config explain` and the environment all follow it.
    static let all: [SettingKey] = [
        SettingKey(
            name: "log.level", kind: .choice(["trace", "debug", "info", "notice", "warning", "error"]),
            standard: "\"info\"", doc: "How much the daemon says. Bodies and tokens are never logged."),
        SettingKey(
            name: "http.listen", kind: .text, standard: "\"127.0.0.1:8080\"",
            doc: "Host and port of the public API; port 0 takes a free one, an empty text opens no TCP port."),
        SettingKey(
            name: "http.socket", kind: .text, standard: "\"/run/inod/admin.sock\"",
            doc: "Unix socket of the API. Root, the daemon's own user and the admin group need no token there."),
        SettingKey(
            name: "http.admin-group", kind: .text, standard: "\"inod-admin\"",
            doc: "Members of this group are local operators on the unix socket; the socket belongs to it."),
        SettingKey(
            name: "http.idle-timeout", kind: .duration, standard: "\"30s\"",
            doc: "A connection that sends nothing for so long is closed."),
        SettingKey(
            name: "http.request-timeout", kind: .duration, standard: "\"60s\"",
            doc: "A request that takes longer is answered 503; its work may still be done, repeat with the same key."),
        SettingKey(
            name: "http.stream-heartbeat", kind: .duration, standard: "\"15s\"",
            doc: "An event stream that was silent for so long says by a comment that it is alive."),
        SettingKey(
            name: "http.stream-lifetime", kind: .duration, standard: "\"15min\"",
            doc: "An event stream ends after so long, so that proxies stay calm; its reader connects anew."),
        SettingKey(
            name: "http.json-limit", kind: .bytes, standard: "\"1 MiB\"", doc: "Largest JSON body of a request."),
        SettingKey(
            name: "http.message-limit", kind: .bytes, standard: "\"1 MiB\"", doc: "Largest body of a message."),
        SettingKey(
            name: "http.import-limit", kind: .bytes, standard: "\"32 MiB\"",
            doc: "Largest registry or calendar import, in decoded bytes."),
        SettingKey(
            name: "http.attachment-limit", kind: .bytes, standard: "\"100 MB\"", doc: "Largest attachment."),
        SettingKey(
            name: "database.conninfo", kind: .text, standard: "\"\"",
            doc: "libpq connection string, as \"host=pg1,pg2 dbname=ino user=ino_daemon "
                + "target_session_attrs=read-write\". Empty: a private PostgreSQL of the daemon's own."),
        SettingKey(
            name: "database.migrate-conninfo", kind: .text, standard: "\"\"",
            doc: "Connection string of the schema's owner, for `inod migrate`. Empty: as database.conninfo, "
                + "with user=ino_owner."),
        SettingKey(
            name: "database.password", kind: .secret, standard: nil,
            doc: "Password of the database user; not needed with peer authentication or certificates."),
        SettingKey(
            name: "database.pool-size", kind: .integer(2...200), standard: "8",
            doc: "Connections to PostgreSQL at most; what is sent and done has one of them to itself."),
        SettingKey(
            name: "embedded.folder", kind: .text, standard: "\"/var/lib/inod\"",
            doc: "State folder of the private PostgreSQL; used when database.conninfo is empty."),
        SettingKey(
            name: "embedded.user", kind: .text, standard: "\"postgres\"",
            doc: "User that runs the private PostgreSQL when the daemon runs as root, since PostgreSQL refuses root."),
        SettingKey(
            name: "embedded.binaries", kind: .text, standard: "\"\"",
            doc: "Folder of initdb and postgres. Empty: asked of pg_config, then the usual folders."),
        SettingKey(
            name: "webhook.inside", kind: .text, standard: "\"\"",
            doc: "Hosts, addresses and networks of your own that webhooks may call, with spaces between, as "
                + "\"hooks.local 10.1.0.0/16\". Others that are not of the public internet are refused, and replayed "
                + "programmes push to these alone."),
        SettingKey(
            name: "webhook.master-key", kind: .secret, standard: nil,
            doc: "Seals the secrets of webhooks; at least 32 characters, the same for every daemon of a database. "
                + "With the private PostgreSQL one is made at the first start."),
        SettingKey(
            name: "webhook.previous-master-key", kind: .secret, standard: nil,
            doc: "The master key before this one, until 'inod keys rotate' has sealed every secret anew."),
        SettingKey(
            name: "limits.messages-per-second", kind: .integer(0...1_000_000), standard: "100000",
            doc:
                "Messages and acts that one organisation may send through this daemon in a second, in the long run; who "
                + "sends more is answered 429 and told when to go on. 0: as many as it likes."),
        SettingKey(
            name: "limits.burst", kind: .integer(1...10_000_000), standard: "200000",
            doc: "Messages that one organisation may send at once after a rest, and in one request."),
        SettingKey(
            name: "limits.unnamed-attachments", kind: .bytes, standard: "\"1 GB\"",
            doc: "What one organisation may have uploaded in attachments that no message names yet."),
        SettingKey(
            name: "stop.grace", kind: .duration, standard: "\"20s\"",
            doc: "How long work in hand may take at a stop before it is cut off."),
    ]
}
