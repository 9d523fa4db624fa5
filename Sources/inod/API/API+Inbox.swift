// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Store
import Wire

extension API {
    /// `/v1/inbox`: what came to an organisation, waited for if asked or as a stream of events, and its receipts.
    func inbox(_ routes: inout Routes) {
        routes.get("/v1/inbox", query: "organisation wait session", .light) { call in
            let (organisation, after, limit) = (try call.ownOrganisation(), try call.after(), try call.limit())
            if call.wantsEvents { return try stream(call, of: organisation, after: after) }
            let slice = try await doorbell.inbox(
                of: organisation, after: after, limit: limit, reader: try call.reader(),
                waitingUpTo: try call.wait() ?? .zero)
            return await Routes.Weight.work(on: slice.bytes) { Reply(bytes: InboxPage(slice).json) }
        }
        routes.post("/v1/inbox/receipts", needs: .act, .light) { call in
            let request = try await call.body(ReceiptRequest.self)
            let organisation = try call.ownOrganisation(named: request.organisation)
            let count = try await store.acknowledge(
                Acknowledgement(level: request.level, from: request.from, upTo: request.upTo),
                organisation: organisation, by: call.principal.name,
                reader: InboxReader(principal: call.principalKey, session: request.session),
                programme: call.query("programme"), dryRun: call.dryRun)
            if request.level == .delivered, try !call.dryRun { counters.count(.fetched, Int(count)) }
            return try .json(
                ReceiptAnswer(
                    organisation: organisation, level: request.level, upTo: request.upTo, count: Int(count)))
        }
    }
}

extension Call {
    /// The organisation the query names, or the caller's own; another's only for operators and auditors.
    func ownOrganisation() throws -> String { try ownOrganisation(named: query("organisation")) }

    func ownOrganisation(named name: String?) throws -> String {
        guard let organisation = name ?? principal.organisation else {
            throw Problem.badRequest(
                "'organisation' is needed: \(principal.name) belongs to none.", code: "missing-value",
                at: "?organisation")
        }
        guard organisation == principal.organisation || !principal.scopes.isDisjoint(with: [.operate, .audit]) else {
            throw Refusal(
                code: "not-authorised", sentence: "\(principal.name) may not look at what is \(organisation)'s.",
                next: principal.organisation.map { "It may ask for \($0)." })
        }
        return organisation
    }

    /// Who reads, under the session that the query names if it names one.
    func reader() throws -> InboxReader {
        InboxReader(principal: principalKey, session: try query("session", as: Int64.self))
    }

    func after() throws -> Int64 {
        let after = try query("after", as: Int64.self) ?? 0
        guard after >= 0 else {
            throw Problem.badRequest("'after' is a number of the inbox.", code: "invalid-value", at: "?after")
        }
        return after
    }

    fileprivate func wait() throws -> Duration? {
        guard let seconds = try query("wait", as: Int.self), seconds != 0 else { return nil }
        guard (1...30).contains(seconds) else {
            throw Problem.badRequest("'wait' goes from 0 to 30 seconds.", code: "invalid-value", at: "?wait")
        }
        return .seconds(seconds)
    }
}
