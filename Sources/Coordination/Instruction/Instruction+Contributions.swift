// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// How co-executors keep the half-term date: what reports of discipline split the responsible's time by.
extension Instruction {
    /// The earliest half-term date of a co-executor's part that is still owed: past it, the responsible waits for another.
    public var contributionsDue: Instant? {
        assignments.filter { $0.role == .coExecutor && $0.owesPart }.compactMap(\.halfTermDue).min()
    }

    /// How many co-executors gave their part after the half-term date.
    public var lateContributions: Int { assignments.count { $0.role == .coExecutor && $0.lateContribution } }
}
