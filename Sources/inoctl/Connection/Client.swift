// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Wire

/// The daemon as a command sees it: answers or failures with a sentence.
struct Client: Sendable {
    let target: Target
    /// The programme to name in every request, where one is named.
    var programme: String?
    /// The bearer's secret.
    let token: String?
    let seconds: Int?
    /// Whether failures are to carry the daemon's own JSON.
    let wantsJSON: Bool
    /// Is told of each request and how it went; absent unless --verbose.
    var trace: (@Sendable (String) -> Void)?
    /// Sends one request; the seam at which tests answer.
    let send: @Sendable (Request, Target) async throws(TransportFailure) -> Answer

    /// Sends one request and hands on the body of a good answer as it comes; the seam at which tests answer.
    let stream: Surroundings.Stream

    /// Reads.
    func get(_ path: String, _ query: [(name: String, value: String?)] = [], seconds: Int = 30) async throws -> JSON {
        try await json(Request(path: path, query: present(query), seconds: seconds))
    }

    /// Writes; every write carries a key, so that its repetition is safe.
    func write(
        _ path: String, method: String = "POST", body: (any Encodable)? = nil, options: WriteOptions,
        acting: Acting = Acting(), ifMatch: String? = nil, seconds: Int = 60
    ) async throws -> JSON {
        try await write(
            path, method: method, body: body, dryRun: options.dryRun, key: options.idempotencyKey, acting: acting,
            ifMatch: ifMatch, seconds: seconds)
    }

    /// Writes what a command does besides its own write, where no flags say how.
    func write(
        _ path: String, method: String = "POST", body: (any Encodable)? = nil, dryRun: Bool = false,
        key: String? = nil, acting: Acting = Acting(), ifMatch: String? = nil, seconds: Int = 60
    ) async throws -> JSON {
        var request = Request(method: method, path: path, seconds: seconds)
        if dryRun { request.query.append(("dryRun", "true")) }
        request.headers["Idempotency-Key"] = key ?? Self.randomKey()
        request.headers["Ino-On-Behalf-Of"] = acting.onBehalf
        request.headers["If-Match"] = ifMatch.map { "\"\($0)\"" }
        request.headers["Ino-Basis"] = acting.basis.map { Data($0.utf8).base64EncodedString() }
        if let body {
            request.headers["Content-Type"] = "application/json"
            request.body = try StrictJSON.encode(body)
        }
        return try await json(request)
    }

    /// The request with what every request of this client carries.
    func completed(_ given: Request, accept: String = "application/json") -> Request {
        var request = given
        if let programme { request.query.append(("programme", programme)) }
        if let seconds { request.seconds = seconds }
        request.headers["Accept"] = accept
        request.headers["User-Agent"] = "inoctl/\(Inoctl.version)"
        request.headers["Authorization"] = token.map { "Bearer \($0)" }
        return request
    }

    func json(_ given: Request) async throws -> JSON {
        let request = completed(given)
        let answer: Answer
        let start = ContinuousClock.now
        do {
            answer = try await send(request, target)
        } catch {
            trace?("\(request.method) \(request.uri): no answer after \(Self.milliseconds(since: start)) ms")
            throw failure(error, request)
        }
        trace?(
            "\(request.method) \(request.uri): \(answer.status), \(answer.body.count) bytes, "
                + "\(Self.milliseconds(since: start)) ms")
        guard (200..<300).contains(answer.status) else { throw failure(answer, request) }
        guard !answer.body.isEmpty else { return .null }
        do {
            return try StrictJSON.parse(answer.body)
        } catch {
            throw Failure(
                exit: Exit.unexpected, "the answer of \(target) is no JSON",
                next: "look whether the address is that of inod: inoctl profile show --origin")
        }
    }

    func failure(_ answer: Answer, _ request: Request) -> Failure {
        let document = try? StrictJSON.parse(answer.body)
        if document?["code"] != nil, let problem = try? StrictJSON.decodeAnswer(Problem.self, from: answer.body) {
            return Failure(problem, asked: request, asJSON: wantsJSON ? document : nil)
        }
        let problem = Problem(
            code: "unknown", title: "\(target) answered with status \(answer.status)", status: answer.status,
            detail: "\(target) answered \(request.method) \(request.path) with status \(answer.status) and no reason")
        return Failure(problem, asked: request, asJSON: nil)
    }

    func failure(_ failure: TransportFailure, _ request: Request) -> Failure {
        let key = request.headers["Idempotency-Key"]
        switch failure.kind {
        case .unreachable:
            return Failure(
                exit: Exit.unreachable, failure.sentence, next: "see where it should be: inoctl profile show --origin")
        case .notAllowed:
            return Failure(
                exit: Exit.notAllowed, failure.sentence,
                next: "be root or in the group inod-admin, or use --server with a token")
        case .timedOut, .broken:
            let next = key.map { "it may have been done; repeat it safely with --idempotency-key \($0)" }
            return Failure(exit: Exit.tryAgain, failure.sentence, next: next ?? "repeat the command")
        }
    }

    private static func milliseconds(since start: ContinuousClock.Instant) -> Int {
        Int((ContinuousClock.now - start) / .milliseconds(1))
    }

    func present(_ query: [(name: String, value: String?)]) -> [(name: String, value: String)] {
        query.compactMap { name, value in value.map { (name, $0) } }
    }

    /// A key that nobody else uses.
    private static func randomKey() -> String {
        (0..<2).map { _ in
            let digits = String(UInt64.random(in: 0...UInt64.max), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
