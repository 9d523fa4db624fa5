// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// One step of the ladder by which the broker's clock follows a deadline.
public struct LadderStep: Hashable, Sendable, Codable {
    /// What a step says.
    public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
        /// I24: the deadline is near.
        case dueSoon = "due-soon"
        /// I24: it has passed.
        case overdue
        /// I25: it passed so long ago that somebody higher is told.
        case escalation
    }

    /// What it says.
    public var kind: Kind
    /// Whole working days that are left, or that have passed; none at the deadline itself.
    public var days: Int
    /// How high it goes, from 1; an escalation's alone.
    public var level: Int?

    enum CodingKeys: String, CodingKey { case kind, days, level }

    private init(_ kind: Kind, days: Int, level: Int? = nil) {
        self.kind = kind
        self.days = days
        self.level = level
    }

    /// A reminder so many working days before the deadline.
    public static func dueSoon(_ days: Int) -> LadderStep { LadderStep(.dueSoon, days: days) }

    /// The word that the deadline has passed.
    public static let overdue = LadderStep(.overdue, days: 0)

    /// An escalation to a level after so many working days of lateness.
    public static func escalation(_ level: EscalationLevel, after days: Int) -> LadderStep {
        LadderStep(.escalation, days: days, level: level.rawValue)
    }

    /// Its place: the steps before the deadline are below zero, those after it above, and a policy that moves a level
    /// moves it no higher. What stands at a place is said once for a deadline.
    public var place: Int {
        switch kind {
        case .dueSoon: -days
        case .overdue: 0
        case .escalation: level ?? 0
        }
    }
}

/// To whom lateness is told, the longer the higher.
public enum EscalationLevel: Int, Codable, CodingKeyRepresentable, Hashable, Sendable, CaseIterable, Comparable {
    /// The head of the body that answers for it.
    case head = 1
    /// Who gave it, and who controls it.
    case issuer = 2
    /// The programme's office, for the agenda of those who coordinate; left out where there is none, or where it gave the
    /// instruction or answers for it and has been told at a level below.
    case office = 3

    /// The lower first.
    public static func < (left: EscalationLevel, right: EscalationLevel) -> Bool { left.rawValue < right.rawValue }

    /// Who is meant, in words.
    var addressee: String {
        switch self {
        case .head: "the head of the responsible body"
        case .issuer: "the issuer and the controller"
        case .office: "the programme's office"
        }
    }
}

extension DeadlinePolicy {
    /// When the broker's clock speaks of a deadline. No norm that was found fixes the days: they are each issuer's to set.
    public struct Ladder: Hashable, Sendable, Codable {
        /// It reminds so many whole working days before the deadline; none, never.
        public var dueSoon: [Int]
        /// Whether it says that the deadline has passed.
        public var tellsOverdue: Bool
        /// After how many whole working days of lateness it escalates, by level; a level that is left out is never told, and
        /// none is told before one below it.
        public var escalations: [EscalationLevel: Int]

        /// A ladder of its steps.
        public init(dueSoon: [Int], tellsOverdue: Bool, escalations: [EscalationLevel: Int]) {
            self.dueSoon = dueSoon
            self.tellsOverdue = tellsOverdue
            self.escalations = escalations
        }

        /// Three working days before, at the deadline, and after one, three and five working days of lateness.
        public static let standard = Ladder(
            dueSoon: [3], tellsOverdue: true, escalations: [.head: 1, .issuer: 3, .office: 5])

        /// Nothing is said.
        public static let off = Ladder(dueSoon: [], tellsOverdue: false, escalations: [:])

        /// Its steps from the first to the last.
        var steps: [LadderStep] {
            var days = 0
            let late = EscalationLevel.allCases.compactMap { level -> LadderStep? in
                guard let after = escalations[level] else { return nil }
                days = max(days, after)
                return .escalation(level, after: days)
            }
            return Set(dueSoon).filter { $0 > 0 }.sorted(by: >).map(LadderStep.dueSoon)
                + (tellsOverdue ? [.overdue] : []) + late
        }
    }
}
