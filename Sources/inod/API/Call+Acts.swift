// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Store
import Wire

extension Call {
    /// An act on the case that the path names, as intake takes it; whether the caller may know of the case is seen there.
    func act(_ act: CaseAct, _ bytes: [UInt8], in store: Store) async throws -> Submission {
        let named = try await reference(act.caseKind, in: store)
        var submission = try acts([act], on: named.id, bytes, programme: named.programme)
        submission.caller = Submission.Caller(principal, reference: try path("ref"))
        return submission
    }

    /// Acts on a case, as intake takes them; a nil case is begun by the first of them.
    func acts(
        _ acts: [CaseAct], on caseID: Identifier?, _ bytes: [UInt8], programme: String
    ) throws -> Submission {
        let dryRun = try flag("dryRun")
        let key = try idempotencyKey(required: !dryRun) ?? Call.trialKey()
        let status = caseID == nil && !dryRun ? 201 : 200
        return Submission(
            programme: programme, principal: principalKey, key: key, digest: digest(bytes), actor: try actor(),
            work: .acts(case: caseID, acts), dryRun: dryRun,
            render: { Answer(acted: $0, status: status, dryRun: dryRun) })
    }

    /// The case that the path names, whoever may know of it.
    func reference(_ kind: CaseKind, in store: Store) async throws -> CaseReference {
        try await store.caseReference(kind, path("ref"), programme: query("programme"))
    }
}
