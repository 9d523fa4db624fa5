// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Wire

/// What is read of a case in the same way whatever its kind.
extension Session {
    /// Prints a case with its columns and, where there are any, the acts that were entered later than they happened.
    func showCase<Case: Codable & Hashable & Sendable>(
        _ path: String, _ reference: String, as type: Case.Type, _ columns: [Column<Case>]
    ) async throws {
        let zone = try await zone()
        let late = Column<CaseView<Case>>("entered-late") { .list($0.enteredLate.map { $0.written(in: zone) }) }
        try await show(path, reference, as: CaseView<Case>.self, columns.map { $0.of(\.subject) } + [late])
    }

    /// Prints the messages of the case at this path.
    func log(of path: String, _ options: ListOptions) async throws {
        try await list(
            "\(path)/log", [], options, as: MessageView.self,
            [
                .time("occurred") { $0.occurredAt },
                Column.time("entered") { $0.knownAt > $0.occurredAt ? $0.knownAt : nil }.rare,
                Column("kind") { .text($0.kind) },
                Column("by") { .text($0.actor.organisation) },
                Column("person") { .optional($0.actor.person) },
                Column("capacity") { .text($0.actor.capacity.rawValue) },
                Column("to") { .list($0.audience.map(\.organisation)) },
                Column("message") { .text($0.id.description) },
                MessageView.attachmentNames,
            ])
    }

    /// Prints the acts of the case at this path, and whether the caller may do each now.
    func allowedActs(in path: String, _ options: ListOptions) async throws {
        try await list(
            "\(path)/allowed-actions", [], options, as: AllowedAct.self,
            [
                Column("act") { .text($0.act) },
                Column("rule") { .text($0.rule) },
                Column("allowed") { .text($0.allowed ? "yes" : "no") },
                Column("why") { .optional($0.why) },
            ])
    }
}

extension LateEntry {
    /// `instruction.issue of 11.04.2016 12:00, entered 12.04.2016 09:00 for minekonom (operator-on-behalf) on письмо № 1`.
    fileprivate func written(in zone: Zone?) -> String {
        func text(_ instant: Instant) -> String { zone?.text(instant) ?? instant.description }
        let who = [actor.person, "for \(actor.organisation) (\(actor.capacity.rawValue))"].compactMap(\.self)
        return "\(kind) of \(text(occurredAt)), entered \(text(enteredAt)) \(who.joined(separator: " "))"
            + (actor.basis.map { " on \($0)" } ?? "")
    }
}
