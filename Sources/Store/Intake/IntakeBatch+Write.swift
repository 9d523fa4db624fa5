// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

extension IntakeBatch {
    /// Appends the messages of all plans in one statement, then the projections, receipts, numbers and answers.
    mutating func write(_ plans: [Plan], on connection: isolated Connection) throws -> Outcomes {
        var outgoing: [Outgoing] = []
        var ranges: [Range<Int>] = []
        for plan in plans {
            let start = outgoing.count
            if case .append(let messages, _) = plan { outgoing += messages }
            ranges.append(start..<outgoing.count)
        }
        appended = try connection.append(outgoing, directory: directory, near: numberMemory)
        var results: Outcomes = []
        var answers: [(Submission, Answer)] = []
        var attributes: [(message: Identifier, name: String, value: String)] = []
        var expiries: [(message: Identifier, programme: String, expiry: Expiry)] = []
        var named: [(message: Identifier, attachments: [NamedAttachment])] = []
        for (index, plan) in plans.enumerated() {
            let submission = submissions[index]
            let committed: Committed
            switch plan {
            case .answered(let answer):
                committed = Committed(answer: answer, inboxes: [])
            case .failed(let error):
                results.append(.failure(error))
                continue
            case .sent(let messages):
                var answer = submission.render(.accepted(messages.map(\.appended), nil))
                answer.replayed = true
                committed = Committed(answer: answer, inboxes: [])
            case .refused(let refusal):
                committed = Committed(answer: submission.render(.refused(refusal)), inboxes: [])
                answers.append((submission, committed.answer))
            case .append(_, let after):
                let own = Array(appended[ranges[index]])
                committed = Committed(
                    answer: submission.render(.accepted(own, after)),
                    inboxes: Set(own.flatMap(\.deliveries).map(\.organisation)))
                answers.append((submission, committed.answer))
                if let id = own.last?.id { named.append((id, submission.attachments)) }
                if case .letter(let letter) = submission.work, let id = own.first?.id {
                    attributes += letter.attributes.map { (id, $0.key, $0.value) }
                    if let expiry = letter.expiry { expiries.append((id, submission.programme, expiry)) }
                }
            }
            results.append(.success(committed))
        }
        try connection.keepAttributes(attributes)
        try connection.keepExpiries(expiries)
        try connection.nameAttachments(named)
        try keep(answers, on: connection)
        for one in appended { cases[one.caseID]?.lastMessage = one.id }
        try project(appended, on: connection)
        try count(on: connection)
        return results
    }

    /// Keeps the answers under their keys; a letter's answer is made again from its message, for ever.
    private func keep(_ answers: [(Submission, Answer)], on connection: isolated Connection) throws {
        let kept = answers.filter { submission, answer in
            if case .letter = submission.work { answer.status >= 400 } else { true }
        }
        try connection.keep(kept.map { ($0.0.requestKey, $0.1) })
    }

    /// Writes the changed cases' rows and the receipts that acts are.
    private func project(_ appended: [Appended], on connection: isolated Connection) throws {
        let changed = cases.values.filter(\.changed).compactMap(\.state).sorted { $0.id < $1.id }
        guard !changed.isEmpty else { return }
        try connection.project(changed, lastMessages: cases.compactMapValues(\.lastMessage), directory: directory)
        try connection.keep(changed.compactMap(\.instruction).compactMap(nextLook))
        try connection.giveReceipts(for: appended.filter { ReceiptLevel.given(by: $0.kind) != nil })
    }

    private func nextLook(at instruction: Instruction) -> NextLook? {
        guard let programme = programmes[instruction.programme] else { return nil }
        let next = instruction.clockLook(at: programme.now, in: programme.rules).next
        return NextLook(instruction: instruction.id, programme: instruction.programme, at: next)
    }

    private func count(on connection: isolated Connection) throws {
        for (series, last) in numbers {
            _ = try connection.execute(
                """
                update core.number_series set last = \(Int32(last))
                 where programme = \(try directory.programme(series.programme)) and series = \(series.series)
                   and year = \(Int16(series.year)) and last <> \(Int32(last))
                """)
        }
    }
}

extension Connection {
    /// Writes, for each act that answers, the receipt of its sender for the message that asked it: an instruction's issue,
    /// the decision or correction that gave it to another body, or the one that opened its stage to an approver.
    func giveReceipts(for acts: [Appended]) throws {
        let given = acts.compactMap { act in ReceiptLevel.given(by: act.kind).map { (act.id, act.caseID, $0.rawValue) }
        }
        guard !given.isEmpty else { return }
        let anew = [InstructionActKind.upholdDispute, .correct].map(\.messageKind)
        let openings = [ApprovalActKind.submit, .resubmit, .vote].map(\.messageKind)
        _ = try execute(
            """
            insert into core.receipt (recipient, level, from_seq, upto_seq, message_id, known_at, actor)
            select asking.recipient, act.level, asking.seq, asking.seq, asking.id, answer.known_at,
                   coalesce(answer.actor_person, answer.actor_organisation)
              from unnest(\(given.map(\.0)), \(given.map(\.1)), \(given.map(\.2))) act (message, case_id, level)
              join core.message answer on answer.id = act.message
              join lateral (
                   select m.id, a.recipient, a.seq
                     from core.message m
                    cross join unnest(m.audience, m.seqs, m.roles) a (recipient, seq, role)
                    where m.case_id = act.case_id and m.case_id <> m.id and m.id < act.message
                      and (m.kind = \(InstructionActKind.issue.messageKind)
                           or m.kind = any (\(anew))
                              and a.role = \(PartyRole.responsible.rawValue)
                           or a.role = \(ApprovalRole.approver.rawValue) and m.kind = any (\(openings)))
                      and a.recipient = answer.sender
                    -- A correction gives it to a body only where nothing else did.
                    order by a.role = \(PartyRole.responsible.rawValue) desc,
                             m.kind = \(InstructionActKind.correct.messageKind), m.id desc limit 1
              ) asking on true
            on conflict do nothing
            """)
    }
}
