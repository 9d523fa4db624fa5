// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Wire

/// Where the daemon is.
enum Target: Hashable, Sendable, CustomStringConvertible {
    case server(String)
    case socket(String)

    var description: String {
        switch self {
        case .server(let address): address
        case .socket(let path): "socket \(path)"
        }
    }
}

/// A request to the daemon.
struct Request: Sendable {
    var method = "GET"
    var path: String
    var query: [(name: String, value: String)] = []
    var headers: [String: String] = [:]
    var body: [UInt8]?
    /// Gives the body part by part in place of it, each when the last was taken; nil at its end.
    var parts: Parts?
    /// How many bytes the parts have together, where that is known.
    var length: Int64?
    var seconds = 30

    typealias Parts = @Sendable () async throws -> [UInt8]?

    /// Path and query as they are sent.
    var uri: String {
        let pairs = query.map { Percent.encoded($0.name) + "=" + Percent.encoded($0.value) }
        return path + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
    }
}

/// What the daemon answered.
struct Answer: Sendable {
    var status: Int
    var body: [UInt8]
}

/// Why there is no answer.
struct TransportFailure: Error {
    enum Kind { case unreachable, notAllowed, timedOut, broken }
    let kind: Kind
    let sentence: String
}

/// Percent-encoding of one part of a URI.
enum Percent {
    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
