// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Logging

/// One line for each answered request, without bodies, queries or tokens.
struct RequestLog: RouterMiddleware {
    typealias Context = APIContext
    let logger: Logger

    @concurrent
    func handle(
        _ request: Request, context: APIContext, next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response = try await next(request, context)
        response.headers[.requestID] = context.requestID
        let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
        logger.log(
            level: response.status.code >= 500 ? .warning : .info, "Request answered",
            metadata: [
                "http.method": "\(request.method.rawValue)", "http.path": "\(request.uri.path)",
                "http.status": "\(response.status.code)", "http.ms": "\(Int(milliseconds.rounded()))",
                "http.listener": context.isLocal ? "socket" : "tcp", "request.id": "\(context.requestID)",
            ])
        return response
    }
}
