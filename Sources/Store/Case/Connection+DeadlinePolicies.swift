// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

extension Connection {
    /// The deadline policies that a programme's data has, those that were taken back among them: what was issued under one
    /// goes by it to its end.
    func deadlinePolicies(
        of programme: String, stamp: Int64?, knownTo memory: RuleMemory
    ) throws -> [DeadlinePolicy] {
        guard let stamp else { return [] }
        if let known = memory.policies.value(named: programme, stamp: "\(stamp)") { return known }
        let policies = try deadlinePolicies(of: programme)
        memory.policies.keep(policies, named: programme, stamp: "\(stamp)")
        return policies
    }

    private func deadlinePolicies(of programme: String) throws -> [DeadlinePolicy] {
        let rows = try query(
            """
            select d.code, d.version, d.first_day, d.ended_at is not null, d.starts_with, d.roll,
                   array[d.urgent, d.prompt, d.unstated, d.extension_window, d.dispute_window, d.reopening_term], d.extensions,
                   array[d.half_term, d.without_deadline, d.evidence_required]
              from core.deadline_policy d
              join core.programme p on p.id = d.programme
             where p.code = \(programme)
             order by d.code, d.version
            """, as: (String, Int, PostgresDate?, Bool, String, String, [String?], Int?, [Bool]).self)
        return try rows.map { code, version, from, isEnded, start, roll, terms, extensions, flags in
            let terms = terms.map { $0.flatMap { DeadlinePolicy.Term($0) } }
            guard let start = DeadlinePolicy.Start(rawValue: start), let roll = DeadlinePolicy.Roll(rawValue: roll),
                let unstated = terms[2]
            else { throw StoreError(.internalFault, "The deadline policy «\(code)» v\(version) cannot be read.") }
            return DeadlinePolicy(
                code: code, version: version, start: start, urgent: terms[0], prompt: terms[1], unstated: unstated,
                roll: roll, hasHalfTerm: flags[0],
                validFrom: from.map { CalendarDate(daysSince1970: $0.daysSince1970) }, isEnded: isEnded,
                allowsNoDeadline: flags[1], requiresEvidence: flags[2],
                limits: DeadlinePolicy.Limits(
                    extensionWindow: terms[3], extensions: extensions, disputeWindow: terms[4], reopening: terms[5]))
        }
    }
}
