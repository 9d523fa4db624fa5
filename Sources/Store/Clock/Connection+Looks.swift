// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

/// When the clock has to look at an instruction next; never, where nothing is owed in it.
struct NextLook: Sendable {
    let instruction: Identifier
    let programme: String
    let at: Instant?
}

extension Connection {
    /// Keeps when to look next, in the order of the cases, which is the order of their locks.
    func keep(_ looks: [NextLook]) throws {
        guard !looks.isEmpty else { return }
        let looks = looks.sorted { $0.instruction < $1.instruction }
        _ = try execute(
            """
            with given as materialized (
                select g.instruction, p.id as programme, g.look_at, g.place
                  from unnest(\(looks.map(\.instruction)), \(looks.map(\.programme)), \(looks.map(\.at)))
                       with ordinality g (instruction, code, look_at, place)
                  join core.programme p on p.code = g.code
            ), gone as (
                delete from core.instruction_due d using given g
                 where d.instruction = g.instruction and g.look_at is null
            )
            insert into core.instruction_due (instruction, programme, look_at)
            select instruction, programme, look_at from given where look_at is not null order by place
                on conflict (instruction) do update set look_at = excluded.look_at
             where instruction_due.look_at <> excluded.look_at
            """)
    }

    /// Has every instruction under way looked at that a condition on `i` and its programme `p` lets through: something
    /// else than its messages has changed what is due, or its row is missing.
    func askForLooks(where condition: Statement) throws {
        let states = InstructionRule.followedByClock.map(\.rawValue).sorted()
        _ = try execute(
            """
            insert into core.instruction_due (instruction, programme, look_at)
            select i.id, i.programme, core.programme_now(i.programme)
              from core.instruction i
              join core.programme p on p.id = i.programme
             where i.state = any (\(states)) and \(condition)
             order by i.id
                on conflict (instruction) do update set look_at = least(instruction_due.look_at, excluded.look_at)
            """)
    }

    /// Locks instructions whose look is due by their programme's clock, the longest due first; those that somebody acts on
    /// or another daemon looks at are left to them.
    func lockDueLooks(limit: Int) throws -> [Identifier] {
        try query(
            """
            with clock as materialized (
                select p.id, core.programme_now(p.id) as now from core.programme p
            )
            select i.id
              from clock
              join core.instruction_due d on d.programme = clock.id and d.look_at <= clock.now
              join core.instruction i on i.id = d.instruction
             order by d.look_at, i.id
             limit \(Int64(limit))
               for no key update of i skip locked
            """, as: Identifier.self)
    }

    /// How many looks are due that nobody has taken, and for how long the longest has been.
    func clockBacklog() throws -> ClockBacklog {
        let (due, behind) = try one(
            """
            select count(*), coalesce(extract(epoch from max(clock.now - d.look_at)), 0)::float8
              from (select p.id, core.programme_now(p.id) as now from core.programme p) clock
              join core.instruction_due d on d.programme = clock.id and d.look_at <= clock.now
            """, as: (Int64, Double).self)
        return ClockBacklog(due: due, behind: behind)
    }
}

/// How far the clock is behind what it has to do.
public struct ClockBacklog: Hashable, Sendable {
    /// Instructions that it should have looked at.
    public let due: Int64
    /// For how many seconds of their programme's time the longest of them has waited.
    public let behind: Double

    /// A backlog of its figures.
    public init(due: Int64, behind: Double) {
        self.due = due
        self.behind = behind
    }
}
