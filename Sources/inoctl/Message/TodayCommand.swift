// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Wire

/// What matters now, on one screen.
struct TodayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "today", abstract: "What matters now, on one screen; each line ends with the command to run.",
        discussion: """
            For a body: what is overdue, due within 7 days or waits for its act, what it gave that is late, its webhooks that
            take nothing, messages not yet received or registered. For the office that runs the programme: the same over all bodies. Windows for
            applications that close within 30 days, where the register knows them.
            """)
    @Option(name: .customLong("org"), help: "For this organisation; the token's own, or the office, when absent.")
    var organisation: String?
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let session = try Session(global)
        let answer = try await session.client.get("/v1/today", [("organisation", organisation)])
        if session.output.format == .json && session.output.sort.isEmpty {
            _ = try session.output.document(answer)
            return
        }
        let today = try answer.decoded(as: Today.self)
        let zone = try await session.zone()
        let mine = today.organisation != nil && organisation == nil
        try session.output.list(
            answer["items"]?.items ?? [], as: TodayItem.self, Self.columns(zone: zone, isMine: mine), zone: zone)
        guard session.output.format.isForPeople else { return }
        let whose = today.organisation ?? "the office"
        let now = zone?.text(today.now) ?? today.now.description
        guard !today.items.isEmpty else { return session.note("nothing presses for \(whose) · \(now)") }
        let counts = TodayItem.Kind.allCases.compactMap { kind in
            let count = today.items.count { $0.kind == kind }
            return count == 0 ? nil : "\(count) \(kind.rawValue)"
        }
        session.note("\(whose) · \(now) · \(counts.joined(separator: ", "))")
    }

    private static func columns(zone: Zone?, isMine: Bool) -> [Column<TodayItem>] {
        [
            Column("why") { .text($0.kind.rawValue) },
            Column("what") { .text($0.reference) },
            Column("about") { .text($0.text) },
            Column("who") { .optional($0.who) },
            Column("role") { .optional($0.role) }.wide,
            Column("count") { .number($0.count) }.wide,
            Column("day") { .optional($0.day?.description) }.wide,
            .time("due") { item in item.due ?? item.day.flatMap { day in zone?.instant(day, hour: 23, minute: 59) } },
            Column("next") { .text(next($0, isMine: isMine)) },
        ]
    }

    /// The acts by which a part is done, the usual one first.
    private static let usual = ["register", "contribute", "report", "accept", "close", "assign", "issue"]

    /// The command to run.
    static func next(_ item: TodayItem, isMine: Bool) -> String {
        if item.approval != nil { return "inoctl approval why \(item.reference)" }
        if item.instrumentUse != nil { return "inoctl instrument use why \(item.reference)" }
        switch item.kind {
        case .overdue, .dueSoon, .waits:
            let act = usual.first(where: item.acts.contains) ?? item.acts.first
            return "inoctl instruction \(isMine ? act ?? "why" : "why") \(item.reference)"
        case .issuedLate: return "inoctl instruction why \(item.reference)"
        case .webhook: return "inoctl webhook log \(item.reference)"
        case .messages: return isMine ? "inoctl message inbox" : "inoctl message inbox --org \(item.reference)"
        case .window: return "inoctl instrument show \(item.reference)"
        }
    }
}
