// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Evidence
import Store
import Wire

extension API {
    /// `/v1/approvals`: the acts, each a message of the case.
    func approvals(_ routes: inout Routes) {
        routes.post("/v1/approvals", needs: .act) { call in
            let bytes = try await call.bytes()
            let entered = try StrictJSON.decode(Entered<ApprovalRequest>.self, from: bytes)
            try entered.act.draft.document.checkHash()
            let acts = [.create(entered.act.draft)] + (entered.act.draftOnly ? [] : [ApprovalAct.submit])
            var submission = try call.acts(
                acts.map(CaseAct.approval), on: nil, bytes, programme: await call.programme(in: store))
            submission.occurredAt = entered.occurredAt
            try call.name(entered.attachments, in: &submission, isDraft: entered.act.draftOnly)
            return try await Reply(submit(submission))
        }
        routes.post("/v1/approvals/{ref}/{act}", needs: .act, .light) { call in
            let kind = try call.approvalActKind()
            let bytes = try await call.bytes()
            let entered = try ActRequest.decode(kind, from: bytes)
            if case .resubmit(let again) = entered.act { try again.document.checkHash() }
            var submission = try await call.act(.approval(entered.act), bytes, in: store)
            submission.occurredAt = entered.occurredAt
            try call.name(entered.attachments, in: &submission)
            return try await Reply(submit(submission))
        }
    }
}

extension Call {
    /// The approval that the path names, when the caller may know of it.
    func visibleApproval(in store: Store) async throws -> ApprovalCase {
        let file = try await store.approval(reference(.approval, in: store).id)
        guard Authority.mayRead(file.approval, principal) else { throw StoreError.noCase(.approval, try path("ref")) }
        return file
    }

    fileprivate func approvalActKind() throws -> ApprovalActKind {
        let name = try path("act")
        if let kind = ApprovalActKind(rawValue: name), kind != .create { return kind }
        let names = ApprovalActKind.allCases.filter { $0 != .create }.map(\.rawValue)
        var problem = Problem.notFound("The act '\(name)'")
        problem.next =
            Suggestion.nearest(to: name, among: names).map { "Did you mean '\($0)'?" }
            ?? "There are: \(names.joined(separator: ", "))."
        throw problem
    }
}

extension ApprovalDocument {
    /// Refuses a text that is not the one its hash was taken over: votes would be bound to something nobody has read.
    fileprivate func checkHash() throws {
        guard let text, Hexadecimal.text(ContentHash.sha256(Array(text.utf8))) != contentHash else { return }
        throw Problem.badRequest(
            "'contentHash' is not the SHA-256 of 'text'.", code: "invalid-value", at: "/document/contentHash")
    }
}
