// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What an issuer changes in an instruction that was given; what is left out stays as it is.
public struct InstructionCorrection: Hashable, Sendable, Codable {
    /// The revision it was made on; another act since then makes it stale.
    public var revision: Int
    /// Why.
    public var reason: String
    /// What is to be done.
    public var text: String?
    /// The last day; the deadline that was first fixed stays known beside it.
    public var deadline: CalendarDate?
    /// Who answers for it: it is issued anew to that body.
    public var responsible: String?
    /// All co-executors.
    public var coExecutors: [String]?
    /// Who accepts the report; the issuer's own code means itself.
    public var controller: String?
    /// All observers.
    public var observers: [String]?
    /// The roadmap action it serves.
    public var aboutAction: String?
    /// All federal instruments it uses.
    public var instruments: [String]?
    /// The document it rests on.
    public var basis: String?

    /// A correction that changes nothing yet.
    public init(revision: Int, reason: String) {
        self.revision = revision
        self.reason = reason
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case revision, reason, text, deadline, responsible, coExecutors, controller, observers, aboutAction
        case instruments, basis
    }

    /// Reads a correction; without a revision it is stale.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String? { try members.decodeIfPresent(String.self, forKey: key) }
        func texts(_ key: CodingKeys) throws -> [String]? { try members.decodeIfPresent([String].self, forKey: key) }
        revision = try members.decodeIfPresent(Int.self, forKey: .revision) ?? 0
        reason = try members.decode(String.self, forKey: .reason)
        self.text = try text(.text)
        deadline = try members.decodeIfPresent(CalendarDate.self, forKey: .deadline)
        responsible = try text(.responsible)
        coExecutors = try texts(.coExecutors)
        controller = try text(.controller)
        observers = try texts(.observers)
        aboutAction = try text(.aboutAction)
        instruments = try texts(.instruments)
        basis = try text(.basis)
    }

    /// The instruction's words as they are after it.
    func applied(to content: InstructionDraft, of issuer: String) -> InstructionDraft {
        var content = content
        if let text { content.text = text }
        if let deadline {
            content.deadline = deadline
            content.withoutDeadline = false
        }
        if let responsible { content.responsible = responsible }
        if let coExecutors { content.coExecutors = coExecutors }
        if let controller { content.controller = controller == issuer ? nil : controller }
        if let observers { content.observers = observers }
        if let aboutAction { content.aboutAction = aboutAction }
        if let instruments { content.instruments = instruments }
        if let basis { content.basis = basis }
        return content
    }
}

/// One thing a correction changed: what it said, and what it says now.
public struct InstructionChange: Hashable, Sendable, Codable {
    /// The member of the draft, e.g. `deadline`.
    public var field: String
    /// What it said; a list is joined by commas, nothing is empty.
    public var before: String
    /// What it says.
    public var after: String

    enum CodingKeys: String, CodingKey { case field, before, after }

    /// A change of one member.
    public init(field: String, before: String, after: String) {
        self.field = field
        self.before = before
        self.after = after
    }

    /// What differs, in the order of the draft.
    static func between(_ before: InstructionDraft, _ after: InstructionDraft) -> [InstructionChange] {
        func words(_ draft: InstructionDraft) -> [(InstructionDraft.CodingKeys, String)] {
            [
                (.responsible, draft.responsible), (.coExecutors, draft.coExecutors.joined(separator: ", ")),
                (.controller, draft.controller ?? ""), (.observers, draft.observers.joined(separator: ", ")),
                (.text, draft.text), (.deadline, draft.deadline?.description ?? ""),
                (.aboutAction, draft.aboutAction ?? ""), (.instruments, draft.instruments.joined(separator: ", ")),
                (.basis, draft.basis ?? ""),
            ]
        }
        return zip(words(before), words(after)).filter { $0.1 != $1.1 }.map {
            InstructionChange(field: $0.0.rawValue, before: $0.1, after: $1.1)
        }
    }
}

/// What correcting fixed: the whole of the instruction's words, and what differs.
public struct InstructionCorrected: Hashable, Sendable, Codable {
    /// Why.
    public var reason: String
    /// The instruction as its recipients read it from now on.
    public var content: InstructionDraft
    /// What differs from before.
    public var changes: [InstructionChange]
    /// The deadline from now on, when it was changed.
    public var due: Instant?
    /// The last moment for the parts of new co-executors.
    public var halfTermDue: Instant?
    /// Who moved the deadline, and why.
    public var explanation: [ExplanationStep]

    enum CodingKeys: String, CodingKey { case reason, content, changes, due, halfTermDue, explanation }

    /// A correction of all its parts.
    public init(
        reason: String, content: InstructionDraft, changes: [InstructionChange], due: Instant? = nil,
        halfTermDue: Instant? = nil, explanation: [ExplanationStep] = []
    ) {
        self.reason = reason
        self.content = content
        self.changes = changes
        self.due = due
        self.halfTermDue = halfTermDue
        self.explanation = explanation
    }
}
