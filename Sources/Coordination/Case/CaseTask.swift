// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// One line of an organisation's list: what a case waits for it to do, or what others owe it and are late with.
public struct CaseTask<Role: Hashable & Sendable>: Hashable, Sendable {
    /// In which part it has the task.
    public var role: Role
    /// What is to be done, in words.
    public var task: String
    /// The last moment that still counts.
    public var due: Instant?
    /// Whether that moment has passed.
    public var overdue: Bool
    /// Whose act is waited for; empty when the organisation itself has to act.
    public var waitsFor: [String]
}
