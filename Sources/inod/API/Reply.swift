// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import Wire

/// An answer: a status and JSON, already as bytes, so that a repeated key gives the same ones.
struct Reply: Sendable {
    var status: HTTPResponse.Status = .ok
    var bytes: [UInt8] = []
    var headers: HTTPFields = [:]
    var contentType = "application/json"

    /// The value, with 200.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Reply {
        Reply(status: status, bytes: try StrictJSON.encode(value))
    }

    /// A list without an end to go on from.
    static func list<Item: Codable & Sendable>(_ items: [Item], next: String? = nil) throws -> Reply {
        try json(Page(items: items, next: next))
    }

    /// Done, and nothing to say.
    static let nothing = Reply(status: .noContent)

    /// A problem, as RFC 9457 wants it.
    static func problem(_ problem: Problem, headers: HTTPFields = [:]) -> Reply {
        let bytes = (try? StrictJSON.encode(problem)) ?? Array("{}".utf8)
        return Reply(
            status: .init(code: problem.status), bytes: bytes, headers: headers,
            contentType: "application/problem+json")
    }

    func response(to request: Request) -> Response {
        var headers = headers
        headers[.cacheControl] = "no-store"
        if status != .noContent { headers[.contentType] = contentType }
        guard request.method != .head else { return Response(status: status, headers: headers) }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
