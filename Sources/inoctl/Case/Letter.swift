// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Wire

/// An instruction as a Russian letter, to print and to post.
struct Letter {
    var instruction: Instruction
    /// Names by code, of organisations, persons, the roadmap action and instruments; a code without one stands for itself.
    var names: [String: String]
    /// The message that issued it; absent for a draft.
    var issued: MessageView?
    /// The signatory's position.
    var position: String?
    var zone: Zone?

    static let width = 76

    /// The whole page.
    var text: String {
        var lines = head
        lines += [""] + DisplayWidth.wrapped(instruction.text, to: Self.width) + [""]
        lines += term
        lines += proposals
        lines += [""] + signature + [""] + foot
        return lines.map(\.trimmingTrailingSpaces).joined(separator: "\n") + "\n"
    }

    private var head: [String] {
        let number = instruction.number.map { "№ \($0)" } ?? "ПРОЕКТ"
        var lines = DisplayWidth.wrapped(name(instruction.issuer).uppercased(), to: Self.width).map(Self.centred)
        lines += ["", Self.centred("ПОРУЧЕНИЕ"), Self.apart(date(instruction.issuedAt) ?? "", number)]
        if let mark = instruction.mark { lines.append(Self.apart("", mark.rawValue.uppercased())) }
        lines.append("")
        lines += field("Ответственный исполнитель", [instruction.responsible])
        lines += field("Соисполнители", instruction.coExecutors)
        lines += field("Контроль", [instruction.controller ?? instruction.issuer])
        lines += field("Для сведения", instruction.observers)
        lines += field("Дорожная карта", [instruction.aboutAction].compactMap { $0 }, withCode: true)
        lines += field("Инструменты", instruction.instruments, withCode: true)
        lines += field("Основание", [instruction.basis].compactMap { $0 })
        return lines
    }

    /// The original term with its norm, then what stands beside it: a changed term, and the date of a rework.
    private var term: [String] {
        if instruction.withoutDeadline && instruction.deadline.current == nil {
            return ["Срок исполнения: без срока."] + rework
        }
        let deadline = instruction.deadline
        let due =
            deadline.pending
            ? "исчисляется со дня регистрации ответственным исполнителем"
            : (deadline.original ?? deadline.current).map(instant) ?? "не определён"
        var lines = DisplayWidth.wrapped("Срок исполнения: \(due).", to: Self.width)
        lines += DisplayWidth.wrapped("Норма: \(LetterNorm.text(of: instruction)).", to: Self.width)
        if let current = deadline.current, let original = deadline.original, current != original {
            lines += DisplayWidth.wrapped("Действующий срок: \(instant(current)).", to: Self.width)
            lines += DisplayWidth.wrapped("Норма: \(LetterNorm.changed).", to: Self.width)
        }
        return lines + rework
    }

    private var rework: [String] {
        guard let date = instruction.deadline.rework else { return [] }
        return DisplayWidth.wrapped("Срок доработки: \(instant(date)); \(LetterNorm.rework).", to: Self.width)
    }

    private var proposals: [String] {
        let dates = instruction.assignments.compactMap(\.halfTermDue)
        guard let date = dates.min() else { return [] }
        return DisplayWidth.wrapped(
            "Соисполнители представляют предложения ответственному исполнителю не позднее \(instant(date)).",
            to: Self.width)
    }

    private var signature: [String] {
        guard let actor = issued?.actor else { return [Self.apart("________________", "________________")] }
        let who = actor.person.map(name) ?? ""
        let rank = position ?? actor.position ?? "За \(name(actor.organisation))"
        var lines = DisplayWidth.wrapped(rank, to: Self.width / 2)
        lines[lines.count - 1] = Self.apart(lines[lines.count - 1], "____________  " + who)
        if actor.capacity == .operatorOnBehalf {
            lines += DisplayWidth.wrapped(
                "Внесено оператором по поручению органа; основание: \(actor.basis ?? "не указано").", to: Self.width)
        }
        return lines
    }

    private var foot: [String] {
        var lines = [
            String(repeating: "─", count: Self.width), "Дело \(instruction.id), программа \(instruction.programme)",
        ]
        if let issued {
            lines += ["Сообщение \(issued.id) от \(instant(issued.occurredAt))", "SHA-256 \(issued.hash)"]
        }
        return lines
    }

    private func field(_ title: String, _ codes: [String], withCode: Bool = false) -> [String] {
        guard !codes.isEmpty else { return [] }
        let indent = 28
        return codes.enumerated().flatMap { place, code in
            let full = withCode && names[code] != nil ? "\(name(code)) (\(code))" : name(code)
            return DisplayWidth.wrapped(full, to: Self.width - indent).enumerated().map { line, text in
                DisplayWidth.padded(place == 0 && line == 0 ? title + ":" : "", to: indent) + text
            }
        }
    }

    private func name(_ code: String) -> String { names[code] ?? code }

    private func instant(_ instant: Instant) -> String {
        zone.map { "\($0.text(instant)) (\($0.identifier))" } ?? instant.description
    }

    private func date(_ instant: Instant?) -> String? {
        instant.map { instant in zone.map { String($0.text(instant).prefix(10)) } ?? instant.description }
    }

    private static func centred(_ text: String) -> String {
        String(repeating: " ", count: max(0, (width - DisplayWidth.columns(of: text)) / 2)) + text
    }

    private static func apart(_ left: String, _ right: String) -> String {
        let gap = width - DisplayWidth.columns(of: left) - DisplayWidth.columns(of: right)
        return left + String(repeating: " ", count: max(2, gap)) + right
    }
}
