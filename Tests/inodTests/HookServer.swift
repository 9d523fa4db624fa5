// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore

/// A receiver of webhooks as its owner would write it. What is below `/deaf` never says that it wants events; below
/// `/echo` it answers challenges with their body, everything else by the CloudEvents handshake; what is below `/full` it
/// does not take.
final class HookServer: Sendable {
    /// An event that was posted to it.
    struct Event: Sendable {
        let path: String
        let headers: [String: String]
        let body: String
    }

    let port: Int
    /// Every event, as it comes.
    let arrivals: AsyncStream<Event>

    var url: String { "http://127.0.0.1:\(port)" }

    private init(port: Int, arrivals: AsyncStream<Event>) {
        self.port = port
        self.arrivals = arrivals
    }

    /// Runs it while a closure works.
    static func run(_ body: @escaping @Sendable (HookServer) async throws -> Void) async throws {
        let (arrivals, arrived) = AsyncStream.makeStream(of: Event.self)
        let router = Router()
        router.on("**", method: .options) { request, _ in
            let isOpen = !request.uri.path.hasPrefix("/deaf") && !request.uri.path.hasPrefix("/echo")
            var response = Response(status: .ok)
            if isOpen, let name = HTTPField.Name("WebHook-Allowed-Origin") { response.headers[name] = "*" }
            return response
        }
        router.on("**", method: .post) { request, _ in
            let text = String(buffer: try await request.body.collect(upTo: 1 << 20))
            let fields = request.headers.map { ($0.name.canonicalName, $0.value) }
            arrived.yield(
                Event(
                    path: request.uri.path, headers: Dictionary(fields, uniquingKeysWith: { first, _ in first }),
                    body: text))
            let isEcho = request.uri.path.hasPrefix("/echo")
            return Response(
                status: request.uri.path.hasPrefix("/full") ? .contentTooLarge : .ok,
                body: .init(byteBuffer: ByteBuffer(string: isEcho ? text : "thank you")))
        }
        try await Application(router: router).test(.live) { client in
            try await body(HookServer(port: client.port ?? 0, arrivals: arrivals))
        }
    }
}
