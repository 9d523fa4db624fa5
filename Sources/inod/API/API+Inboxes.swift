// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Store
import Wire

extension API {
    /// `/v1/inboxes`: several inboxes at once, for who receives for many bodies.
    func inboxes(_ routes: inout Routes) {
        routes.get("/v1/inboxes") { call in
            let numbers = try call.numbers()
            let slice = try await store.inboxes(
                after: numbers, limit: try call.limit(), bytes: Int64(call.limits.messageLimit) * 8)
            return Reply(bytes: InboxesPage(slice).json)
        }
        routes.post("/v1/inboxes/receipts", needs: .act) { call in
            let request = try await call.body(ReceiptsRequest.self)
            let numbers = request.receipts.map { (organisation: $0.organisation, upTo: $0.upTo) }
            try call.checkInboxes(numbers.map(\.organisation), at: "/receipts")
            let counts = try await store.acknowledge(
                upTo: numbers, level: request.level, by: call.principal.name,
                reader: InboxReader(principal: call.principalKey), programme: call.query("programme"),
                dryRun: call.dryRun)
            if request.level == .delivered, try !call.dryRun { counters.count(.fetched, Int(counts.reduce(0, +))) }
            return try .json(
                ReceiptsAnswer(
                    receipts: zip(numbers, counts).map { number, count in
                        ReceiptAnswer(
                            organisation: number.organisation, level: request.level, upTo: number.upTo,
                            count: Int(count))
                    }))
        }
    }
}

extension Call {
    /// `after=tsu:12,tpu:7`: whose inboxes, and after which number of each.
    fileprivate func numbers() throws -> [(organisation: String, after: Int64)] {
        let asked = try (query("after") ?? "").split(separator: ",").map { part in
            let ends = part.split(separator: ":", omittingEmptySubsequences: false)
            guard ends.count == 2, let after = Int64(ends[1]), after >= 0 else {
                throw Problem.badRequest(
                    "'\(part)' is not an organisation's code, a colon and a number of its inbox.",
                    code: "invalid-value",
                    at: "?after")
            }
            return (organisation: String(ends[0]), after: after)
        }
        try checkInboxes(asked.map(\.organisation), at: "?after")
        return asked
    }

    /// Refuses none, too many, one named twice, and one that is not the caller's to look at.
    fileprivate func checkInboxes(_ organisations: [String], at place: String) throws {
        guard (1...1000).contains(organisations.count) else {
            throw Problem.badRequest(
                "1 to 1000 inboxes are named, not \(organisations.count).", code: "invalid-value", at: place)
        }
        var seen: Set<String> = []
        for organisation in organisations {
            guard seen.insert(organisation).inserted else {
                throw Problem.badRequest(
                    "'\(organisation)' is named twice.", code: "invalid-value", at: place)
            }
            _ = try ownOrganisation(named: organisation)
        }
    }
}

extension InboxesPage {
    init(_ slice: InboxesSlice) {
        self.init(
            inboxes: slice.inboxes.map { inbox in
                Inbox(
                    organisation: inbox.organisation,
                    items: inbox.items.map { Item(number: $0.number, message: $0.message, expired: $0.expired) },
                    more: inbox.more)
            }, messages: slice.messages.map(MessageView.init))
    }
}
