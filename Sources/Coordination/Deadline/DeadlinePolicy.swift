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

    /// A length of time and how it is counted.
    public struct Term: Hashable, Sendable, Codable {
        /// What is counted.
        public enum Unit: String, Codable, Hashable, Sendable {
            /// Every day; a date that is not worked moves to the working day before it.
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
        public var text: String {
            let noun =
                switch unit {
                case .calendarDays: "calendar day"
                case .workingDays: "working day"
                case .months: "month"
                }
            return "\(count) \(noun)\(count == 1 ? "" : "s")"
        }
    }

    /// The code that instructions and programmes name it by.
    public var code: String
    /// Rises with every change; old instructions keep the version they were issued under.
    public var version: Int
    /// The moment terms are counted from.
    public var start: Start
    /// The term of «срочно».
    public var urgent: Term
    /// The term of «оперативно».
    public var prompt: Term
    /// The term when neither a mark nor a date is stated.
    public var unstated: Term
    /// Whether an instruction may be given without a deadline.
    public var allowsNoDeadline: Bool
    /// Whether a report on an instruction under control must name documentary proof.
    public var requiresEvidence: Bool
    /// How long and how often something may be asked for.
    public var limits: Limits

    /// A policy of all its parts.
    public init(
        code: String, version: Int, start: Start, urgent: Term, prompt: Term, unstated: Term, allowsNoDeadline: Bool,
        requiresEvidence: Bool, limits: Limits = Limits()
    ) {
        self.code = code
        self.version = version
        self.start = start
        self.urgent = urgent
        self.prompt = prompt
        self.unstated = unstated
        self.allowsNoDeadline = allowsNoDeadline
        self.requiresEvidence = requiresEvidence
        self.limits = limits
    }

    /// Federal bodies: calendar days from signing.
    public static let federal = DeadlinePolicy(
        code: "federal", version: 1, start: .signing, urgent: Term(3, .calendarDays), prompt: Term(10, .calendarDays),
        unstated: Term(1, .months), allowsNoDeadline: false, requiresEvidence: true)

    /// Regional bodies: working days from registration.
    public static let regional = DeadlinePolicy(
        code: "regional", version: 1, start: .registration, urgent: Term(3, .workingDays),
        prompt: Term(10, .workingDays), unstated: Term(1, .months), allowsNoDeadline: true, requiresEvidence: true)

    /// The policies every programme has.
    public static let shipped = [federal, regional]
}
