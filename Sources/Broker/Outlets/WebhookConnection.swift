// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
public import Coordination
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// The open way to one endpoint.
public struct WebhookConnection: Sendable {
    /// Whether there is a way, and where it leads.
    enum Way: Sendable {
        case open(HTTPClient, String, isInside: Bool)
        /// There is none: nothing will be sent, for this reason.
        case closed(PushResult)
    }

    /// What came of an exchange.
    public struct Answer: Sendable {
        /// The answer, or why there is none.
        public var result: PushResult
        /// The headers that say something to us, by lower-case name.
        public var headers: [String: String] = [:]
        /// The beginning of the body, 2 KB at most.
        public var body: [UInt8] = []
        /// How long it took.
        public var milliseconds = 0

        /// The status; nil without an answer.
        public var status: Int? {
            if case .answered(let status, _) = result { status } else { nil }
        }

        /// The outcome in a sentence.
        public var sentence: String {
            switch result {
            case .answered(let status, _): "The endpoint answered \(status)."
            case .failed(let sentence), .forbidden(let sentence): sentence
            }
        }
    }

    let way: Way
    let timeout: Duration

    /// How much of an answer is read.
    public static let longestAnswer = 2048

    /// Whether the endpoint is one that the operator listed as inside.
    public var isInside: Bool {
        if case .open(_, _, let isInside) = way { isInside } else { false }
    }

    /// Why there is no way to the endpoint at all; nil when there is one.
    public var closed: PushResult? {
        if case .closed(let result) = way { result } else { nil }
    }

    /// Posts an event with the headers of the Standard Webhooks specification.
    public func post(
        _ body: [UInt8], id: String, at now: Instant, sign: @Sendable ([UInt8]) async throws -> [[UInt8]]
    ) async -> Answer {
        let signatures: [[UInt8]]
        do {
            signatures = try await sign(WebhookSignature.signedBytes(id: id, timestamp: now, body: body))
        } catch {
            return Answer(result: .failed("The message could not be signed: \(error)"))
        }
        return await exchange(
            .POST,
            headers: [
                "content-type": OutgoingEvent.contentType, "webhook-id": id,
                "webhook-timestamp": WebhookSignature.timestamp(now),
                "webhook-signature": WebhookSignature.header(signatures),
            ], body: body, now: now)
    }

    /// Asks whether the endpoint wants events from this origin, as CloudEvents' abuse protection has it.
    public func ask(origin: String, at now: Instant) async -> Answer {
        await exchange(.OPTIONS, headers: ["webhook-request-origin": origin], body: [], now: now)
    }

    func close() async {
        if case .open(let client, _, _) = way { try? await client.shutdown() }
    }

    private func exchange(
        _ method: HTTPMethod, headers: [String: String], body: [UInt8], now: Instant
    ) async -> Answer {
        let (client, url): (HTTPClient, String)
        switch way {
        case .closed(let result): return Answer(result: result)
        case .open(let held, let address, _): (client, url) = (held, address)
        }
        var request = HTTPClientRequest(url: url)
        request.method = method
        request.headers.add(name: "user-agent", value: "inod")
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { request.headers.add(name: name, value: value) }
        if !body.isEmpty { request.body = .bytes(body) }
        let start = ContinuousClock.now
        var answer: Answer
        do {
            answer = try await Self.within(timeout) { [request, timeout] in
                let response = try await client.execute(
                    request, timeout: .nanoseconds(timeout.nanoseconds), logger: nil)
                return try await Self.read(response, now: now)
            }
        } catch {
            answer = Answer(result: .failed(Self.sentence(for: error)))
        }
        answer.milliseconds = Int((ContinuousClock.now - start) / .milliseconds(1))
        return answer
    }

    /// The status counts once the answer is whole, or longer than is read.
    private static func read(_ response: HTTPClientResponse, now: Instant) async throws -> Answer {
        var body: [UInt8] = []
        for try await part in response.body {
            body += part.readableBytesView.prefix(longestAnswer - body.count)
            if body.count >= longestAnswer { break }
        }
        let wait = response.headers.first(name: "retry-after").flatMap { RetrySchedule.retryAfter($0, now: now) }
        let kept = ["webhook-allowed-origin"].compactMap { name in
            response.headers.first(name: name).map { (name, $0) }
        }
        return Answer(
            result: .answered(status: Int(response.status.code), retryAfter: wait),
            headers: Dictionary(kept, uniquingKeysWith: { first, _ in first }), body: body)
    }

    /// Runs a closure, but no longer than this.
    static func within<R: Sendable>(
        _ time: Duration, _ body: @escaping @Sendable () async throws -> R
    ) async throws -> R {
        try await withThrowingTaskGroup(of: R?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: time)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let result = first else { throw TooLate() }
            return result
        }
    }

    struct TooLate: Error {}

    /// Why there was no answer, for the endpoint's owner; what only our log should know is left out.
    static func sentence(for error: any Error) -> String {
        switch error {
        case is TooLate: "The endpoint gave no whole answer in time."
        case let error as HTTPClientError where [.deadlineExceeded, .readTimeout].contains(error):
            "The endpoint gave no whole answer in time."
        case let error as HTTPClientError where error == .connectTimeout:
            "The endpoint did not take the connection in time."
        case let error as HTTPClientError where error == .remoteConnectionClosed:
            "The endpoint closed the connection before its answer was whole."
        case is SocketAddressError: "The host has no address."
        case let error as HTTPClientError: "The exchange failed: \(error.shortDescription)."
        case let error as NIOConnectionError:
            error.connectionErrors.contains(where: { isOfTLS($0.error) })
                ? refusedCertificate : "The endpoint cannot be reached."
        case is IOError: "The endpoint cannot be reached."
        case _ where isOfTLS(error): refusedCertificate
        case is CancellationError: "The exchange was cut off by the daemon's stop."
        case is HTTPParserError: "The endpoint's answer is no HTTP."
        default: "The exchange failed: \(type(of: error))."
        }
    }

    private static func isOfTLS(_ error: any Error) -> Bool {
        error is NIOSSLError || error is NIOSSLExtraError || error is BoringSSLError
    }

    private static let refusedCertificate =
        "No TLS connection came about: the endpoint's certificate must be valid, for its host's name, and of a known authority."
}

extension Duration {
    fileprivate var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }
}
