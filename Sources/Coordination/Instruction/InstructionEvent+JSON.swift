// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// The body of every message of an instruction. Members and `type` are fixed for as long as the messages are kept: add
// members, never rename or drop one.
extension InstructionEvent: CaseEventBody {
    private enum CodingKeys: String, CodingKey {
        case type, draft, issue, registration, reason, comment, person, text, late, evidence, waived, rework,
            explanation
        case answer, basis, request, grant, claim, upheld, correction, by, notice
    }

    /// Reads an event by its `type`, the act's name.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String { try members.decode(String.self, forKey: key) }
        switch try members.decode(InstructionActKind.self, forKey: .type) {
        case .create: self = .created(try members.decode(InstructionDraft.self, forKey: .draft))
        case .issue: self = .issued(try members.decode(InstructionIssue.self, forKey: .issue))
        case .register: self = .registered(try members.decode(InstructionRegistration.self, forKey: .registration))
        case .refuse:
            let reason = try members.decode(RefusalReason.self, forKey: .reason)
            self = .refused(reason: reason, comment: try text(.comment))
        case .assign: self = .assigned(person: try text(.person))
        case .contribute:
            self = .contributed(text: try text(.text), late: try members.decode(Bool.self, forKey: .late))
        case .interimReport: self = .interimReported(text: try text(.text))
        case .disputeExecutor: self = .executorDisputed(try members.decode(DisputeClaim.self, forKey: .claim))
        case .upholdDispute: self = .disputeUpheld(try members.decode(DisputeUpheld.self, forKey: .upheld))
        case .rejectDispute: self = .disputeRejected(reason: try text(.reason))
        case .requestReport: self = .reportRequested(try members.decode(ReportRequest.self, forKey: .request))
        case .requestExtension: self = .extensionRequested(try members.decode(ExtensionRequest.self, forKey: .request))
        case .withdrawExtension:
            self = .extensionWithdrawn(comment: try members.decodeIfPresent(String.self, forKey: .comment))
        case .grantExtension: self = .extensionGranted(try members.decode(ExtensionGrant.self, forKey: .grant))
        case .denyExtension: self = .extensionDenied(reason: try text(.reason))
        case .lapseExtension: self = .extensionLapsed
        case .remind: self = .reminded(try members.decode(LadderNotice.self, forKey: .notice))
        case .escalate: self = .escalated(try members.decode(LadderNotice.self, forKey: .notice))
        case .report:
            self = .reported(
                text: try text(.text), evidence: try members.decode([String].self, forKey: .evidence),
                waived: try members.decode([String: String].self, forKey: .waived))
        case .return:
            self = .returned(
                reason: try text(.reason), rework: try members.decodeIfPresent(Instant.self, forKey: .rework),
                explanation: try members.decode([ExplanationStep].self, forKey: .explanation))
        case .accept: self = .accepted(comment: try members.decodeIfPresent(String.self, forKey: .comment))
        case .close: self = .closed(answer: try text(.answer))
        case .closeUnexecuted: self = .closedUnexecuted(reason: try text(.reason), basis: try text(.basis))
        case .withdraw: self = .withdrawn(reason: try text(.reason))
        case .correct: self = .corrected(try members.decode(InstructionCorrected.self, forKey: .correction))
        case .supersede:
            self = .superseded(by: try members.decode(Successor.self, forKey: .by), reason: try text(.reason))
        case .reopen:
            self = .reopened(
                reason: try text(.reason), rework: try members.decodeIfPresent(Instant.self, forKey: .rework),
                explanation: try members.decode([ExplanationStep].self, forKey: .explanation))
        }
    }

    /// Writes the event with its `type`.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(kind, forKey: .type)
        switch self {
        case .created(let draft): try members.encode(draft, forKey: .draft)
        case .issued(let issue): try members.encode(issue, forKey: .issue)
        case .registered(let registration): try members.encode(registration, forKey: .registration)
        case .refused(let reason, let comment):
            try members.encode(reason, forKey: .reason)
            try members.encode(comment, forKey: .comment)
        case .assigned(let person): try members.encode(person, forKey: .person)
        case .contributed(let text, let late):
            try members.encode(text, forKey: .text)
            try members.encode(late, forKey: .late)
        case .interimReported(let text): try members.encode(text, forKey: .text)
        case .executorDisputed(let claim): try members.encode(claim, forKey: .claim)
        case .disputeUpheld(let upheld): try members.encode(upheld, forKey: .upheld)
        case .reportRequested(let request): try members.encode(request, forKey: .request)
        case .extensionRequested(let request): try members.encode(request, forKey: .request)
        case .extensionGranted(let grant): try members.encode(grant, forKey: .grant)
        case .extensionLapsed: break
        case .corrected(let corrected): try members.encode(corrected, forKey: .correction)
        case .superseded(let successor, let reason):
            try members.encode(successor, forKey: .by)
            try members.encode(reason, forKey: .reason)
        case .reminded(let notice), .escalated(let notice): try members.encode(notice, forKey: .notice)
        case .reported(let text, let evidence, let waived):
            try members.encode(text, forKey: .text)
            try members.encode(evidence, forKey: .evidence)
            try members.encode(waived, forKey: .waived)
        case .returned(let reason, let rework, let explanation), .reopened(let reason, let rework, let explanation):
            try members.encode(reason, forKey: .reason)
            try members.encodeIfPresent(rework, forKey: .rework)
            try members.encode(explanation, forKey: .explanation)
        case .accepted(let comment), .extensionWithdrawn(let comment):
            try members.encodeIfPresent(comment, forKey: .comment)
        case .closed(let answer): try members.encode(answer, forKey: .answer)
        case .closedUnexecuted(let reason, let basis):
            try members.encode(reason, forKey: .reason)
            try members.encode(basis, forKey: .basis)
        case .withdrawn(let reason), .extensionDenied(let reason), .disputeRejected(let reason):
            try members.encode(reason, forKey: .reason)
        }
    }
}
