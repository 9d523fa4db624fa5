// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import Wire

/// An answer: a status and JSON, already as bytes, so that a repeated key gives the same ones; or a stream, which is
/// written as long as it goes on.
struct Reply: Sendable {
    typealias Stream = @concurrent @Sendable (inout any ResponseBodyWriter) async throws -> Void

    var status: HTTPResponse.Status = .ok
    var bytes: [UInt8] = []
    var headers: HTTPFields = [:]
    var contentType = "application/json"
    /// Writes the body in place of the bytes; the time limit of requests is not for it.
    var stream: Stream?
    /// How many bytes the stream has, where that is known before.
    var length: Int?

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
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
        if status != .noContent, status != .notModified { headers[.contentType] = contentType }
        if let length { headers[.contentLength] = "\(length)" }
        guard request.method != .head else { return Response(status: status, headers: headers) }
        if let stream {
            let body = ResponseBody(contentLength: length) { writer in
                // It goes on for long, and a page of it is more than a moment's work.
                try await withTaskExecutorPreference(globalConcurrentExecutor) { try await stream(&writer) }
                try await writer.finish(nil)
            }
            return Response(status: status, headers: headers, body: body)
        }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
