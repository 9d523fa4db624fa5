// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Store
import Wire

extension API {
    /// `/v1/instructions`: the acts, each a message of the case.
    func instructions(_ routes: inout Routes) {
        routes.post("/v1/instructions", needs: .act) { call in
            let bytes = try await call.bytes()
            let entered = try StrictJSON.decode(Entered<InstructionRequest>.self, from: bytes)
            let acts = [.create(entered.act.draft)] + (entered.act.draftOnly ? [] : [InstructionAct.issue])
            var submission = try call.acts(
                acts.map(CaseAct.instruction), on: nil, bytes, programme: await call.programme(in: store))
            submission.occurredAt = entered.occurredAt
            try call.name(entered.attachments, in: &submission, isDraft: entered.act.draftOnly)
            return try await Reply(submit(submission))
        }
        routes.post("/v1/instructions/{ref}/{act}", needs: .act, .light) { call in
            let kind = try call.actKind()
            let bytes = try await call.bytes()
            let entered = try ActRequest.decode(kind, from: bytes)
            var submission = try await call.act(.instruction(entered.act), bytes, in: store)
            submission.occurredAt = entered.occurredAt
            try call.name(entered.attachments, in: &submission)
            return try await Reply(submit(submission))
        }
    }
}

extension Call {
    /// The instruction that the path names, when the caller may know of it.
    func visibleCase(in store: Store) async throws -> InstructionCase {
        let file = try await store.instruction(reference(.instruction, in: store).id)
        guard Authority.mayRead(file.instruction, principal) else {
            throw StoreError.noCase(.instruction, try path("ref"))
        }
        return file
    }

    fileprivate func actKind() throws -> InstructionActKind {
        let name = try path("act")
        if let kind = InstructionActKind(rawValue: name), InstructionActKind.onCases.contains(kind) { return kind }
        let names = InstructionActKind.onCases.map(\.rawValue)
        var problem = Problem.notFound("The act '\(name)'")
        problem.next =
            Suggestion.nearest(to: name, among: names).map { "Did you mean '\($0)'?" }
            ?? "There are: \(names.joined(separator: ", "))."
        throw problem
    }
}
