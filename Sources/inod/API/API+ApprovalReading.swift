// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Store
import Wire

extension API {
    /// `/v1/approvals`: lists, one with its log, who is waited for, and what the caller may do.
    func approvalReading(_ routes: inout Routes) {
        routes.get("/v1/approvals", query: "state author approver waiting open") { call in
            let limit = try call.limit()
            let items = try await store.approvals(call.approvalFilter(limit: limit + 1))
            let next = items.count > limit ? items[limit - 1].id.description : nil
            return try .list(items.prefix(limit).map(call.seen), next: next)
        }
        routes.get("/v1/approvals/{ref}") { call in
            let found = try await call.visibleApproval(in: store).approval
            return try await .json(CaseView(call.seen(found), log: store.log(of: found.id).filter(call.mayRead)))
        }
        routes.get("/v1/approvals/{ref}/log") { call in
            let id = try await call.visibleApproval(in: store).approval.id
            let log = try await store.log(of: id).filter(call.mayRead)
            return try call.page(log.map(MessageView.init)) { $0.id.description }
        }
        routes.get("/v1/approvals/{ref}/why") { call in
            let file = try await call.visibleApproval(in: store)
            var why = file.approval.why(at: file.now, in: file.rules, names: file.names)
            // How the open stage's votes fall is for the author until it ends.
            if !call.seesAll, call.principal.organisation != file.approval.author {
                why.quorum = nil
                why.openRemarks = call.seen(file.approval).openRemarks.map(\.number)
            }
            let receipts = try await store.receipts(of: file.approval.id, for: why.waits.map(\.organisation))
            for place in why.waits.indices {
                let receipt = receipts[why.waits[place].organisation]
                why.waits[place].delivered = receipt?.delivered
                why.waits[place].registered = receipt?.registered
            }
            return try .json(why)
        }
        routes.get("/v1/approvals/{ref}/allowed-actions") { call in
            let file = try await call.visibleApproval(in: store)
            let acts = file.approval.allowedActs(for: call.principal, at: file.now, in: file.context)
            return try call.page(acts) { $0.act }
        }
    }
}

extension Call {
    /// Whether the caller reads everything: an operator or an auditor.
    fileprivate var seesAll: Bool { !principal.scopes.isDisjoint(with: [.operate, .audit]) }

    /// The approval as the caller may see it.
    fileprivate func seen(_ approval: Approval) -> Approval {
        seesAll ? approval : approval.seen(by: principal.organisation ?? "")
    }

    /// Whether a message of the case was the caller's organisation's, or came to it.
    fileprivate func mayRead(_ stored: StoredMessage) -> Bool {
        seesAll || stored.message.sender == principal.organisation
            || stored.message.audience.contains { $0.organisation == principal.organisation }
    }

    /// What the query asks for; a reader who may not see all is held to the cases it has a part in.
    fileprivate func approvalFilter(limit: Int) throws -> ApprovalFilter {
        let state = try query("state").map { name in
            guard let state = ApprovalState(rawValue: name) else {
                let names = ApprovalState.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem.badRequest("'\(name)' is no state: \(names).", code: "invalid-value", at: "?state")
            }
            return state
        }
        guard seesAll || principal.organisation != nil else {
            throw Problem.notFound("An approval for \(principal.name), which belongs to no organisation,")
        }
        return ApprovalFilter(
            programme: try query("programme"), state: state, author: try query("author"),
            approver: try query("approver"), waitingFor: try query("waiting"),
            reader: seesAll ? nil : principal.organisation, isOpen: try query("open") == nil ? nil : flag("open"),
            after: try query("after", as: Identifier.self), limit: limit)
    }
}
