// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A programme as far as its rules go.
public struct ProgrammeRules: Hashable, Sendable {
    /// The programme's code.
    public var code: String
    /// The zone its days are counted in.
    public var zone: Zone
    /// The hour at which its last day ends; that moment still counts.
    public var endOfDayHour: Int
    /// The code of the policy of instructions that name none.
    public var policy: String
    /// The deadline policies instructions may name.
    public var policies: [DeadlinePolicy]
    /// Which days are worked.
    public var calendar: WorkingCalendar
    /// The code of the programme's office, if it has one.
    public var office: String?

    /// The rules of a programme.
    public init(
        code: String, zone: Zone, endOfDayHour: Int, policy: String = "federal",
        policies: [DeadlinePolicy] = DeadlinePolicy.shipped, calendar: WorkingCalendar, office: String? = nil
    ) {
        self.code = code
        self.zone = zone
        self.endOfDayHour = endOfDayHour
        self.policy = policy
        self.policies = policies
        self.calendar = calendar
        self.office = office
    }

    /// The last moment of a day.
    public func endOfDay(_ date: CalendarDate) -> Instant {
        zone.instant(date, hour: endOfDayHour, minute: 0)
    }

    /// The day it is in the programme at that moment.
    public func date(of instant: Instant) -> CalendarDate {
        zone.date(of: instant)
    }
}

/// What a rule must know beyond the case itself, looked up before it is asked.
public struct CaseContext: Hashable, Sendable {
    /// The case's identity, drawn before its first message.
    public var caseID: Identifier
    /// The programme's rules.
    public var programme: ProgrammeRules
    /// The number the instruction gets if this act issues it.
    public var nextNumber: String?
    /// Those of the organisations the act names that exist.
    public var organisations: Set<String>
    /// For each person the act names: the organisations where they hold a position on the act's day.
    public var positions: [String: Set<String>]
    /// Those of the roadmap actions the act names that exist.
    public var actions: Set<String>
    /// Those of the instruments the act names that exist.
    public var instruments: Set<String>
    /// Those of the instructions the act names that exist, by how it names them.
    public var instructions: [String: InstructionFact]
    /// What the register says of what an instrument's use names.
    public var instrumentUse: InstrumentUseFacts

    /// What was looked up for an act.
    public init(
        caseID: Identifier, programme: ProgrammeRules, nextNumber: String? = nil, organisations: Set<String> = [],
        positions: [String: Set<String>] = [:], actions: Set<String> = [], instruments: Set<String> = [],
        instructions: [String: InstructionFact] = [:], instrumentUse: InstrumentUseFacts = InstrumentUseFacts()
    ) {
        self.caseID = caseID
        self.programme = programme
        self.nextNumber = nextNumber
        self.organisations = organisations
        self.positions = positions
        self.actions = actions
        self.instruments = instruments
        self.instructions = instructions
        self.instrumentUse = instrumentUse
    }
}
