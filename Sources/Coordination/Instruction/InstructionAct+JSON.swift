// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// An act in JSON is its members and `type`, the act's name; where the name stands elsewhere (a URL), `type` is left out.
extension InstructionAct: Codable {
    enum CodingKeys: String, CodingKey {
        case type, recipientNumber, recipientDate, reason, comment, person, text, evidence, waived, newDate, answer,
            basis, replacement, visa, responsible, restartClock, organisation, date, by
    }

    /// Reads an act that names itself by `type`.
    public init(from decoder: any Decoder) throws {
        let kind = try decoder.container(keyedBy: CodingKeys.self).decode(InstructionActKind.self, forKey: .type)
        try self.init(kind, from: decoder)
    }

    /// Reads the members of an act whose name is already known.
    public init(_ kind: InstructionActKind, from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String { try members.decode(String.self, forKey: key) }
        func words(_ key: CodingKeys) throws -> String? { try members.decodeIfPresent(String.self, forKey: key) }
        func date(_ key: CodingKeys) throws -> CalendarDate? {
            try members.decodeIfPresent(CalendarDate.self, forKey: key)
        }
        switch kind {
        case .create: self = .create(try InstructionDraft(from: decoder))
        case .issue: self = .issue
        case .register:
            self = .register(recipientNumber: try text(.recipientNumber), recipientDate: try date(.recipientDate))
        case .refuse: self = .refuse(reason: try text(.reason), comment: try text(.comment))
        case .assign: self = .assign(person: try text(.person))
        case .contribute: self = .contribute(text: try text(.text))
        case .interimReport: self = .interimReport(text: try text(.text))
        case .disputeExecutor:
            self = .disputeExecutor(replacement: try text(.replacement), visa: try text(.visa), text: try text(.text))
        case .upholdDispute:
            self = .upholdDispute(
                responsible: try words(.responsible),
                restartClock: try members.decodeIfPresent(Bool.self, forKey: .restartClock) ?? false,
                comment: try words(.comment))
        case .rejectDispute: self = .rejectDispute(reason: try text(.reason))
        case .requestReport:
            self = .requestReport(
                organisation: try words(.organisation), date: try members.decode(CalendarDate.self, forKey: .date),
                text: try text(.text))
        case .requestExtension:
            self = .requestExtension(
                newDate: try members.decode(CalendarDate.self, forKey: .newDate), reason: try text(.reason),
                text: try text(.text))
        case .withdrawExtension: self = .withdrawExtension(comment: try words(.comment))
        case .grantExtension: self = .grantExtension(newDate: try date(.newDate), comment: try words(.comment))
        case .denyExtension: self = .denyExtension(reason: try text(.reason))
        case .lapseExtension: self = .lapseExtension
        case .remind: self = .remind
        case .escalate: self = .escalate
        case .report:
            self = .report(
                text: try text(.text), evidence: try members.decodeIfPresent([String].self, forKey: .evidence) ?? [],
                waived: try members.decodeIfPresent([String: String].self, forKey: .waived) ?? [:])
        case .return: self = .return(reason: try text(.reason), newDate: try date(.newDate))
        case .accept: self = .accept(comment: try words(.comment))
        case .close: self = .removeFromControl(answer: try text(.answer))
        case .closeUnexecuted: self = .removeUnexecuted(reason: try text(.reason), basis: try text(.basis))
        case .withdraw: self = .withdraw(reason: try text(.reason))
        case .correct: self = .correct(try InstructionCorrection(from: decoder))
        case .supersede: self = .supersede(by: try text(.by), reason: try text(.reason))
        case .reopen: self = .reopen(reason: try text(.reason), newDate: try date(.newDate))
        }
    }

    /// Writes the members and `type`.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(kind, forKey: .type)
        switch self {
        case .create(let draft): try draft.encode(to: encoder)
        case .correct(let correction): try correction.encode(to: encoder)
        case .supersede(let by, let reason):
            try members.encode(by, forKey: .by)
            try members.encode(reason, forKey: .reason)
        case .issue, .lapseExtension, .remind, .escalate: break
        case .register(let number, let date):
            try members.encode(number, forKey: .recipientNumber)
            try members.encodeIfPresent(date, forKey: .recipientDate)
        case .refuse(let reason, let comment):
            try members.encode(reason, forKey: .reason)
            try members.encode(comment, forKey: .comment)
        case .assign(let person): try members.encode(person, forKey: .person)
        case .contribute(let text), .interimReport(let text): try members.encode(text, forKey: .text)
        case .disputeExecutor(let replacement, let visa, let text):
            try members.encode(replacement, forKey: .replacement)
            try members.encode(visa, forKey: .visa)
            try members.encode(text, forKey: .text)
        case .upholdDispute(let responsible, let restartClock, let comment):
            try members.encodeIfPresent(responsible, forKey: .responsible)
            try members.encode(restartClock, forKey: .restartClock)
            try members.encodeIfPresent(comment, forKey: .comment)
        case .requestReport(let organisation, let date, let text):
            try members.encodeIfPresent(organisation, forKey: .organisation)
            try members.encode(date, forKey: .date)
            try members.encode(text, forKey: .text)
        case .requestExtension(let date, let reason, let text):
            try members.encode(date, forKey: .newDate)
            try members.encode(reason, forKey: .reason)
            try members.encode(text, forKey: .text)
        case .grantExtension(let date, let comment):
            try members.encodeIfPresent(date, forKey: .newDate)
            try members.encodeIfPresent(comment, forKey: .comment)
        case .report(let text, let evidence, let waived):
            try members.encode(text, forKey: .text)
            try members.encode(evidence, forKey: .evidence)
            try members.encode(waived, forKey: .waived)
        case .return(let reason, let date), .reopen(let reason, let date):
            try members.encode(reason, forKey: .reason)
            try members.encodeIfPresent(date, forKey: .newDate)
        case .accept(let comment), .withdrawExtension(let comment):
            try members.encodeIfPresent(comment, forKey: .comment)
        case .removeFromControl(let answer): try members.encode(answer, forKey: .answer)
        case .removeUnexecuted(let reason, let basis):
            try members.encode(reason, forKey: .reason)
            try members.encode(basis, forKey: .basis)
        case .withdraw(let reason), .denyExtension(let reason), .rejectDispute(let reason):
            try members.encode(reason, forKey: .reason)
        }
    }
}

extension InstructionActKind {
    /// The members an act of this kind may have in JSON besides `type`; any other is a mistake of the sender.
    public var members: [String] {
        switch self {
        case .create: InstructionDraft.CodingKeys.allCases.map(\.rawValue)
        case .correct: InstructionCorrection.CodingKeys.allCases.map(\.rawValue)
        case .supersede: ["by", "reason"]
        case .issue, .lapseExtension, .remind, .escalate: []
        case .register: ["recipientNumber", "recipientDate"]
        case .refuse: ["reason", "comment"]
        case .assign: ["person"]
        case .contribute, .interimReport: ["text"]
        case .disputeExecutor: ["replacement", "visa", "text"]
        case .upholdDispute: ["responsible", "restartClock", "comment"]
        case .requestReport: ["organisation", "date", "text"]
        case .requestExtension: ["newDate", "reason", "text"]
        case .grantExtension: ["newDate", "comment"]
        case .report: ["text", "evidence", "waived"]
        case .return, .reopen: ["reason", "newDate"]
        case .accept, .withdrawExtension: ["comment"]
        case .close: ["answer"]
        case .closeUnexecuted: ["reason", "basis"]
        case .withdraw, .denyExtension, .rejectDispute: ["reason"]
        }
    }
}
