// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination

/// The norm behind a term in Russian, for letters.
enum LetterNorm {
    static func text(of instruction: Instruction) -> String {
        if instruction.namedDate != nil { return "дата названа автором поручения" }
        let shipped = DeadlinePolicy.shipped.first {
            $0.code == instruction.policy && $0.version == instruction.policyVersion ?? 1
        }
        guard let policy = shipped, let term = try? policy.term(of: instruction.mark) else {
            let version = instruction.policyVersion.map { ", версия \($0)" } ?? ""
            return "политика сроков «\(instruction.policy ?? "по умолчанию")»\(version)"
        }
        let mark = instruction.mark.map { "«\($0.rawValue)»" } ?? "срок не указан"
        let start =
            switch policy.start {
            case .signing: "со дня подписания"
            case .registration: "со дня регистрации ответственным исполнителем"
            }
        return
            "\(mark) — \(Self.term(term)) \(start); срок, который приходится на нерабочий день, "
            + "истекает в предшествующий рабочий день (политика «\(policy.code)», версия \(policy.version))"
    }

    /// Why the term that stands is another than the original one: only who gave the instruction may change the date.
    static let changed = "срок изменён автором поручения; учёт ведётся и по первоначальному сроку"

    /// What the date of a return is.
    static let rework = "назван при возврате на доработку, срок исполнения не изменяет"

    /// `10 календарных дней`.
    static func term(_ term: DeadlinePolicy.Term) -> String {
        let forms =
            switch term.unit {
            case .calendarDays: ["календарный день", "календарных дня", "календарных дней"]
            case .workingDays: ["рабочий день", "рабочих дня", "рабочих дней"]
            case .months: ["месяц", "месяца", "месяцев"]
            }
        let isTeen = (11...14).contains(term.count % 100)
        switch term.count % 10 {
        case 1 where !isTeen: return "\(term.count) \(forms[0])"
        case 2...4 where !isTeen: return "\(term.count) \(forms[1])"
        default: return "\(term.count) \(forms[2])"
        }
    }
}
