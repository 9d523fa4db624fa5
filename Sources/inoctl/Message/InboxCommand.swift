// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

/// What waits for me.
struct InboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox", abstract: "My to-do list: what waits for my organisation, the nearest term first.",
        discussion: "The organisation's messages, number by number, are 'inoctl message inbox'.")
    @Option(name: .customLong("org"), help: "Whose; the token's own organisation when absent.")
    var organisation: String?
    @Option(help: "Only what is due within this time, such as 7d.") var due: String?
    @Option(
        help:
            "Only in this role: responsible, co-executor, controller, issuer, approver, author, signer, office, recipient, owner."
    )
    var role: String?
    @OptionGroup var list: ListOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let session = try Session(global)
        let found = try await session.items(
            "/v1/tasks", [("organisation", organisation), ("due", due), ("role", role)], list)
        let zone = try await session.zone()
        try session.output.list(found.items, as: TaskItem.self, Self.columns, zone: zone)
        guard session.output.format.isForPeople else { return }
        let overdue = found.items.count { $0["isOverdue"] == .bool(true) }
        guard let first = found.items.first else {
            return session.note("nothing waits; what others are to do: inoctl instruction list --issuer ORG")
        }
        let task = try first.decoded(as: TaskItem.self)
        let reference = task.number ?? task.caseID?.description ?? ""
        let noun =
            task.approval != nil ? "approval" : task.instrumentUse != nil ? "instrument use" : "instruction"
        let count = found.isWhole ? "\(found.items.count)" : "the first \(found.items.count)"
        session.note("\(count) · overdue \(overdue) · next: inoctl \(noun) why \(reference)")
    }

    private static let columns: [Column<TaskItem>] = [
        Column("number") { .text($0.number ?? $0.caseID?.description ?? "") },
        Column("what") { .text($0.text) },
        Column("from") { .text($0.issuer) },
        Column("role") { .text($0.role) },
        .time("due") { $0.due },
        Column("left") { .text(left($0)) },
        Column("state") { .text($0.state) },
        Column("task") { .optional($0.task) }.rare,
        Column("waits-for") { .list($0.waitsFor ?? []) }.rare,
        Column("can") { .list($0.acts) },
    ]

    private static func left(_ task: TaskItem) -> String {
        guard let days = task.workingDaysLeft else { return task.isOverdue ? "overdue" : "" }
        return task.isOverdue ? "overdue \(abs(days)) wd" : "\(days) wd"
    }
}
