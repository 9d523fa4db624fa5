// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Store
import Wire

/// Turns whatever a handler throws into `application/problem+json`: the one place where domain, store and transport
/// faults get their status. What it tells a stranger holds no SQL, no table and no other body's data.
struct Problems: RouterMiddleware {
    typealias Context = APIContext
    let logger: Logger

    @concurrent
    func handle(
        _ request: Request, context: APIContext, next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            var problem = Problem(explaining: error)
            problem.requestId = context.requestID
            problem.instance = request.uri.path
            if problem.status >= 500 {
                logger.log(
                    level: problem.code == "internal" ? .error : .warning, "A request failed",
                    metadata: [
                        "request.id": "\(context.requestID)", "problem.code": "\(problem.code)",
                        "error": "\(String(reflecting: error))",
                    ])
            }
            return Reply.problem(problem, headers: Self.headers(for: problem, error)).response(to: request)
        }
    }

    private static func headers(for problem: Problem, _ error: any Error) -> HTTPFields {
        var headers = (error as? HTTPError)?.headers ?? [:]
        if problem.status == 401 { headers[.wwwAuthenticate] = "Bearer" }
        if problem.retryable, problem.status == 503 { headers[.retryAfter] = "2" }
        if let paused = error as? FlowPaused { headers[.retryAfter] = "\(paused.retryAfter)" }
        if let over = error as? OverLimit, !over.isForGood {
            headers[.retryAfter] = "\(over.retryAfter)"
            headers[.rateLimitLimit] = "\(over.limit.burst)"
            headers[.rateLimitRemaining] = "\(over.remaining)"
            headers[.rateLimitReset] = "\(over.retryAfter)"
        }
        return headers
    }
}

extension Problem {
    /// The problem that tells of an error.
    init(explaining error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let refusal as Refusal: self.init(refusal)
        case let error as StoreError: self.init(error)
        case let over as OverLimit: self.init(over)
        case let paused as FlowPaused: self.init(paused)
        case let faults as RegistryEditFaults: self.init(faults)
        case let error as HTTPError: self.init(error)
        case is NIOTooManyBytesError: self = .tooLarge
        case is CancellationError:
            self.init(
                code: "stopping", title: "The daemon is stopping", status: 503,
                detail: "The request was not finished.", retryable: true, next: "Repeat it with the same key.")
        default: self = .internalError
        }
    }

    /// A request that cannot be read.
    static func badRequest(_ detail: String, code: String, at pointer: String = "") -> Problem {
        let entry = Entry(pointer: pointer, code: code, detail: detail)
        return Problem(
            code: "bad-request", title: "The request cannot be read", status: 400, detail: detail, errors: [entry])
    }

    /// Something that is not there, or that the caller may not know of.
    static func notFound(_ what: String) -> Problem {
        Problem(
            code: "not-found", title: "There is no such thing", status: 404,
            detail: "\(what) is not there, or you may not see it.")
    }

    static let tooLarge = Problem(
        code: "too-large", title: "The body is too large", status: 413,
        detail: "JSON may have 1 MiB, an import 32 MiB, unless this daemon is set otherwise.")

    static let internalError = Problem(
        code: "internal", title: "Something went wrong in the daemon", status: 500,
        detail: "It is recorded in the daemon's log under this request's id.")

    private init(_ refusal: Refusal) {
        self.init(
            code: refusal.code, title: Self.title(of: refusal.code), status: Self.status(of: refusal.code),
            detail: refusal.sentence, rule: refusal.rule, next: refusal.next)
    }

    private init(_ paused: FlowPaused) {
        let pause = paused.pause
        let end = pause.until.map { "until \($0)" } ?? "until an operator lets it go on"
        self.init(
            code: "paused", title: "The broker takes nothing at the moment", status: 503,
            detail: "It is paused \(end): \(pause.reason)", retryable: true,
            next: "Send it again \(pause.until == nil ? "later" : "then"), with the same key.")
    }

    private init(_ over: OverLimit) {
        let may =
            "An organisation may send \(over.limit.perSecond) messages a second and \(over.limit.burst) at once"
        if over.isForGood {
            self.init(
                code: "too-large", title: "These are too many messages at once", status: 413,
                detail: "\(may); these are \(over.count), and nothing was stored.",
                next: "Send at most \(over.limit.burst) in one request.")
        } else {
            let seconds = over.retryAfter == 1 ? "1 second" : "\(over.retryAfter) seconds"
            self.init(
                code: "quota", title: "The organisation sends too much at the moment", status: 429,
                detail:
                    "\(may); now there is room for \(over.remaining), this is \(over.count), and nothing was stored.",
                retryable: true, next: "Send it again in \(seconds), with the same key.")
        }
    }

    private init(_ error: HTTPError) {
        switch error.status {
        case .notFound:
            self.init(
                code: "not-found", title: "There is no such path", status: 404, detail: "The API begins at /v1.")
        case .methodNotAllowed:
            let allowed = error.headers[.allow] ?? ""
            self.init(
                code: "method-not-allowed", title: "This path does not take this method", status: 405,
                detail: "It takes \(allowed).")
        case .contentTooLarge: self = .tooLarge
        default:
            let code = error.status.code
            self.init(
                code: code < 500 ? "bad-request" : "internal", title: error.status.reasonPhrase, status: code,
                detail: code < 500 ? error.body : nil)
        }
    }

    private static func status(of code: String) -> Int {
        switch code {
        case "not-authorised", "needs-capacity": 403
        case "not-found": 404
        case "rule-refused", "duplicate-conflict", "session-held", "session-lost": 409
        case "stale-revision": 412
        case "fenced", "paused", "schema-not-ready": 503
        default: 422
        }
    }

    private static func title(of code: String) -> String {
        switch code {
        case "not-authorised": "You may not do this"
        case "needs-capacity": "This needs another capacity"
        case "not-found": "There is no such thing"
        case "rule-refused": "A rule refuses this act"
        case "deadline-policy": "The deadline cannot be set"
        case "duplicate-conflict": "The key was used for something else"
        case "stale-revision": "It has changed meanwhile"
        case "unknown-recipient": "A recipient is not known"
        case "empty-audience": "A group names nobody"
        case "invalid-attachment": "An attachment cannot be named so"
        case "session-held": "Another reader holds the session"
        case "session-lost": "The session is over"
        default: "The request cannot be carried out"
        }
    }
}
