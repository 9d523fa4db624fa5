// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// Requests over TCP or a unix socket.
enum HTTPTransport {
    /// Follows no redirect: a token goes where it was sent and nowhere else.
    private static let client = HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: .init(redirectConfiguration: .disallow, timeout: .init(connect: .seconds(10))))

    /// The largest answer that is read.
    private static let limit = 256 << 20

    static func send(_ request: Request, to target: Target) async throws(TransportFailure) -> Answer {
        do {
            let response = try await client.execute(
                try prepared(request, target), timeout: .seconds(Int64(request.seconds)))
            let body = try await response.body.collect(upTo: limit)
            return Answer(status: Int(response.status.code), body: Array(body.readableBytesView))
        } catch let failure as TransportFailure {
            throw failure
        } catch {
            throw failure(error, request, target)
        }
    }

    /// For answers that go on: nothing at all for a minute, not even a heartbeat, is a connection that is dead.
    private static let streaming = HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: .init(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(10), read: .seconds(60))))

    /// Hands on the body of a good answer as it comes; the next part is read when the last was taken.
    static func stream(
        _ request: Request, to target: Target, _ take: @Sendable ([UInt8]) async throws -> Void
    ) async throws -> Answer {
        do {
            let response = try await streaming.execute(try prepared(request, target), timeout: .hours(24))
            let status = Int(response.status.code)
            guard (200..<300).contains(status) else {
                return Answer(
                    status: status, body: Array(try await response.body.collect(upTo: limit).readableBytesView))
            }
            for try await part in response.body { try await take(Array(part.readableBytesView)) }
            return Answer(status: status, body: [])
        } catch {
            guard !(error is Failure || error is ClosedPipe || error is TransportFailure) else { throw error }
            try Task.checkCancellation()
            throw failure(error, request, target)
        }
    }

    private static func prepared(_ request: Request, _ target: Target) throws -> HTTPClientRequest {
        var sent = HTTPClientRequest(url: try url(request, target))
        sent.method = HTTPMethod(rawValue: request.method)
        for (name, value) in request.headers { sent.headers.add(name: name, value: value) }
        if let body = request.body { sent.body = .bytes(body) }
        if let parts = request.parts {
            let stream = AsyncThrowingStream<ByteBuffer, any Error> { try await parts().map { ByteBuffer(bytes: $0) } }
            sent.body = .stream(stream, length: request.length.map { .known($0) } ?? .unknown)
        }
        return sent
    }

    private static func url(_ request: Request, _ target: Target) throws(TransportFailure) -> String {
        switch target {
        case .server(let address):
            guard address.hasPrefix("https://") || address.hasPrefix("http://") else {
                throw TransportFailure(kind: .unreachable, sentence: "'\(address)' is no http:// or https:// address")
            }
            return address.trimmingSuffix("/") + request.uri
        case .socket(let path):
            guard FileManager.default.fileExists(atPath: path) else {
                throw TransportFailure(kind: .unreachable, sentence: "there is no socket at \(path): is inod running?")
            }
            return "http+unix://" + Percent.encoded(path) + request.uri
        }
    }

    private static func failure(_ error: any Error, _ request: Request, _ target: Target) -> TransportFailure {
        switch error {
        case let error as HTTPClientError where error == .connectTimeout:
            TransportFailure(kind: .unreachable, sentence: "\(target) did not take the connection in time")
        case let error as HTTPClientError where [.deadlineExceeded, .readTimeout].contains(error):
            TransportFailure(kind: .timedOut, sentence: "\(target) gave no answer within \(request.seconds) s")
        case let error as IOError where error.errnoCode == EACCES || error.errnoCode == EPERM:
            TransportFailure(kind: .notAllowed, sentence: "this user may not open \(target)")
        case let error as IOError where [ECONNREFUSED, ENOENT, EHOSTUNREACH, ENETUNREACH].contains(error.errnoCode):
            TransportFailure(kind: .unreachable, sentence: "\(target) is not reachable: \(reason(error.errnoCode))")
        case is NIOConnectionError:
            TransportFailure(kind: .unreachable, sentence: "\(target) is not reachable: connection refused")
        case let error as HTTPClientError where [.invalidURL, .emptyHost].contains(error):
            TransportFailure(kind: .unreachable, sentence: "'\(target)' is no address that can be called")
        default: TransportFailure(kind: .broken, sentence: "the connection to \(target) broke: \(error)")
        }
    }

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)).lowercased() }
}

extension String {
    /// The text without this ending.
    func trimmingSuffix(_ suffix: String) -> String { hasSuffix(suffix) ? String(dropLast(suffix.count)) : self }
}
