// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Instruction {
    /// One line of an organisation's list.
    public typealias Task = CaseTask<PartyRole>

    /// What is on an organisation's list: its own duties; for who gave the instruction or controls it, also that the
    /// deadline has passed and with whom it lies.
    ///
    /// Total over every state. An instruction is on a list once for each thing it wants.
    public func tasks(of organisation: String, at instant: Instant, in programme: ProgrammeRules) -> [Task] {
        let duties = why(at: instant, in: programme).duties
        let own = duties.filter { $0.organisation == organisation }.map {
            Task(role: $0.role, task: $0.task, due: $0.due, overdue: $0.overdue, waitsFor: [])
        }
        guard timeliness(at: instant) == .overdue else { return own }
        let watching = roles(of: organisation).intersection([.issuer, .controller]).subtracting(own.map(\.role))
        let debtors = duties.map(\.organisation).filter { $0 != organisation }
        guard let role = watching.contains(.controller) ? .controller : watching.first, !debtors.isEmpty else {
            return own
        }
        let watch = Task(
            role: role, task: "it is overdue: ask for the report, or decide what becomes of it", due: deadline.due,
            overdue: true, waitsFor: debtors.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
        return own + [watch]
    }
}
