// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination

/// Acts as people might try them: mostly possible ones, sometimes any.
enum RandomAct {
    static func next(
        after instruction: Instruction?, using generator: inout SeededGenerator
    ) -> (InstructionAct, Actor) {
        let organisations = ["minekonom", "tsu", "tpu", "fano", "audit-office", "minfin"]
        var organisation = organisations.randomElement(using: &generator) ?? ""
        var kinds = InstructionActKind.allCases
        if instruction == nil { kinds = [.create, .create, .create, .issue] }
        if let instruction, Int.random(in: 0..<8, using: &generator) > 0 {
            let open = organisations.filter { !instruction.openActs(for: $0).isEmpty }
            organisation = open.randomElement(using: &generator) ?? organisation
            let likely = instruction.openActs(for: organisation)
            let onward = likely.filter { ![.withdraw, .closeUnexecuted, .refuse, .supersede].contains($0) }
            kinds = Int.random(in: 0..<20, using: &generator) == 0 || onward.isEmpty ? likely : onward
            if onward.isEmpty, Int.random(in: 0..<10, using: &generator) > 0 { kinds = [.issue] }
            if likely.isEmpty { kinds = InstructionActKind.allCases }
        }
        let capacities: [Capacity] = [.own, .own, .own, .own] + Capacity.allCases
        let capacity = capacities.randomElement(using: &generator) ?? .own
        let person =
            [nil, nil, nil, nil, nil, nil, "ivanov", "petrov", "checker", "signer"].randomElement(using: &generator)
            ?? nil
        let actor = Fixture.actor(organisation, capacity, person: person)
        // The clock acts too, long after the deadline.
        if instruction?.extensionState == .requested, Int.random(in: 0..<4, using: &generator) == 0 {
            return (.lapseExtension, Fixture.actor(organisation, .system))
        }
        if instruction?.deadline.due != nil, Int.random(in: 0..<8, using: &generator) == 0 {
            let told = instruction?.fired.contains { $0.step.kind == .overdue } == true
            return (told ? .escalate : .remind, Fixture.actor(organisation, .system))
        }
        let kind = kinds.randomElement(using: &generator) ?? .issue
        if kind == .correct { return (.correct(correction(of: instruction, using: &generator)), actor) }
        return (act(kind, by: organisation, using: &generator), actor)
    }

    /// A moment of 2016, or one at the ends of time.
    static func instant(using generator: inout SeededGenerator) -> Instant {
        let ends = [Int64.min, .max, 0, -1].map(Instant.init(microsecondsSince1970:))
        let usual = Fixture.hour(Int.random(in: 0..<3000, using: &generator))
        return Int.random(in: 0..<6, using: &generator) == 0 ? ends.randomElement(using: &generator) ?? usual : usual
    }

    /// Any event, whether or not a rule would ever make it.
    static func event(using generator: inout SeededGenerator) -> InstructionEvent? {
        let moment = instant(using: &generator)
        let deadline = InstructionDeadline(original: moment, current: moment, pending: Bool.random(using: &generator))
        let day = CalendarDate(daysSince1970: Int.random(in: -800_000...3_000_000, using: &generator))
        let twice = InstructionDraft(responsible: "tsu", coExecutors: ["tsu", "tpu", "tpu"], text: "")
        let drafts = [Fixture.draft, Fixture.controlledDraft, twice]
        var registration = InstructionRegistration(recipientNumber: "", recipientDate: day)
        registration.deadline = Bool.random(using: &generator) ? deadline : nil
        let draft = drafts.randomElement(using: &generator) ?? twice
        return [
            .created(draft), .created(draft), .created(draft), .registered(registration),
            .issued(
                InstructionIssue(
                    number: "", content: draft, policy: "lunar", policyVersion: 0, deadline: deadline,
                    control: .onControl)),
            .refused(reason: .noText, comment: ""), .assigned(person: ""), .contributed(text: "", late: true),
            .interimReported(text: ""), .reported(text: "", evidence: [], waived: ["tpu": "", "x": ""]),
            .returned(reason: "", rework: moment, explanation: []), .accepted(comment: nil), .closed(answer: ""),
            .executorDisputed(DisputeClaim(replacement: "tpu", visa: "", text: "")), .disputeRejected(reason: ""),
            .disputeUpheld(DisputeUpheld(responsible: "tpu", deadline: deadline)),
            .disputeUpheld(DisputeUpheld(responsible: "minekonom")),
            .reportRequested(ReportRequest(organisation: "x", due: moment, text: "")),
            .reopened(reason: "", rework: nil, explanation: []),
            .superseded(by: Successor(id: Fixture.caseID, number: nil), reason: ""),
            .corrected(InstructionCorrected(reason: "", content: draft, changes: [], due: moment)),
            .extensionRequested(ExtensionRequest(date: day, reason: .other, text: "", due: moment)),
            .extensionWithdrawn(comment: nil), .extensionDenied(reason: ""), .extensionLapsed,
            .reminded(LadderNotice(step: .overdue, due: moment, skipped: [.dueSoon(-1)], text: "", norm: "")),
            .escalated(
                LadderNotice(step: .escalation(.office, after: 0), due: moment, skipped: [], text: "", norm: "")),
            .extensionGranted(ExtensionGrant(due: moment, days: -7, explanation: [])),
            .closedUnexecuted(reason: "", basis: ""), .withdrawn(reason: ""),
        ].randomElement(using: &generator)
    }

    private static func act(
        _ kind: InstructionActKind, by organisation: String, using generator: inout SeededGenerator
    ) -> InstructionAct {
        let words = ["", " ", "текст", "ответ", "акт 7", "\u{0}\"\\/", "й и\u{306} 🗂"].shuffled(using: &generator)
        let date =
            Bool.random(using: &generator)
            ? CalendarDate(daysSince1970: Int.random(in: 16_870...17_040, using: &generator)) : nil
        switch kind {
        case .create: return .create(draft(date, using: &generator))
        case .register:
            return .register(
                recipientNumber: words[0] + "1",
                recipientDate: Int.random(in: 0..<4, using: &generator) == 0 ? date : nil)
        case .refuse:
            let reason = Bool.random(using: &generator) ? "Нет подписи" : words[0]
            return .refuse(reason: reason, comment: words[1])
        case .contribute: return .contribute(text: words[0] + "т")
        case .interimReport: return .interimReport(text: words[0])
        case .disputeExecutor:
            let heir = ["tpu", "fano", "minfin", "minekonom", "nobody"].randomElement(using: &generator) ?? ""
            return .disputeExecutor(replacement: heir, visa: words[0] + ".", text: words[1] + ".")
        case .upholdDispute:
            return .upholdDispute(
                responsible: [nil, nil, "fano", "audit-office"].randomElement(using: &generator) ?? nil,
                restartClock: Bool.random(using: &generator), comment: words.first)
        case .requestReport:
            return .requestReport(
                organisation: [nil, "tpu", "fano"].randomElement(using: &generator) ?? nil,
                date: date ?? Fixture.date("2016-06-30"), text: words[0] + ".")
        case .correct: return .correct(correction(of: nil, using: &generator))
        case .supersede:
            return .supersede(by: ["43", "44"].randomElement(using: &generator) ?? "", reason: words[0] + ".")
        case .reopen: return .reopen(reason: words[0] + ".", newDate: date)
        case .requestExtension:
            let reason = Bool.random(using: &generator) ? "approval" : words[0]
            return .requestExtension(
                newDate: date ?? Fixture.date("2016-05-31"), reason: reason, text: words[1] + ".")
        case .grantExtension: return .grantExtension(newDate: date, comment: words.first)
        case .denyExtension: return .denyExtension(reason: words[0] + ".")
        case .report:
            let waived = Bool.random(using: &generator) ? ["tpu": words[0] + "."] : [:]
            return .report(text: words[1] + ".", evidence: Array(words.prefix(2)), waived: waived)
        case .return: return .return(reason: words[0] + ".", newDate: date)
        case .accept: return .accept(comment: words.first)
        case .assign where Int.random(in: 0..<4, using: &generator) == 0: return .assign(person: words[0])
        case .withdrawExtension, .lapseExtension, .rejectDispute, .remind, .escalate: return Fixture.act(kind)
        case .issue, .assign, .close, .closeUnexecuted, .withdraw: return Fixture.act(kind, by: organisation)
        }
    }

    private static func correction(
        of instruction: Instruction?, using generator: inout SeededGenerator
    ) -> InstructionCorrection {
        let isStale = Int.random(in: 0..<8, using: &generator) == 0
        var correction = InstructionCorrection(
            revision: (instruction?.revision ?? 0) + (isStale ? 1 : 0), reason: "уточнено")
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: correction.responsible = ["tpu", "minfin", "fano"].randomElement(using: &generator)
        case 1: correction.coExecutors = [[], ["minfin"], ["tpu", "fano"]].randomElement(using: &generator)
        case 2:
            correction.deadline = CalendarDate(daysSince1970: Int.random(in: 16_870...17_040, using: &generator))
        case 3: correction.controller = ["minekonom", "audit-office", "tsu"].randomElement(using: &generator)
        case 4: correction.observers = [[], ["minfin"]].randomElement(using: &generator)
        default: correction.text = "текст \(Int.random(in: 0..<9, using: &generator))"
        }
        return correction
    }

    private static func draft(_ date: CalendarDate?, using generator: inout SeededGenerator) -> InstructionDraft {
        var draft = Bool.random(using: &generator) ? Fixture.draft : Fixture.controlledDraft
        draft.mark = [nil, .urgent, .prompt].randomElement(using: &generator) ?? nil
        draft.policy = [nil, "federal", "regional"].randomElement(using: &generator) ?? nil
        if Bool.random(using: &generator) { draft.coExecutors = [] }
        if Int.random(in: 0..<4, using: &generator) == 0 { draft.deadline = date }
        if Int.random(in: 0..<8, using: &generator) == 0 {
            draft.withoutDeadline = true
            draft.mark = nil
        }
        if Int.random(in: 0..<20, using: &generator) == 0 { draft.responsible = "nobody" }
        if Int.random(in: 0..<20, using: &generator) == 0 { draft.observers = ["tsu"] }
        return draft
    }
}
