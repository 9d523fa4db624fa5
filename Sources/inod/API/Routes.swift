// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Hummingbird
import Wire

/// The table of paths: each with its method, the right it needs, the query it knows and its handler. A known path with
/// another method is answered 405 with what it does allow.
struct Routes {
    typealias Handler = @Sendable (Call) async throws -> Reply

    let router: Router<APIContext>
    private let authentication: Authentication
    private let limits: HTTPSettings
    private var methods: [String: [HTTPRequest.Method]] = [:]
    /// The paths that write, each with its method; every one of them can be tried without being done.
    private(set) var writes: [Write] = []

    /// How long a request holds a thread.
    enum Weight {
        /// Well under a millisecond for a small body: done where it came, on its connection's event loop.
        case light
        /// Done beside the event loops: the connections of one loop would wait for it.
        case heavy
    }

    /// A path that writes.
    struct Write: Hashable {
        let method: HTTPRequest.Method
        let path: String
    }

    init(
        authentication: Authentication, limits: HTTPSettings,
        middleware: [any MiddlewareProtocol<Request, Response, APIContext>]
    ) {
        router = Router(context: APIContext.self)
        self.authentication = authentication
        self.limits = limits
        for layer in middleware { router.add(middleware: layer) }
    }

    /// A path that reads; all of them know `programme`, `limit` and `after`. HEAD is answered like GET, without the body.
    mutating func get(
        _ path: String, needs scope: Scope = .read, query: String = "", _ weight: Weight = .heavy,
        _ handler: @escaping Handler
    ) {
        add(path, [.get, .head], needs: scope, query: "programme limit after " + query, weight, handler)
    }

    /// A path that writes; all of them know `dryRun` and `programme`.
    mutating func post(
        _ path: String, needs scope: Scope, query: String = "", _ weight: Weight = .heavy, _ handler: @escaping Handler
    ) {
        add(path, [.post], needs: scope, query: "dryRun programme " + query, weight, handler)
    }

    /// A path that takes a body as long as it comes: the time limit of requests is not for it, as the connection's own is.
    mutating func upload(_ path: String, needs scope: Scope, _ handler: @escaping Handler) {
        add(path, [.post], needs: scope, query: "dryRun programme", .heavy, isTimed: false, handler)
    }

    /// A path that changes fields of what is there; all of them know `dryRun` and `programme`.
    mutating func patch(_ path: String, needs scope: Scope, _ handler: @escaping Handler) {
        add(path, [.patch], needs: scope, query: "dryRun programme", .heavy, handler)
    }

    /// A path that takes something away.
    mutating func delete(_ path: String, needs scope: Scope, _ handler: @escaping Handler) {
        add(path, [.delete], needs: scope, query: "dryRun programme", .heavy, handler)
    }

    /// A path that anybody may ask, such as `/livez`.
    mutating func open(
        _ path: String, query: String = "", _ handler: @escaping @Sendable (Request) async throws -> Reply
    ) {
        let known = Set(query.split(separator: " ").map(String.init))
        for method in [HTTPRequest.Method.get, .head, .options] {
            methods[path, default: []].append(method)
            router.on(RouterPath(path), method: method) { request, _ in
                try Call.checkQuery(of: request, known: known)
                return try await handler(request).response(to: request)
            }
        }
    }

    private mutating func add(
        _ path: String, _ methods: [HTTPRequest.Method], needs scope: Scope, query: String, _ weight: Weight,
        isTimed: Bool = true, _ handler: @escaping Handler
    ) {
        let known = Set(query.split(separator: " ").map(String.init))
        self.methods[path, default: []] += methods
        writes += methods.filter { $0 != .get && $0 != .head }.map { Write(method: $0, path: path) }
        let (authentication, limits) = (authentication, limits)
        for method in methods {
            router.on(RouterPath(path), method: method) { request, context in
                let principal = try await authentication.principal(of: request, context)
                try Authentication.demand(scope, of: principal)
                try Call.checkQuery(of: request, known: known)
                let call = Call(request: request, context: context, principal: principal, limits: limits)
                let executor = weight.executor(for: request)
                var reply =
                    isTimed
                    ? try await within(limits.requestTimeout, by: context.channel.eventLoop, on: executor) {
                        try await handler(call)
                    } : try await withTaskExecutorPreference(executor) { try await handler(call) }
                // A caller that reads nothing else of the answer still sees that nothing was done.
                if known.contains("dryRun"), try call.dryRun { reply.headers[.dryRun] = "true" }
                return reply.response(to: request)
            }
        }
    }

    /// Answers 405 for every other method of the known paths, and gives the whole.
    func finished() -> Router<APIContext> {
        let all: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]
        for (path, known) in methods {
            let allowed = known.map(\.rawValue).joined(separator: ", ")
            for method in all where !known.contains(method) {
                router.on(RouterPath(path), method: method) { _, _ -> Response in
                    throw HTTPError(.methodNotAllowed, headers: [.allow: allowed])
                }
            }
        }
        return router
    }
}

extension Routes.Weight {
    /// More bytes than these take their time to be understood or written.
    private static let fewBytes = 64 << 10

    /// Where to do it; nil for where the request came. Who does not say how much it sends may send much.
    fileprivate func executor(for request: Request) -> (any TaskExecutor)? {
        let hasBody = request.method != .get && request.method != .head
        let length = hasBody ? request.headers[.contentLength].flatMap { Int($0) } : 0
        return self == .light && length.map { $0 <= Self.fewBytes } == true ? nil : globalConcurrentExecutor
    }

    /// Work of a light request that grows with what was found: beside the event loops where that is much.
    static func work<R: Sendable>(on bytes: Int, _ work: @Sendable () throws -> R) async rethrows -> R {
        guard bytes > fewBytes else { return try work() }
        return try await withTaskExecutorPreference(globalConcurrentExecutor) { try work() }
    }
}
