// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import Testing

/// A programme in Tomsk, the shipped calendar, and an instruction of a ministry to two universities.
enum Fixture {
    static let zone = require(Zone(identifier: "Asia/Tomsk"))
    static let calendar = loadCalendar()
    static let programme = ProgrammeRules(code: "ino-tomsk", zone: zone, endOfDayHour: 18, calendar: calendar)
    static let caseID = Identifier(rawValue: 42)
    static let people: [String: Set<String>] = [
        "signer": ["minekonom"], "ivanov": ["tsu"], "petrov": ["tpu"], "checker": ["audit-office"],
    ]
    static let organisations: Set<String> = ["minekonom", "tsu", "tpu", "fano", "audit-office", "minfin"]

    static let context = CaseContext(
        caseID: caseID, programme: programme, nextNumber: "П-2016-0001", organisations: organisations,
        positions: people, actions: ["v1-05"], instruments: ["sez_tomsk"],
        instructions: [
            "43": InstructionFact(
                id: Identifier(rawValue: 43), programme: "ino-tomsk", number: "П-2016-0002", issuer: "minekonom",
                state: .issued)
        ])

    static let draft = InstructionDraft(
        responsible: "tsu", coExecutors: ["tpu"], observers: ["fano"], text: "Предложения по площадке",
        mark: .prompt, aboutAction: "v1-05", instruments: ["sez_tomsk"])

    static var controlledDraft: InstructionDraft {
        var draft = draft
        draft.controller = "audit-office"
        return draft
    }

    static func actor(_ organisation: String, _ capacity: Capacity = .own, person: String? = nil) -> Actor {
        Actor(
            person: person, organisation: organisation, capacity: capacity,
            basis: capacity == .operatorOnBehalf ? "письмо 14-1/22" : nil)
    }

    static func date(_ text: String) -> CalendarDate { require(CalendarDate(text)) }
    static func instant(_ text: String) -> Instant { require(Instant(text)) }

    /// 10:00 in Tomsk on the day of issue, and so many hours later.
    static func hour(_ hours: Int) -> Instant {
        instant("2016-03-25T04:00:00Z").adding(seconds: hours * 3600)
    }

    /// An act with words that pass every guard.
    static func act(_ kind: InstructionActKind, by organisation: String = "", draft: InstructionDraft = draft)
        -> InstructionAct
    {
        switch kind {
        case .create: .create(draft)
        case .issue: .issue
        case .register: .register(recipientNumber: "вх-17", recipientDate: nil)
        case .refuse: .refuse(reason: "wrong-addressee", comment: "не наш вопрос")
        case .assign: .assign(person: organisation == "tpu" ? "petrov" : "ivanov")
        case .contribute: .contribute(text: "предложения прилагаются")
        case .interimReport: .interimReport(text: "половина сделана")
        case .disputeExecutor:
            .disputeExecutor(replacement: "minfin", visa: "письмо 5", text: "вопрос бюджета")
        case .upholdDispute: .upholdDispute(responsible: nil, restartClock: false, comment: nil)
        case .rejectDispute: .rejectDispute(reason: "вопрос ваш")
        case .requestReport: .requestReport(organisation: nil, date: date("2016-04-01"), text: "ход работ")
        case .correct: .correct(correction(of: nil))
        case .supersede: .supersede(by: "43", reason: "изменены условия")
        case .reopen: .reopen(reason: "доклад неверен", newDate: nil)
        case .requestExtension:
            .requestExtension(newDate: date("2016-04-15"), reason: "information", text: "нет ответа кадастра")
        case .withdrawExtension: .withdrawExtension(comment: nil)
        case .grantExtension: .grantExtension(newDate: nil, comment: nil)
        case .denyExtension: .denyExtension(reason: "срок достаточен")
        case .lapseExtension: .lapseExtension
        case .remind: .remind
        case .escalate: .escalate
        case .report: .report(text: "сделано", evidence: ["акт 7"], waived: [:])
        case .return: .return(reason: "нет приложения", newDate: nil)
        case .accept: .accept(comment: nil)
        case .close: .removeFromControl(answer: "ответ 12")
        case .closeUnexecuted: .removeUnexecuted(reason: "утратило актуальность", basis: "решение 3")
        case .withdraw: .withdraw(reason: "ошибка")
        }
    }

    /// A correction that is possible wherever one is: of the basis.
    static func correction(of instruction: Instruction?) -> InstructionCorrection {
        var correction = InstructionCorrection(revision: instruction?.revision ?? 0, reason: "уточнено")
        correction.basis = "протокол 5"
        return correction
    }

    /// Plays acts one hour apart from a draft on.
    static func play(
        _ acts: [(String, InstructionAct)], draft: InstructionDraft = draft, in context: CaseContext = context
    ) throws -> Instruction {
        var hour = 0
        var instruction = try Instruction.decide(
            .create(draft), on: nil, by: actor("minekonom"), at: Self.hour(hour), in: context
        ).after
        for (organisation, act) in acts {
            hour += 1
            instruction = try Instruction.decide(
                act, on: instruction, by: actor(organisation), at: Self.hour(hour), in: context
            ).after
        }
        return instruction
    }

    /// An instruction that came to a state by its acts; co-executors have not given their part before it is reported.
    static func instruction(in state: InstructionState, draft: InstructionDraft = draft) throws -> Instruction {
        let accepter = draft.controller ?? "minekonom"
        let way: [(String, InstructionAct)] = [
            ("minekonom", .issue), ("tsu", act(.register)), ("tsu", act(.assign)),
            ("tsu", .report(text: "сделано", evidence: ["акт 7"], waived: ["tpu": "не ответил"])),
        ]
        let acts: [(String, InstructionAct)] =
            switch state {
            case .draft: []
            case .issued: Array(way.prefix(1))
            case .registered: Array(way.prefix(2))
            case .inExecution: Array(way.prefix(3))
            case .reported: way
            case .executed: way + [(accepter, act(.accept))]
            case .closed: way + [(accepter, act(.accept)), (accepter, act(.close))]
            case .refused: Array(way.prefix(1)) + [("tsu", act(.refuse))]
            case .returned: way + [(accepter, act(.return))]
            case .withdrawn: Array(way.prefix(1)) + [("minekonom", act(.withdraw))]
            case .superseded: Array(way.prefix(1)) + [("minekonom", act(.supersede))]
            case .closedUnexecuted: Array(way.prefix(1)) + [("minekonom", act(.closeUnexecuted))]
            }
        return try play(acts, draft: draft)
    }

    private static func loadCalendar() -> WorkingCalendar {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "sql/reference/ino-tomsk/working_calendar_ru.csv")
        let text = require(try? String(contentsOf: file, encoding: .utf8))
        var calendar = WorkingCalendar()
        for line in text.split(whereSeparator: \.isNewline).dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            let day = date(String(cells[0]))
            calendar.days[day] = require(DayKind(rawValue: String(cells[1])))
            calendar.years.insert(day.year)
        }
        return calendar
    }

    private static func require<Value>(_ value: Value?, line: Int = #line) -> Value {
        guard let value else { preconditionFailure("a fixture on line \(line) is broken") }
        return value
    }
}

/// A generator that gives the same numbers in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}

/// The refusal of an act, or a failed test when it was allowed.
func refusal(_ body: () throws -> some Any, _ location: SourceLocation = #_sourceLocation) -> Refusal? {
    let refused = #expect(throws: Refusal.self, sourceLocation: location) { try body() }
    #expect(refused?.sentence.isEmpty == false, sourceLocation: location)
    #expect(refused?.next?.isEmpty == false, sourceLocation: location)
    return refused
}
