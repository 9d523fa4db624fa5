// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// One event of a stream, as the HTML standard (section 9.2, Server-sent events) writes and reads it.
public struct ServerSentEvent: Hashable, Sendable {
    /// Its name; `message` when the stream says nothing else.
    public var name: String
    /// Where a reader that connects anew goes on: given back as `Last-Event-ID`.
    public var id: String?
    /// What it says; line feeds part its lines.
    public var data: String

    /// The name of an event without a name of its own.
    public static let standardName = "message"

    /// An event of its parts.
    public init(name: String = standardName, id: String? = nil, data: String) {
        self.name = name
        self.id = id
        self.data = data
    }

    /// Adds the event to what goes out.
    public func write(to bytes: inout [UInt8]) {
        if let id { bytes += Array("id: \(id)\n".utf8) }
        if name != Self.standardName { bytes += Array("event: \(name)\n".utf8) }
        for line in data.split(separator: "\n", omittingEmptySubsequences: false) {
            bytes += Array("data: ".utf8)
            bytes += Array(line.utf8)
            bytes.append(UInt8(ascii: "\n"))
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// A comment, which a reader passes over: it keeps proxies from closing a stream on which nothing happens.
    public static let heartbeat = Array(":\n\n".utf8)

    /// Asks a reader that lost the stream to wait so long before it connects anew.
    public static func retry(afterMilliseconds milliseconds: Int) -> [UInt8] {
        Array("retry: \(milliseconds)\n\n".utf8)
    }
}

/// Reads a stream of events from bytes as they come, cut anywhere.
public struct ServerSentEventReader: Sendable {
    private var line: [UInt8] = []
    private var afterReturn = false
    private var data: [String] = []
    private var name = ""
    private var id: String?

    /// A reader at the beginning of a stream.
    public init() {}

    /// The events that these bytes complete.
    public mutating func read(_ bytes: some Sequence<UInt8>) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            defer { afterReturn = byte == UInt8(ascii: "\r") }
            switch byte {
            case UInt8(ascii: "\n") where afterReturn: continue
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                if let event = take(String(decoding: line, as: UTF8.self)) { events.append(event) }
                line.removeAll(keepingCapacity: true)
            default: line.append(byte)
            }
        }
        return events
    }

    /// One line; an empty one ends the event, unless it has no data.
    private mutating func take(_ line: String) -> ServerSentEvent? {
        guard !line.isEmpty else {
            defer { (data, name) = ([], "") }
            guard !data.isEmpty else { return nil }
            return ServerSentEvent(
                name: name.isEmpty ? ServerSentEvent.standardName : name, id: id, data: data.joined(separator: "\n"))
        }
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count < 2 ? "" : String(parts[1].first == " " ? parts[1].dropFirst() : parts[1])
        switch parts[0] {
        case "data": data.append(value)
        case "event": name = value
        // It stays for the events that follow, and one with a NUL in it is passed over.
        case "id" where !value.contains("\0"): id = value
        default: break
        }
        return nil
    }
}
