// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A report that the issuer's side asked one executor for, by a day of its own.
public struct ReportRequest: Hashable, Sendable, Codable {
    /// The executor.
    public var organisation: String
    /// The last moment for the report.
    public var due: Instant
    /// What it is to say.
    public var text: String

    /// A request of all its parts.
    public init(organisation: String, due: Instant, text: String) {
        self.organisation = organisation
        self.due = due
        self.text = text
    }

    enum CodingKeys: String, CodingKey { case organisation, due, text }
}

// I11: how it goes is asked for; the executor's next report answers it.
extension Instruction {
    /// I11: one executor is asked, by a day of its own; one open request for each.
    func requestReport(
        from organisation: String?, by date: CalendarDate, _ text: String, at instant: Instant, in context: CaseContext
    ) throws(Refusal) -> InstructionEvent {
        let act = InstructionActKind.requestReport
        try require(text, "what the report is to say", for: act)
        let organisation = organisation ?? responsible
        guard let part = executors.first(where: { $0.organisation == organisation }) else {
            throw refusal(
                "\(organisation) does not execute \(title)", act,
                "Ask \(executors.map(\.organisation).joined(separator: " or ")).")
        }
        if let open = part.requestedReport {
            throw refusal(
                "\(organisation) was asked for a report on \(title), due \(context.programme.zone.text(open.due)), and has "
                    + "not answered", act,
                "Wait for its interim report.")
        }
        let programme = context.programme
        let policy = try programme.policy(of: self, rule: act.rule)
        let due = try programme.due(on: date, under: policy, at: instant, rule: act.rule)
        return .reportRequested(
            ReportRequest(organisation: organisation, due: programme.endOfDay(due.date), text: text))
    }

    /// Marks the request that an executor's report answers.
    mutating func answerReportRequest(of organisation: String) {
        guard let index = executingPart(of: organisation) else { return }
        assignments[index].requestedReport = nil
    }
}
