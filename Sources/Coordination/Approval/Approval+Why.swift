// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Approval {
    /// Who is waited for, since when, what the quorum needs; organisations by their names where `names` has them.
    public func why(at instant: Instant, in programme: ProgrammeRules, names: [String: String] = [:]) -> ApprovalWhy {
        let zone = programme.zone
        let waits = owed(in: programme).map { owed in
            ApprovalWhy.Wait(
                organisation: owed.organisation, name: names[owed.organisation] ?? owed.organisation,
                person: owed.person, role: owed.role, act: owed.act.rawValue, task: owed.task, since: owed.since,
                sinceText: owed.since.map(zone.text), due: owed.due, dueText: owed.due.map(zone.text),
                overdue: owed.due.map { instant > $0 } ?? false, norm: owed.norm)
        }
        return ApprovalWhy(
            title: title, state: state, cycle: cycle, sentence: "\(title): \(situation).", waits: waits,
            quorum: openStage.map { stage in
                ApprovalWhy.Quorum(
                    stage: stage.name, rule: stage.ruleInWords, tally: tally(of: self.stage),
                    needs: tally(of: self.stage).needs(of: stage))
            },
            openRemarks: openRemarks.map(\.number), next: waitsFor)
    }

    private struct Owed {
        var organisation: String
        var person: String?
        var role: ApprovalRole
        var act: ApprovalActKind
        var task: String
        var since: Instant?
        var due: Instant?
        var norm: String
    }

    private func owed(in programme: ProgrammeRules) -> [Owed] {
        switch state {
        case .draft:
            return [
                Owed(
                    organisation: author, role: .author, act: .submit, task: "submit it",
                    norm: "A1: an approval counts from its submission")
            ]
        case .routed: return votes(owedIn: programme)
        case .returned:
            let task = openRemarks.isEmpty ? "resubmit or withdraw it" : "answer the remarks and resubmit it"
            return [
                Owed(
                    organisation: author, role: .author, act: .resubmit, task: task, since: returnedAt,
                    norm: "A8: every remark has an answer before it goes round again")
            ]
        case .approved where openRemarks.isEmpty:
            return [
                Owed(
                    organisation: signer, person: signerPerson, role: .signer, act: .sign, task: "sign it",
                    since: approvedAt, norm: "A13: signed as approved, under a number and a date")
            ]
        case .approved:
            return [
                Owed(
                    organisation: author, role: .author, act: .answer, task: "answer the remarks it was approved with",
                    since: approvedAt, norm: "A13: every remark has an answer before the signature")
            ]
        case .signed, .withdrawn: return []
        }
    }

    private func votes(owedIn programme: ProgrammeRules) -> [Owed] {
        guard let stage = openStage else { return [] }
        let task = stage.advisory ? "give an opinion" : "vote: approve, approve with remarks or refuse"
        let norm = "A2: stage «\(stage.name)», \(stage.ruleInWords)"
        let due = stageOpenedAt.flatMap { programme.due(of: stage, openedAt: $0) }
        return waiting.map { slot in
            Owed(
                organisation: slot.organisation, person: slot.person, role: .approver, act: .vote, task: task,
                since: slot.openedAt, due: due, norm: norm)
        }
    }
}

extension ProgrammeRules {
    /// The end of a stage's term; nil when it has none, or when the calendar does not reach so far.
    func due(of stage: ApprovalStage, openedAt instant: Instant) -> Instant? {
        guard let days = stage.termWorkingDays else { return nil }
        return (try? calendar.adding(workedDays: days, to: date(of: instant))).map(endOfDay)
    }
}

extension ApprovalStage {
    /// The rule as people say it.
    public var ruleInWords: String {
        if advisory { return "everybody's opinion" }
        let words =
            switch rule {
            case .all: "everybody's consent"
            case .any: "one consent"
            case .atLeast(let quorum): "\(quorum) of \(approvers.count) consents"
            }
        return words + (veto ? ", with veto" : "") + (remarksReturn ? ", remarks return" : "")
    }
}

extension StageTally {
    /// What a stage still needs.
    func needs(of stage: ApprovalStage) -> String {
        if stage.advisory { return "\(waiting) of \(asked) have not given an opinion." }
        let needed = needed(by: stage.rule)
        let missing = max(0, needed - consents)
        let counted = "\(consents) of \(needed) needed consents are there"
        if stage.veto, missing == 0 { return "\(counted); \(waiting) with a veto have not voted." }
        return "\(counted); \(missing) more of the \(waiting) who have not voted."
    }
}
