// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// Something that waits for an organisation.
public struct TaskItem: Hashable, Sendable, Codable {
    /// The instruction, when it is one.
    public var instruction: Identifier?
    /// The approval, when it is one.
    public var approval: Identifier?
    /// The use of an instrument, when it is one.
    public var instrumentUse: Identifier?
    /// Its registration number.
    public var number: String?
    /// What is asked for.
    public var text: String
    /// Who asks: the instruction's issuer, the approval's author, who stated the need.
    public var issuer: String
    /// Who has to do it.
    public var organisation: String
    /// In which role.
    public var role: String
    /// The state of the case.
    public var state: String
    /// The end of the term.
    public var due: Instant?
    /// Whether the term is over.
    public var isOverdue: Bool
    /// Working days to the end of the term; negative when it is over.
    public var workingDaysLeft: Int?
    /// What the organisation can do now.
    public var acts: [String]
    /// What is to be done, in words.
    public var task: String?
    /// Whose act is waited for; absent when the organisation itself has to act.
    public var waitsFor: [String]?

    /// The case, of whichever kind.
    public var caseID: Identifier? { instruction ?? approval ?? instrumentUse }

    /// Makes it from its members.
    public init(
        instruction: Identifier? = nil, approval: Identifier? = nil, instrumentUse: Identifier? = nil,
        number: String? = nil, text: String, issuer: String, organisation: String, role: String, state: String,
        due: Instant? = nil, isOverdue: Bool,
        workingDaysLeft: Int? = nil, acts: [String], task: String? = nil, waitsFor: [String]? = nil
    ) {
        self.instruction = instruction
        self.approval = approval
        self.instrumentUse = instrumentUse
        self.number = number
        self.text = text
        self.issuer = issuer
        self.organisation = organisation
        self.role = role
        self.state = state
        self.due = due
        self.isOverdue = isOverdue
        self.workingDaysLeft = workingDaysLeft
        self.acts = acts
        self.task = task
        self.waitsFor = waitsFor
    }
}
