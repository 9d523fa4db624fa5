// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Instruction {
    /// A draft, as its first message made it.
    init(_ draft: InstructionDraft, header: MessageHeader) {
        id = header.caseID
        programme = header.programme
        issuer = header.actor.organisation
        text = draft.text
        mark = draft.mark
        namedDate = draft.deadline
        withoutDeadline = draft.withoutDeadline
        aboutAction = draft.aboutAction
        instruments = draft.instruments
        basis = draft.basis
        policy = draft.policy
        state = .draft
        control = .none
        deadline = InstructionDeadline()
        cycle = 1
        revision = 1
        assignments = draft.parties.map { Assignment(organisation: $0.organisation, role: $0.role) }
        extensions = []
        corrections = 0
        fired = []
        evidence = []
        returnedReports = []
        lastOccurredAt = header.occurredAt
    }

    /// The instruction after one more message; nil only while no message has created it.
    public static func applying(
        _ event: InstructionEvent, of header: MessageHeader, to instruction: Instruction?
    ) -> Instruction? {
        if let instruction { return instruction.applying(event, of: header) }
        guard case .created(let draft) = event else { return nil }
        return Instruction(draft, header: header)
    }

    /// The instruction its messages make, in their order.
    public static func fold(_ messages: some Sequence<(header: MessageHeader, event: InstructionEvent)>) -> Instruction?
    {
        messages.reduce(nil) { applying($1.event, of: $1.header, to: $0) }
    }

    /// The instruction after one more message. It asks nothing: what was allowed once stays what it was.
    public func applying(_ event: InstructionEvent, of header: MessageHeader) -> Instruction {
        var after = self
        after.revision += 1
        after.lastOccurredAt = max(lastOccurredAt, header.occurredAt)
        after.apply(event, by: header.actor, at: header.occurredAt)
        if after.deadline.due != deadline.due { after.dueSince = header.occurredAt }
        return after
    }
}
