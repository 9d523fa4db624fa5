// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

/// One transaction of intake: what was looked up, what was decided, and what is to be written.
///
/// Locks are taken in one global order: cases by id, number series, then (inside the append) inboxes by organisation.
struct IntakeBatch: Sendable {
    typealias Outcomes = [Result<Committed, StoreError>]

    let submissions: [Submission]
    let caseMemory: CaseMemory
    let ruleMemory: RuleMemory
    let numberMemory: NumberMemory
    var directory = Directory(organisations: [], programmes: [])
    /// The programmes' now, by code.
    var nows: [String: Instant] = [:]
    /// PostgreSQL's clock, as it was when the programmes were looked up.
    var serverTime: Instant?
    /// The programmes with their rules; only where there are acts, which go by them.
    var programmes: [String: ProgrammeState] = [:]
    var cases: [Identifier: OpenCase] = [:]
    /// Ids for the cases that begin here.
    var freshCases: [Identifier] = []
    var numbers: [NumberSeries: Int] = [:]
    var facts = CaseFacts()
    /// Which of the attachments that the submissions name their senders may name.
    var attachments: Set<AttachmentUse> = []
    /// What was answered or sent before, by the place in the batch.
    var earlier: [Int: Plan] = [:]
    /// The messages it became, in their order.
    var appended: [Appended] = []

    init(_ submissions: [Submission], cases: CaseMemory, rules: RuleMemory, numbers: NumberMemory) {
        self.submissions = submissions
        caseMemory = cases
        ruleMemory = rules
        numberMemory = numbers
    }

    /// The cases as the transaction leaves them, once it has committed.
    var casesAfter: [CaseMemory.Known] {
        cases.values.compactMap { open in
            guard let state = open.state, let last = open.lastMessage else { return nil }
            return CaseMemory.Known(state: state, lastMessage: last)
        }
    }

    /// What a submission comes to before anything is written.
    enum Plan: Sendable {
        /// Answered before, under the same key.
        case answered(Answer)
        /// Sent before: the messages under the sender's key.
        case sent([StoredMessage])
        /// Cannot be stored.
        case failed(StoreError)
        /// A rule refused.
        case refused(Refusal)
        /// Messages to append, and the case after them.
        case append([Outgoing], after: CaseState?)
    }

    /// Decides and writes the batch; the results stand in the order of the submissions.
    mutating func run(on connection: isolated Connection, decide: Deciding) throws -> Outcomes {
        try lookUp(on: connection)
        var plans: [Plan] = []
        for (index, submission) in submissions.enumerated() {
            plans.append(earlier[index] ?? plan(submission, decide: decide))
        }
        return try write(plans, on: connection)
    }
}

/// A programme as one transaction sees it.
struct ProgrammeState: Sendable {
    let rules: ProgrammeRules
    /// Its now: the real clock, or the replay's.
    var now: Instant
}

/// A case under work in the batch.
struct OpenCase: Sendable {
    var state: CaseState?
    var lastMessage: Identifier?
    var changed = false
}

/// A series of registration numbers.
struct NumberSeries: Hashable, Comparable, Sendable {
    let programme: String
    let series: String
    let year: Int

    /// The number written out.
    func text(ordinal: Int) -> String {
        RegistrationNumber.text(series: series, year: year, ordinal: ordinal)
    }

    static func < (left: NumberSeries, right: NumberSeries) -> Bool {
        (left.programme, left.series, left.year) < (right.programme, right.series, right.year)
    }
}

/// What the acts of a batch name, as far as it exists.
struct CaseFacts: Sendable {
    /// A position that a named person holds, from a day to a day; an open end is nil.
    struct Position: Sendable {
        let person: String
        let organisation: String
        let from: CalendarDate?
        let to: CalendarDate?
    }

    var positions: [Position] = []
    var actions: [String: Set<String>] = [:]
    var instruments: [String: Set<String>] = [:]
    var instrumentUse: [String: InstrumentUseFacts] = [:]

    /// For each person, the organisations where they hold a position on that day.
    func positions(on day: CalendarDate) -> [String: Set<String>] {
        positions.reduce(into: [:]) { held, position in
            if let from = position.from, day < from { return }
            if let to = position.to, day > to { return }
            held[position.person, default: []].insert(position.organisation)
        }
    }
}
