// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

extension IntakeBatch {
    /// Reads all that deciding needs, taking the locks in the global order.
    mutating func lookUp(on connection: isolated Connection) throws {
        directory = try connection.directory(organisations: namedOrganisations, programmes: namedProgrammes)
        try findEarlier(on: connection)
        let acts = submissions.indices.filter { earlier[$0] == nil }.flatMap { index -> [CaseAct] in
            if case .acts(_, let acts) = submissions[index].work { acts } else { [] }
        }
        programmes = try connection.programmeStates(namedProgrammes, withCalendar: !acts.isEmpty)
        guard !acts.isEmpty else { return }
        try openCases(on: connection)
        facts = try connection.facts(of: acts, by: submissions.map(\.actor))
        if acts.contains(where: \.drawsNumber) { try lockNumbers(on: connection) }
    }

    private var namedProgrammes: Set<String> { Set(submissions.map(\.programme)) }

    private var namedOrganisations: Set<String> {
        var codes: Set<String> = []
        for submission in submissions {
            codes.insert(submission.actor.organisation)
            switch submission.work {
            case .letter(let letter): codes.formUnion(letter.audience.map(\.organisation))
            case .acts(_, let acts): codes.formUnion(acts.flatMap(\.named.organisations))
            }
        }
        return codes
    }

    /// Finds what was answered under the idempotency key, or sent under the sender's key, before.
    private mutating func findEarlier(on connection: isolated Connection) throws {
        for (place, kept) in try connection.keptAnswers(submissions.map(\.requestKey)) {
            do {
                earlier[place] = .answered(try submissions[place].requestKey.answer(kept))
            } catch {
                earlier[place] = .failed(error)
            }
        }
        let keys = submissions.enumerated().filter { earlier[$0.offset] == nil }.flatMap { index, submission in
            submission.senderKeys.map { (index: index, sender: submission.actor.organisation, key: $0) }
        }
        let known = keys.filter { directory.knows($0.sender) }
        guard !known.isEmpty else { return }
        let sent = try connection.query(
            """
            select k.place, s.digest, s.message_id
              from unnest(\(known.map { Int64($0.index) }), \(try known.map { try directory.organisation($0.sender) }),
                          \(known.map(\.key))) k (place, sender, key)
              join core.send_key s on s.sender = k.sender and s.key = k.key
             order by k.place, s.message_id
            """, as: (Int64, [UInt8], Identifier).self)
        for (place, rows) in Dictionary(grouping: sent, by: { Int($0.0) }) {
            guard rows.allSatisfy({ $0.1 == submissions[place].digest }) else {
                earlier[place] = .failed(
                    StoreError(
                        .duplicateConflict,
                        "«\(submissions[place].actor.organisation)» sent other content under this key before."))
                continue
            }
            earlier[place] = .sent(try connection.messages(where: "m.id = any (\(rows.map(\.2))) order by m.id"))
        }
    }

    /// Locks the cases in id order, then folds their messages; draws the ids of those that begin.
    private mutating func openCases(on connection: isolated Connection) throws {
        var ids: [CaseKind: Set<Identifier>] = [:]
        for index in submissions.indices where earlier[index] == nil {
            guard case .acts(let id?, let acts) = submissions[index].work, let act = acts.first else { continue }
            ids[act.caseKind, default: []].insert(id)
        }
        try connection.lockCases(ids)
        cases = try connection.openCases(ids.values.reduce(into: []) { $0.formUnion($1) })
        directory.formUnion(
            try connection.directory(
                organisations: Set(cases.values.flatMap { $0.state?.parties ?? [] }), programmes: []))
        let begun = submissions.indices.filter { index in
            guard earlier[index] == nil, case .acts(nil, _) = submissions[index].work else { return false }
            return true
        }
        freshCases = try connection.query(
            "select core.new_id() from generate_series(1, \(begun.count))", as: Identifier.self)
    }

    private mutating func lockNumbers(on connection: isolated Connection) throws {
        var wanted: Set<NumberSeries> = []
        for submission in submissions {
            guard case .acts(_, let acts) = submission.work, acts.contains(where: \.drawsNumber) else { continue }
            if let series = numberSeries(of: submission) { wanted.insert(series) }
        }
        for series in wanted.sorted() {
            let programme = try directory.programme(series.programme)
            _ = try connection.execute(
                """
                insert into core.number_series (programme, series, year)
                values (\(programme), \(series.series), \(Int16(series.year)))
                on conflict do nothing
                """)
            let last = try connection.one(
                """
                select last from core.number_series
                 where programme = \(programme) and series = \(series.series) and year = \(Int16(series.year))
                   for update
                """, as: Int32.self)
            numbers[series] = Int(last)
        }
    }

    /// The series a case of this kind takes its number from: the year of the act in the programme's zone.
    func numberSeries(of submission: Submission) -> NumberSeries? {
        guard let programme = programmes[submission.programme], case .acts(_, let acts) = submission.work,
            let series = acts.first?.caseKind.series
        else { return nil }
        let day = programme.rules.zone.date(of: submission.occurredAt ?? programme.now)
        return NumberSeries(programme: submission.programme, series: series, year: day.year)
    }
}

extension Submission {
    /// What its answer is kept under.
    var requestKey: RequestKey { RequestKey(principal: principal, key: key, digest: digest) }

    /// The sender's keys of its messages: the letter's own, or one for each act.
    var senderKeys: [String] {
        switch work {
        case .letter: [key]
        case .acts(_, let acts): acts.map { "\(key)/\($0.name)" }
        }
    }
}
