// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Store
import Wire

extension API {
    /// `/v1/broker/flows/{flow}`: stopping a way through the broker, and letting it go on.
    func brokerFlows(_ routes: inout Routes) {
        routes.post("/v1/broker/flows/{flow}/pause", needs: .operate) { call in
            let bytes = try await call.bytes()
            let request = try StrictJSON.decode(FlowPauseRequest.self, from: bytes)
            return try await change(.pause(reason: request.reason, until: request.until), for: call, bytes)
        }
        routes.post("/v1/broker/flows/{flow}/resume", needs: .operate) { call in
            try await change(.resume, for: call, call.bytes())
        }
    }

    private func change(_ act: FlowAct, for call: Call, _ bytes: [UInt8]) async throws -> Reply {
        let (flow, actor, name) = (try call.flow(), try call.importer(), call.principal.name)
        guard try !call.dryRun else {
            return try await .json(FlowView(flow: flow, pause: store.tryChange(flow, act, by: actor, name: name)))
        }
        guard let key = try call.requestKey(bytes, required: true) else { throw Problem.internalError }
        let answer = try await store.change(flow, act, by: actor, name: name, once: key) {
            try Answer(.json(FlowView(flow: flow, pause: $0)))
        }
        // This daemon goes by it before it says so; the others hear of it.
        try? await flows.refresh()
        return Reply(answer)
    }
}

extension Call {
    fileprivate func flow() throws -> Flow {
        let name = try path("flow")
        if let flow = Flow(rawValue: name) { return flow }
        let names = Flow.allCases.map(\.rawValue)
        var problem = Problem.notFound("The flow '\(name)'")
        problem.next =
            Suggestion.nearest(to: name, among: names).map { "Did you mean '\($0)'?" }
            ?? "There are: \(names.joined(separator: ", "))."
        throw problem
    }
}
