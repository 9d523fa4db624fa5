// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension DeadlinePolicy {
    /// What the norms leave to the issuer: how long and how often something may be asked for. Nothing is limited until an
    /// issuer says so.
    public struct Limits: Hashable, Sendable, Codable {
        /// For how long after its registration the responsible may ask for more time; nil: until the deadline.
        public var extensionWindow: Term?
        /// How often more time may be asked for, requests that were taken back not counted; nil: as often as it is needed.
        public var extensions: Int?
        /// For how long after its registration the responsible may dispute that it is the right executor; nil: while it works.
        public var disputeWindow: Term?
        /// For how long after it was taken off control an instruction may be put back; nil: for ever.
        public var reopening: Term?

        /// Limits; what is left out is not limited.
        public init(
            extensionWindow: Term? = nil, extensions: Int? = nil, disputeWindow: Term? = nil, reopening: Term? = nil
        ) {
            self.extensionWindow = extensionWindow
            self.extensions = extensions
            self.disputeWindow = disputeWindow
            self.reopening = reopening
        }
    }

    /// The last day of a window that opened on that day, as it is counted, worked or not.
    func lastDay(of window: Term, from start: CalendarDate, in calendar: WorkingCalendar) throws(Refusal)
        -> CalendarDate
    {
        switch window.unit {
        case .calendarDays: start.adding(days: window.count)
        case .months: start.adding(months: window.count)
        case .workingDays: try calendar.adding(workedDays: window.count, to: start)
        }
    }
}
