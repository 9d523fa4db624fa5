// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

extension IntakeBatch {
    /// Reads all that deciding needs, taking the locks in the global order.
    mutating func lookUp(on connection: isolated Connection) throws {
        try lookUpNames(on: connection)
        try lookUpAttachments(on: connection)
        let acts = submissions.indices.filter { earlier[$0] == nil }.flatMap { index -> [CaseAct] in
            if case .acts(_, let acts) = submissions[index].work { acts } else { [] }
        }
        // A letter goes by no rule of the programme: its time is all that is asked for.
        guard !acts.isEmpty else { return }
        programmes = try connection.programmeStates(namedProgrammes, rules: ruleMemory)
        for (code, now) in nows { programmes[code]?.now = now }
        try openCases(on: connection)
        facts = try connection.facts(of: acts, by: submissions.map(\.actor))
        try lookUpInstruments(of: acts, on: connection)
        if acts.contains(where: \.drawsNumber) { try lockNumbers(on: connection) }
    }

    /// Locks the cases and those that their acts name in id order, then folds the messages of those not known as they are; draws the ids of those that
    /// begin.
    private mutating func openCases(on connection: isolated Connection) throws {
        var ids: [CaseKind: Set<Identifier>] = [:]
        for index in submissions.indices where earlier[index] == nil {
            guard case .acts(let id, let acts) = submissions[index].work, let act = acts.first else { continue }
            if let id { ids[act.caseKind, default: []].insert(id) }
            let named = acts.flatMap(\.named.instructions).compactMap { Identifier($0) }
            if !named.isEmpty { ids[.instruction, default: []].formUnion(named) }
        }
        let lastMessages = try connection.lockCases(ids)
        let known = caseMemory.known(lastMessages)
        cases = known.mapValues { OpenCase(state: $0.state, lastMessage: $0.lastMessage) }
        let unknown = Set(lastMessages.keys.filter { known[$0] == nil })
        cases.merge(try connection.openCases(unknown)) { one, _ in one }
        directory.formUnion(
            try connection.directory(
                organisations: Set(cases.values.flatMap { $0.state?.organisations ?? [] }), programmes: []))
        let begun = submissions.indices.filter { index in
            guard earlier[index] == nil, case .acts(nil, _) = submissions[index].work else { return false }
            return true
        }
        guard !begun.isEmpty else { return }
        freshCases = try connection.query(
            "select core.new_id() from generate_series(1, \(begun.count))", as: Identifier.self)
    }

    /// What the uses of instruments rest on, and the bodies that the register brings into their cases.
    private mutating func lookUpInstruments(of acts: [CaseAct], on connection: isolated Connection) throws {
        guard acts.contains(where: { $0.caseKind == .instrumentUse }) else { return }
        let named = acts.map(\.named)
        facts.instrumentUse = try connection.instrumentUseFacts(
            programmes: namedProgrammes, actions: named.flatMap(\.actions), projects: named.flatMap(\.projects),
            instruments: named.flatMap(\.instruments) + cases.values.compactMap { $0.state?.instrumentUse?.instrument })
        directory.formUnion(
            try connection.directory(
                organisations: facts.instrumentUse.values.reduce(into: []) { $0.formUnion($1.organisations) },
                programmes: []))
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
