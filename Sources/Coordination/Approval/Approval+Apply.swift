// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Approval {
    /// A draft, as its first message made it.
    init(_ draft: ApprovalDraft, header: MessageHeader) {
        id = header.caseID
        programme = header.programme
        author = header.actor.organisation
        authorPersons = []
        document = draft.document
        note = draft.note
        route = draft.route
        signer = draft.signer
        signerPerson = draft.signerPerson
        state = .draft
        cycle = 0
        stage = 0
        revision = 1
        slots = Self.slots(of: draft.route)
        votes = []
        remarks = []
        lastOccurredAt = header.occurredAt
        noteAuthor(header.actor)
    }

    /// The approval after one more message; nil only while no message has created it.
    public static func applying(
        _ event: ApprovalEvent, of header: MessageHeader, to approval: Approval?
    ) -> Approval? {
        if let approval { return approval.applying(event, of: header) }
        guard case .created(let draft) = event else { return nil }
        return Approval(draft, header: header)
    }

    /// The approval after one more message. It asks nothing: what was allowed once stays what it was.
    public func applying(_ event: ApprovalEvent, of header: MessageHeader) -> Approval {
        var after = self
        after.revision += 1
        after.lastOccurredAt = max(lastOccurredAt, header.occurredAt)
        after.apply(event, by: header.actor, at: header.occurredAt)
        return after
    }

    private mutating func apply(_ event: ApprovalEvent, by actor: Actor, at instant: Instant) {
        switch event {
        case .created: break
        case .submitted(let number, _):
            self.number = number
            state = .routed
            cycle = 1
            submittedAt = instant
            noteAuthor(actor)
            open(stage: 0, at: instant)
        case .voted(let ballot, let stage, let outcome):
            cast(ballot, in: stage, by: actor, at: instant)
            finish(stage, outcome, at: instant)
        case .answered(let replies):
            noteAuthor(actor)
            settle(replies, at: instant)
        case .resubmitted(let again, let kept, let stage):
            noteAuthor(actor)
            settle(again.replies, at: instant)
            begin(again, keeping: Set(kept), from: stage, at: instant)
        case .signed(let number, let date, _):
            state = .signed
            signedNumber = number
            signedDate = date
            closedAt = instant
        case .withdrawn(let reason):
            state = .withdrawn
            self.reason = reason
            closedAt = instant
            for place in slots.indices where [.open, .pending].contains(slots[place].state) {
                slots[place].state = .closed
            }
        }
    }

    /// A2, A3: the vote stands in its slot; the one before it and its open remarks stand no more.
    private mutating func cast(_ ballot: Ballot, in stage: Int, by actor: Actor, at instant: Instant) {
        let place = slots.firstIndex { $0.stage == stage && $0.organisation == actor.organisation }
        guard let place else { return }
        if let before = slots[place].vote {
            votes[before - 1].stands = false
            for index in remarks.indices where remarks[index].vote == before && remarks[index].state == .open {
                remarks[index].state = .superseded
            }
        }
        let number = votes.count + 1
        votes.append(
            ApprovalVote(
                number: number, cycle: cycle, stage: stage, organisation: actor.organisation, vote: ballot.vote,
                contentHash: document.contentHash, comment: ballot.comment, by: actor, at: instant, stands: true))
        for remark in ballot.remarks {
            remarks.append(
                ApprovalRemark(
                    number: remarks.count + 1, vote: number, organisation: actor.organisation, point: remark.point,
                    text: remark.text, state: .open))
        }
        slots[place].vote = number
        slots[place].state = .decided
    }

    /// A6, A7: what the vote did to the stage.
    private mutating func finish(_ stage: Int, _ outcome: StageOutcome, at instant: Instant) {
        guard outcome != .open else { return }
        for place in slots.indices where slots[place].state == .open {
            slots[place].state = outcome == .passed ? .notRequired : .closed
        }
        if outcome == .failed {
            state = .returned
            returnedAt = instant
        } else if stage + 1 < route.count {
            open(stage: stage + 1, at: instant)
        } else {
            state = .approved
            approvedAt = instant
        }
    }

    /// A8: a new cycle over the document as it is now.
    private mutating func begin(
        _ again: ApprovalResubmission, keeping kept: Set<Int>, from stage: Int, at instant: Instant
    ) {
        cycle += 1
        state = .routed
        document = again.document
        note = again.note
        if let route = again.route { self.route = route }
        for index in votes.indices where votes[index].stands { votes[index].stands = kept.contains(index + 1) }
        let before = slots
        slots = Self.slots(of: route)
        if again.scope == .notAgreed {
            for place in slots.indices where slots[place].stage <= stage {
                let vote = before[place].vote.flatMap { kept.contains($0) ? $0 : nil }
                if slots[place].stage < stage { slots[place] = before[place] }
                guard let vote else { continue }
                slots[place].vote = vote
                slots[place].state = .decided
                slots[place].openedAt = before[place].openedAt
            }
        }
        open(stage: stage, at: instant)
    }

    private mutating func open(stage: Int, at instant: Instant) {
        self.stage = stage
        stageOpenedAt = instant
        for place in slots.indices where slots[place].stage == stage && slots[place].state == .pending {
            slots[place].state = .open
            slots[place].openedAt = instant
        }
    }

    private mutating func settle(_ replies: [RemarkReply], at instant: Instant) {
        for reply in replies where remarks.indices.contains(reply.remark - 1) {
            remarks[reply.remark - 1].state = reply.accepted ? .accepted : .rejected
            remarks[reply.remark - 1].reply = reply.text
            remarks[reply.remark - 1].repliedAt = instant
        }
    }

    /// Who acts for the author does not vote; an operator who enters its papers is not the author.
    private mutating func noteAuthor(_ actor: Actor) {
        guard actor.capacity != .operatorOnBehalf, let person = actor.person, !authorPersons.contains(person) else {
            return
        }
        authorPersons.append(person)
    }

    private static func slots(of route: [ApprovalStage]) -> [ApprovalSlot] {
        route.enumerated().flatMap { stage, description in
            description.approvers.map {
                ApprovalSlot(stage: stage, organisation: $0.organisation, person: $0.person, state: .pending)
            }
        }
    }
}
