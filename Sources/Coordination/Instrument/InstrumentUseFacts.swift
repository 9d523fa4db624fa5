// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What the register says of the things an instrument's use names, looked up before a rule is asked.
public struct InstrumentUseFacts: Hashable, Sendable {
    /// Who leads and who else works on an action or a project.
    public struct Bodies: Hashable, Sendable {
        /// The body that leads.
        public var lead: String
        /// The co-executors or participants.
        public var others: Set<String>

        /// The bodies of an action or project.
        public init(lead: String, others: Set<String> = []) {
            self.lead = lead
            self.others = others
        }
    }

    /// What an instrument asks of an application.
    public struct Terms: Hashable, Sendable {
        /// The body that owns it.
        public var owner: String
        /// The first day it can be in force.
        public var firstDay: CalendarDate?
        /// The last day it can be in force.
        public var lastDay: CalendarDate?
        /// When applications are taken; none means that nothing is known of windows, not that it is closed.
        public var windows: [ClosedRange<CalendarDate>]

        /// The terms of an instrument.
        public init(
            owner: String, firstDay: CalendarDate? = nil, lastDay: CalendarDate? = nil,
            windows: [ClosedRange<CalendarDate>] = []
        ) {
            self.owner = owner
            self.firstDay = firstDay
            self.lastDay = lastDay
            self.windows = windows
        }
    }

    /// The body that runs the programme, if it names one.
    public var office: String?
    /// Those of the roadmap actions the act names that exist, by code.
    public var actions: [String: Bodies]
    /// Those of the projects the act names that exist, by code.
    public var projects: [String: Bodies]
    /// Those of the instruments the act or the case names that exist, by code.
    public var instruments: [String: Terms]

    /// What was looked up; nothing, unless said.
    public init(
        office: String? = nil, actions: [String: Bodies] = [:], projects: [String: Bodies] = [:],
        instruments: [String: Terms] = [:]
    ) {
        self.office = office
        self.actions = actions
        self.projects = projects
        self.instruments = instruments
    }

    /// Every organisation that stands in them.
    public var organisations: Set<String> {
        let bodies = Array(actions.values) + Array(projects.values)
        return Set([office].compactMap(\.self) + bodies.map(\.lead) + instruments.values.map(\.owner))
    }
}
