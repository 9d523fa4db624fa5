// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Approval {
    /// What is on an organisation's list: the acts it is waited for with; for the author also the remarks it can answer
    /// while the document still goes round, and the votes that are late.
    ///
    /// Total over every state. Remarks of the open stage are the author's to know, so nobody else has a task for them.
    public func tasks(of organisation: String, at instant: Instant, in programme: ProgrammeRules)
        -> [CaseTask<ApprovalRole>]
    {
        let waits = why(at: instant, in: programme).waits
        let own = waits.filter { $0.organisation == organisation }.map {
            CaseTask(role: $0.role, task: $0.task, due: $0.due, overdue: $0.overdue, waitsFor: [])
        }
        guard state == .routed, organisation == author else { return own }
        var others: [CaseTask<ApprovalRole>] = []
        if !openRemarks.isEmpty {
            let numbers = openRemarks.map { String($0.number) }.joined(separator: ", ")
            others.append(
                CaseTask(
                    role: .author, task: "answer the remarks (\(numbers)) while the others vote", overdue: false,
                    waitsFor: []))
        }
        let late = waits.filter { $0.overdue && $0.organisation != organisation }
        if !late.isEmpty {
            others.append(
                CaseTask(
                    role: .author, task: "votes are overdue: ask for them", due: late.compactMap(\.due).min(),
                    overdue: true, waitsFor: late.map(\.organisation)))
        }
        return own + others
    }
}
