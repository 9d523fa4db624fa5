// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import HTTPTypes
import Hummingbird
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
            var entered = try ActRequest.decode(kind, from: bytes)
            entered.act = try await call.completed(entered.act, in: store)
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

    /// The act with what stands beside its body: the revision a correction was made on; and with the id of the instruction
    /// that it names by number.
    fileprivate func completed(_ act: InstructionAct, in store: Store) async throws -> InstructionAct {
        switch act {
        case .correct(var correction):
            correction.revision = try instructionRevision()
            return .correct(correction)
        case .supersede(let reference, let reason):
            let other = try await store.caseReference(.instruction, reference, programme: query("programme"))
            guard Authority.mayRead(try await store.instruction(other.id).instruction, principal) else {
                throw StoreError.noCase(.instruction, reference)
            }
            return .supersede(by: other.id.description, reason: reason)
        default: return act
        }
    }

    private func instructionRevision() throws -> Int {
        guard let text = request.headers[.ifMatch] else {
            throw Problem(
                code: "revision-required", title: "The correction needs an If-Match", status: 428,
                detail: "Without the revision it was made on, it could undo what somebody else did.",
                next: "Read /v1/instructions/{ref}, and send its revision as If-Match.")
        }
        guard let revision = Int(text.replacing("\"", with: "")) else {
            throw Problem.badRequest("'\(text)' is no revision.", code: "invalid-value", at: "If-Match")
        }
        return revision
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
