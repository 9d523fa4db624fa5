// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Wire

extension API {
    /// Whether the process lives and whether it works; asked by machines, so without a token and for any method.
    func health(_ routes: inout Routes) {
        routes.open("/livez") { _ in try .json(["status": "ok"]) }
        routes.open("/readyz", query: "verbose") { request in
            let checks = await readiness.check()
            let verbose = request.uri.queryParameters["verbose"] != nil
            return try .json(
                ReadinessAnswer(checks, verbose: verbose),
                status: checks.allSatisfy(\.isGood) ? .ok : .serviceUnavailable)
        }
    }
}

/// What `/readyz` says.
struct ReadinessAnswer: Encodable {
    let status: String
    let checks: [Readiness.Check]

    /// A failing check is always named, the others only when asked.
    init(_ checks: [Readiness.Check], verbose: Bool) {
        status = checks.allSatisfy(\.isGood) ? "ready" : "not ready"
        self.checks = checks.filter { verbose || !$0.isGood }
    }
}
