// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A real HTTP endpoint on a port of its own that answers as it is told, badly too.
final class Endpoint: Sendable {
    /// What it does with a request.
    enum Behaviour: Hashable, Sendable {
        /// A whole answer.
        case answer(Int, headers: [String: String] = [:], body: String = "")
        /// No answer; the connection stays open.
        case nothing
        /// A whole answer, byte by byte.
        case slowly(Int)
        /// The head of an answer and less of its body than it says.
        case half
    }

    /// A request that came.
    struct Hit: Sendable {
        let method: String
        let path: String
        let headers: [String: String]
        let body: String
        let answered: Behaviour

        var id: String { headers["webhook-id"] ?? "" }
    }

    let port: Int
    /// Every request, as it comes.
    let arrivals: AsyncStream<Hit>
    private let arrived: AsyncStream<Hit>.Continuation
    private let log = Mutex<[Hit]>([])
    private let behave: @Sendable (_ path: String, _ count: Int) -> Behaviour

    var url: String { "http://127.0.0.1:\(port)/hook" }
    var hits: [Hit] { log.withLock { $0 } }

    private init(port: Int, behave: @escaping @Sendable (String, Int) -> Behaviour) {
        self.port = port
        self.behave = behave
        (arrivals, arrived) = AsyncStream.makeStream()
    }

    /// Runs an endpoint while a closure works; `behave` is asked for each request, with how many came before.
    static func run<R: Sendable>(
        host: String = "127.0.0.1", tls: NIOSSLContext? = nil,
        _ behave: @escaping @Sendable (_ path: String, _ count: Int) -> Behaviour = { _, _ in .answer(200) },
        _ body: @escaping @Sendable (Endpoint) async throws -> R
    ) async throws -> R {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: host, port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let endpoint = Endpoint(port: server.channel.localAddress?.port ?? 0, behave: behave)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await endpoint.serve(server) }
            let result = try await body(endpoint)
            group.cancelAll()
            return result
        }
    }

    private func serve(_ server: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            try await server.executeThenClose { clients in
                for try await client in clients {
                    group.addTask {
                        try? await client.executeThenClose { input, output in
                            var bytes = ByteBuffer()
                            for try await part in input {
                                bytes.writeImmutableBuffer(part)
                                while let hit = self.take(&bytes) {
                                    guard try await self.reply(to: hit, output) else { return }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The next whole request; what it is answered is decided here, so that counting and answering are one.
    private func take(_ bytes: inout ByteBuffer) -> Hit? {
        let text = String(buffer: bytes)
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        let first = lines[0].split(separator: " ").map(String.init)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts[1].trimmingPrefix(" ").description
        }
        let body = text[end.upperBound...].utf8
        let length = Int(headers["content-length"] ?? "0") ?? 0
        guard body.count >= length else { return nil }
        bytes.moveReaderIndex(forwardBy: text[..<end.upperBound].utf8.count + length)
        bytes.discardReadBytes()
        let content = String(decoding: body.prefix(length), as: UTF8.self)
        let hit = log.withLock { log in
            let hit = Hit(
                method: first[0], path: first[1], headers: headers, body: content, answered: behave(first[1], log.count)
            )
            log.append(hit)
            return hit
        }
        arrived.yield(hit)
        return hit
    }

    /// Answers; says whether the connection goes on.
    private func reply(to hit: Hit, _ output: NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws -> Bool {
        switch hit.answered {
        case .answer(let status, let headers, let body):
            try await output.write(ByteBuffer(string: Self.text(status, headers, body)))
            return true
        case .slowly(let status):
            for byte in Self.text(status, [:], "slow").utf8 {
                try await output.write(ByteBuffer(bytes: [byte]))
                await Task.yield()
            }
            return true
        case .half:
            try await output.write(ByteBuffer(string: "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"))
            return false
        case .nothing: return true
        }
    }

    private static func text(_ status: Int, _ headers: [String: String], _ body: String) -> String {
        let lines = headers.map { "\($0.key): \($0.value)\r\n" }.joined()
        return "HTTP/1.1 \(status) Word\r\n\(lines)content-length: \(body.utf8.count)\r\n\r\n\(body)"
    }
}
