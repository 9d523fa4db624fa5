// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Where the responsible's last request for more time stands, beside the main way.
public enum ExtensionState: String, Codable, Hashable, Sendable, CaseIterable {
    /// None was ever made.
    case none = "NONE"
    /// The issuer has not decided on it.
    case requested = "REQUESTED"
    /// The issuer moved the deadline.
    case granted = "GRANTED"
    /// The issuer said no.
    case denied = "DENIED"
    /// It was taken back, or fell away because the report came or the instruction ended.
    case withdrawn = "WITHDRAWN"
    /// The deadline passed before anybody decided; it stands.
    case lapsed = "LAPSED"
}

/// Why more time is asked for; no norm has a list, so the classes are ours, for counting.
public enum ExtensionReason: String, Codable, Hashable, Sendable, CaseIterable {
    /// «Не поступили материалы соисполнителя»
    case coExecutor = "co-executor"
    /// «Не получены сведения или документы»
    case information
    /// «Не завершено согласование»
    case approval
    /// «Изменились условия или объём работ»
    case scope
    /// «Не доведено финансирование»
    case funding
    /// «Обстоятельства непреодолимой силы»
    case forceMajeure = "force-majeure"
    /// «Иное»
    case other

    /// The class in Russian.
    public var russian: String {
        switch self {
        case .coExecutor: "Не поступили материалы соисполнителя"
        case .information: "Не получены сведения или документы"
        case .approval: "Не завершено согласование"
        case .scope: "Изменились условия или объём работ"
        case .funding: "Не доведено финансирование"
        case .forceMajeure: "Обстоятельства непреодолимой силы"
        case .other: "Иное"
        }
    }

    /// Reads a code, or its Russian words in any case.
    public init?(named text: String) {
        let wanted = text.lowercased()
        guard let reason = Self.allCases.first(where: { $0.rawValue == wanted || $0.russian.lowercased() == wanted })
        else { return nil }
        self = reason
    }
}

/// What a request for more time said.
public struct ExtensionRequest: Hashable, Sendable, Codable {
    /// The day it asks for.
    public var date: CalendarDate
    /// Why, by class.
    public var reason: ExtensionReason
    /// Why, in the responsible's words.
    public var text: String
    /// The deadline that stood.
    public var due: Instant

    /// A request of all its parts.
    public init(date: CalendarDate, reason: ExtensionReason, text: String, due: Instant) {
        self.date = date
        self.reason = reason
        self.text = text
        self.due = due
    }

    enum CodingKeys: String, CodingKey { case date, reason, text, due }
}

/// What granting more time fixed.
public struct ExtensionGrant: Hashable, Sendable, Codable {
    /// The deadline from now on.
    public var due: Instant
    /// Calendar days gained by it.
    public var days: Int
    /// The issuer's words.
    public var comment: String?
    /// Who moved the deadline, and why.
    public var explanation: [ExplanationStep]

    /// A grant of all its parts.
    public init(due: Instant, days: Int, comment: String? = nil, explanation: [ExplanationStep]) {
        self.due = due
        self.days = days
        self.comment = comment
        self.explanation = explanation
    }

    enum CodingKeys: String, CodingKey { case due, days, comment, explanation }
}

/// One request for more time and what became of it.
public struct DeadlineExtension: Hashable, Sendable, Codable {
    /// What it said.
    public var request: ExtensionRequest
    /// When it was made.
    public var requestedAt: Instant
    /// Where it stands; never `NONE`.
    public var state: ExtensionState
    /// When it was decided, taken back or lapsed.
    public var decidedAt: Instant?
    /// The words of the decision.
    public var decision: String?
    /// The deadline it led to, once granted.
    public var granted: Instant?
    /// Calendar days it gained.
    public var days: Int

    /// A request that was just made.
    public init(_ request: ExtensionRequest, at instant: Instant) {
        self.request = request
        requestedAt = instant
        state = .requested
        days = 0
    }
}

extension Instruction {
    /// Where the last request for more time stands.
    public var extensionState: ExtensionState { extensions.last?.state ?? .none }

    /// The same as it must be seen at that moment: a request that nobody decided by the deadline has lapsed with it, whether
    /// or not that has been entered.
    public func extensionState(at instant: Instant) -> ExtensionState {
        guard extensionState == .requested, let due = deadline.due, instant > due else { return extensionState }
        return .lapsed
    }

    /// Calendar days that extensions have added, all together.
    public var daysGained: Int { extensions.reduce(0) { $0 + $1.days } }
}
