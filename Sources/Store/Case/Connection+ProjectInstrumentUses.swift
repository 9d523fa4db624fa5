// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

extension Connection {
    /// Writes the rows of uses of instruments.
    func project(
        uses: [InstrumentUse], lastMessages: [Identifier: Identifier], directory: Directory,
        into schema: ProjectionSchema
    ) throws {
        let rows = try uses.map { try UseRow($0, last: lastMessages[$0.id], directory: directory) }
        _ = try execute(
            """
            insert into \(unescaped: schema.table("instrument_use"))
            select * from jsonb_populate_recordset(null::core.instrument_use, \(try Self.json(rows)))
                on conflict (id) do update set (recipient, owner, parties, instrument, spent, state, reason,
                   application_count, revision, matched_at, closed_at, last_occurred_at, last_message)
                 = (excluded.recipient, excluded.owner, excluded.parties, excluded.instrument, excluded.spent,
                   excluded.state, excluded.reason, excluded.application_count, excluded.revision, excluded.matched_at,
                   excluded.closed_at, excluded.last_occurred_at, excluded.last_message)
            """)
        let applications = try zip(uses, rows).flatMap { use, row in
            try use.applications.enumerated().map { place, application in
                try ApplicationRow(
                    application, of: use.id, place: place + 1, parties: row.parties, directory: directory)
            }
        }
        _ = try execute(
            """
            insert into \(unescaped: schema.table("instrument_application"))
            select * from jsonb_populate_recordset(null::core.instrument_application, \(try Self.json(applications)))
                on conflict (use, place) do update set (parties, outcome, decided_at, granted, agreement_number,
                   agreement_on, until_on, reason)
                 = (excluded.parties, excluded.outcome, excluded.decided_at, excluded.granted,
                   excluded.agreement_number, excluded.agreement_on, excluded.until_on, excluded.reason)
            """)
    }
}

/// A row of `core.instrument_use`; the members are its columns. Amounts are texts: JSON numbers would be read as floats by
/// whoever writes them.
private struct UseRow: Encodable {
    let id: Int64
    let programme: Int16
    let number, numberKey: String
    let needer, lead: Int32
    let office, recipient, owner: Int32?
    let parties: [Int32]
    let action, project, instrument: String?
    let purpose: String
    let wanted: Roubles
    let spent: Roubles?
    let state: String
    let reason: String?
    let applicationCount, revision: Int
    let neededAt: Instant
    let matchedAt, closedAt: Instant?
    let lastOccurredAt: Instant
    let lastMessage: Int64

    init(_ use: InstrumentUse, last: Identifier?, directory: Directory) throws {
        func id(_ code: String?) throws -> Int32? { try code.map { try directory.organisation($0) } }
        self.id = use.id.rawValue
        programme = try directory.programme(use.programme)
        number = use.number
        numberKey = RegistrationNumber.key(use.number)
        needer = try directory.organisation(use.needer)
        lead = try directory.organisation(use.lead)
        office = try id(use.office)
        recipient = try id(use.recipient)
        owner = try id(use.owner)
        parties = try Set(use.parties.map { try directory.organisation($0) }).sorted()
        action = use.need.action
        project = use.need.project
        instrument = use.instrument
        purpose = use.need.purpose
        wanted = use.need.amount
        spent = use.spent
        state = use.state.rawValue
        reason = use.reason
        applicationCount = use.applications.count
        revision = use.revision
        neededAt = use.neededAt
        matchedAt = use.matchedAt
        closedAt = use.closedAt
        lastOccurredAt = use.lastOccurredAt
        lastMessage = last?.rawValue ?? 0
    }
}

/// A row of `core.instrument_application`; the members are its columns.
private struct ApplicationRow: Encodable {
    let use: Int64
    let place: Int
    let parties: [Int32]
    let instrument: String
    let owner, recipient: Int32
    let amount: Roubles
    let number: String
    let appliedOn: CalendarDate
    let outcome: String
    let decidedAt: Instant?
    let granted: Roubles?
    let agreementNumber: String?
    let agreementOn, untilOn: CalendarDate?
    let reason: String?

    init(
        _ application: InstrumentApplication, of use: Identifier, place: Int, parties: [Int32], directory: Directory
    ) throws {
        self.use = use.rawValue
        self.place = place
        self.parties = parties
        instrument = application.instrument
        owner = try directory.organisation(application.owner)
        recipient = try directory.organisation(application.recipient)
        amount = application.amount
        number = application.number
        appliedOn = application.date
        outcome = application.outcome.rawValue
        decidedAt = application.decidedAt
        granted = application.granted
        agreementNumber = application.agreementNumber
        agreementOn = application.agreementDate
        untilOn = application.until
        reason = application.reason
    }
}
