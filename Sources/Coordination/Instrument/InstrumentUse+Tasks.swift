// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension InstrumentUse {
    /// What is on an organisation's list: the acts it is waited for with, such as the owner's decision on an application;
    /// for who stated the need and for the office also that the day for the next act has passed.
    ///
    /// Total over every state. Days end at the programme's hour.
    public func tasks(of organisation: String, at instant: Instant, in context: CaseContext)
        -> [CaseTask<InstrumentUsePart>]
    {
        let programme = context.programme
        let duties = why(at: instant, in: context).duties
        let own = duties.filter { $0.organisation == organisation }.map { duty in
            CaseTask(
                role: duty.part, task: duty.task, due: duty.due.map(programme.endOfDay), overdue: duty.overdue,
                waitsFor: [])
        }
        let late = duties.filter { $0.overdue && $0.organisation != organisation }
        let watching = parts(of: organisation).intersection([.needer, .office])
        guard own.isEmpty, !late.isEmpty, let role = watching.contains(.needer) ? .needer : watching.first else {
            return own
        }
        let watch = CaseTask(
            role: role, task: "it is overdue: ask for it, or decide what becomes of the need",
            due: late.compactMap(\.due).min().map(programme.endOfDay), overdue: true,
            waitsFor: late.map(\.organisation))
        return [watch]
    }
}
