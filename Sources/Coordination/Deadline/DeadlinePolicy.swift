// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// How one kind of issuer counts deadlines: a row of data with a version, quoted in every explanation.
public struct DeadlinePolicy: Hashable, Sendable, Codable {
    /// The moment a term is counted from.
    public enum Start: String, Codable, Hashable, Sendable {
        /// The day the issuer signed.
        case signing
        /// The day the responsible executor registered it.
        case registration
    }

    /// Where a deadline goes that falls on a day that is not worked.
    public enum Roll: String, Codable, Hashable, Sendable, CaseIterable {
        /// To the working day before it.
        case back
        /// To the working day after it.
        case forward
    }

    /// A length of time and how it is counted.
    public struct Term: Hashable, Sendable, Codable {
        /// What is counted.
        public enum Unit: String, Codable, Hashable, Sendable, CaseIterable {
            /// Every day; a date that is not worked moves as the policy says.
            case calendarDays
            /// Worked days only.
            case workingDays
            /// To the same day of a later month, or that month's last day; moved as calendar days are.
            case months
        }

        /// How many.
        public var count: Int
        /// Of what.
        public var unit: Unit

        /// A term of so many units.
        public init(_ count: Int, _ unit: Unit) {
            self.count = count
            self.unit = unit
        }

        /// `3 calendar days`.
        public var text: String { "\(count) \(unit.noun)\(count == 1 ? "" : "s")" }

        /// Reads what `text` writes; nil for what is no term of at least one and at most a thousand units.
        public init?(_ text: String) {
            let words = text.split(separator: " ", maxSplits: 1)
            guard words.count == 2, let count = Int(words[0]), (1...1000).contains(count),
                let unit = Unit.allCases.first(where: { words[1] == $0.noun || words[1] == $0.noun + "s" })
            else { return nil }
            self.init(count, unit)
        }
    }

    /// The code that instructions and programmes name it by.
    public var code: String
    /// Rises with every change; old instructions keep the version they were issued under.
    public var version: Int
    /// The moment terms are counted from.
    public var start: Start
    /// The term of «срочно»; nil where the issuer knows no such mark.
    public var urgent: Term?
    /// The term of «оперативно»; nil where the issuer knows no such mark.
    public var prompt: Term?
    /// The term when neither a mark nor a date is stated.
    public var unstated: Term
    /// Where a deadline goes that falls on a day that is not worked.
    public var roll: Roll
    /// Whether co-executors give their parts in the first half of the term; else by its end.
    public var hasHalfTerm: Bool
    /// The first day on which instructions are issued under it; nil: since ever.
    public var validFrom: CalendarDate?
    /// Whether it was taken back, so that nothing more is issued under it.
    public var isEnded: Bool
    /// Whether an instruction may be given without a deadline.
    public var allowsNoDeadline: Bool
    /// Whether a report on an instruction under control must name documentary proof.
    public var requiresEvidence: Bool
    /// How long and how often something may be asked for.
    public var limits: Limits
    /// When the broker's clock speaks of the deadline.
    public var ladder: Ladder

    /// A policy of all its parts.
    public init(
        code: String, version: Int, start: Start, urgent: Term?, prompt: Term?, unstated: Term, roll: Roll = .back,
        hasHalfTerm: Bool = true, validFrom: CalendarDate? = nil, isEnded: Bool = false, allowsNoDeadline: Bool,
        requiresEvidence: Bool, limits: Limits = Limits(), ladder: Ladder = .standard
    ) {
        self.code = code
        self.version = version
        self.start = start
        self.urgent = urgent
        self.prompt = prompt
        self.unstated = unstated
        self.roll = roll
        self.hasHalfTerm = hasHalfTerm
        self.validFrom = validFrom
        self.isEnded = isEnded
        self.allowsNoDeadline = allowsNoDeadline
        self.requiresEvidence = requiresEvidence
        self.limits = limits
        self.ladder = ladder
    }

    /// Federal bodies: calendar days from signing.
    public static let federal = DeadlinePolicy(
        code: "federal", version: 1, start: .signing, urgent: Term(3, .calendarDays), prompt: Term(10, .calendarDays),
        unstated: Term(1, .months), allowsNoDeadline: false, requiresEvidence: true)

    /// Regional bodies: working days from registration.
    public static let regional = DeadlinePolicy(
        code: "regional", version: 1, start: .registration, urgent: Term(3, .workingDays),
        prompt: Term(10, .workingDays), unstated: Term(1, .months), allowsNoDeadline: true, requiresEvidence: true)

    /// The policies every programme has, each as the first version of its code; a programme's data adds others.
    public static let shipped = [federal, regional]
}

extension DeadlinePolicy.Term.Unit {
    fileprivate var noun: String {
        switch self {
        case .calendarDays: "calendar day"
        case .workingDays: "working day"
        case .months: "month"
        }
    }
}
