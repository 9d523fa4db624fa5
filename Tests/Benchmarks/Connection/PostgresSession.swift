// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// One session that speaks PostgreSQL's protocol (version 3.0) over the cluster's unix socket, without a library between:
/// the limit that the daemon is measured against is to carry nothing of ours.
final class PostgresSession: @unchecked Sendable {  // each is used by one thread at a time, but for `shut`
    private let socket: Socket
    /// Whether a notification came while something else was awaited.
    private var wasNotified = false

    /// Logs in to a database of the private cluster, which trusts everybody.
    init(folder: String, database: String) throws {
        socket = try Socket(.unix(folder + "/.s.PGSQL.5432"))
        var body = Self.number(196_608)
        for text in ["user", "postgres", "database", database] { body += Self.text(text) }
        try socket.send(Self.number(Int32(body.count + 5)) + body + [0])
        try awaitReady()
    }

    /// Runs statements without parameters.
    func run(_ sql: String) throws {
        try socket.send(Self.message("Q", Self.text(sql)))
        try awaitReady()
    }

    /// Prepares a statement under a name.
    func prepare(_ name: String, _ sql: String) throws {
        try socket.send(Self.message("P", Self.text(name) + Self.text(sql) + [0, 0]) + Self.message("S", []))
        try awaitReady()
    }

    /// What asks for one execution, in a transaction of its own.
    static func execution(of name: String, _ parameters: String...) -> [UInt8] {
        var bind = text("") + text(name) + [0, 0] + short(Int16(parameters.count))
        for parameter in parameters { bind += number(Int32(parameter.utf8.count)) + Array(parameter.utf8) }
        return message("B", bind + [0, 0]) + message("E", text("") + [0, 0, 0, 0]) + message("S", [])
    }

    /// Sends what `execution` made; as many as one likes before their ends are awaited.
    func send(_ bytes: [UInt8]) throws { try socket.send(bytes) }

    /// Waits for the end of one execution; the values of its rows are given column by column.
    func awaitReady(_ value: (UnsafeRawBufferPointer) throws -> Void = { _ in }) throws {
        while true {
            let (kind, length) = try next()
            let body = UnsafeRawBufferPointer(rebasing: socket.waiting[5..<length])
            if kind == UInt8(ascii: "D") { try Self.columns(of: body, value) }
            if kind == UInt8(ascii: "A") { wasNotified = true }
            if kind == UInt8(ascii: "E") { throw BenchmarkError(Self.sentence(body)) }
            socket.use(length)
            if kind == UInt8(ascii: "Z") { return }
        }
    }

    /// Waits for a notification, or takes one that came before.
    func awaitNotification() throws {
        while !wasNotified {
            let (kind, length) = try next()
            socket.use(length)
            wasNotified = kind == UInt8(ascii: "A")
        }
        wasNotified = false
    }

    /// Ends the session from any thread: whoever waits gets an error.
    func shut() { socket.shut() }

    private func next() throws -> (kind: UInt8, length: Int) {
        try socket.await(5)
        let head = socket.waiting
        let length = 1 + (1...4).reduce(0) { $0 << 8 | Int(head[$1]) }
        try socket.await(length)
        return (head[0], length)
    }

    private static func columns(
        of row: UnsafeRawBufferPointer, _ value: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var place = 2
        for _ in 0..<(Int(row[0]) << 8 | Int(row[1])) {
            let length = Int32(bitPattern: (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(row[place + $1]) })
            place += 4
            guard length >= 0 else { continue }
            try value(UnsafeRawBufferPointer(rebasing: row[place..<(place + Int(length))]))
            place += Int(length)
        }
    }

    private static func sentence(_ fields: UnsafeRawBufferPointer) -> String {
        let message = fields.split(separator: 0).first { $0.first == UInt8(ascii: "M") }
        return "PostgreSQL: " + String(decoding: message?.dropFirst() ?? fields[...], as: UTF8.self)
    }

    private static func message(_ kind: String, _ body: [UInt8]) -> [UInt8] {
        Array(kind.utf8) + number(Int32(body.count + 4)) + body
    }

    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) + [0] }
    private static func number(_ number: Int32) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }
    private static func short(_ number: Int16) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }
}
