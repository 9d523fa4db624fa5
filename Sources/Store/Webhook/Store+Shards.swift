// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres

/// The parts of all inboxes that a daemon pushes from, each with its epoch.
public struct ShardLease: Hashable, Sendable {
    /// The epoch of each part.
    public let epochs: [Int16: Int64]

    /// A lease of these parts; without any, nothing is held.
    public init(epochs: [Int16: Int64] = [:]) { self.epochs = epochs }

    /// How many parts there are. An organisation's part is its number modulo this.
    public static let count = 64
    /// For how many seconds a daemon that says nothing keeps its parts: an attempt of 20 s has to end within them.
    public static let seconds = 30
}

extension Store {
    /// Says that a daemon is at work, and takes what parts are free or were a dead daemon's, up to its fair share; gives
    /// parts away when it has more than that, but for those that are busy.
    ///
    /// The id is a UUID in text, new at every start: an old one never gets back what it had.
    /// - Returns: what it holds now; nil when it was thought dead and needs a new id.
    public func lease(
        of daemon: String, name: String, isNew: Bool, busy: Set<Int16> = []
    ) async throws -> ShardLease? {
        try await transaction { db in
            guard try db.beat(daemon, name: name, isNew: isNew) else { return nil }
            let (alive, mine) = try db.one(
                """
                select (select count(*) from core.daemon where alive_until >= clock_timestamp()),
                       (select count(*) from core.shard where owner = \(daemon)::uuid)
                """, as: (Int64, Int64).self)
            let share = (Int64(ShardLease.count) + alive - 1) / max(alive, 1)
            if mine < share { try db.claimShards(share - mine, for: daemon) }
            if mine > share {
                try db.execute(
                    """
                    update core.shard set owner = null
                     where shard in (select s.shard from core.shard s
                                      where s.owner = \(daemon)::uuid and s.shard <> all (\(busy.sorted()))
                                      order by s.shard desc limit \(mine - share))
                    """)
            }
            let held = try db.query(
                "select shard, epoch from core.shard where owner = \(daemon)::uuid", as: (Int16, Int64).self)
            return ShardLease(epochs: Dictionary(held.map { ($0.0, $0.1) }, uniquingKeysWith: max))
        }
    }

    /// Gives away all that a daemon holds, at its stop: others take it at once.
    public func leave(_ daemon: String) async throws {
        try await transaction { db in
            try db.execute("update core.shard set owner = null where owner = \(daemon)::uuid")
            try db.execute("delete from core.daemon where id = \(daemon)::uuid")
        }
    }
}

extension Connection {
    fileprivate func beat(_ daemon: String, name: String, isNew: Bool) throws -> Bool {
        if isNew {
            try execute(
                """
                insert into core.daemon (id, name, alive_until)
                values (\(daemon)::uuid, \(name),
                        clock_timestamp() + make_interval(secs => \(Double(ShardLease.seconds))))
                """)
            try execute("delete from core.daemon where alive_until < clock_timestamp() - interval '1 hour'")
            return true
        }
        // One that came back too late may have lost its parts already; it must not take up where it left off.
        let beaten = try execute(
            """
            update core.daemon
               set alive_until = clock_timestamp() + make_interval(secs => \(Double(ShardLease.seconds)))
             where id = \(daemon)::uuid and alive_until >= clock_timestamp()
            """)
        return beaten == 1
    }

    fileprivate func claimShards(_ count: Int64, for daemon: String) throws {
        try execute(
            """
            with free as (
                select s.shard
                  from core.shard s
                  left join core.daemon d on d.id = s.owner
                 where s.owner is null or d.id is null or d.alive_until < clock_timestamp()
                 order by s.shard
                 limit \(count)
                   for no key update of s skip locked)
            update core.shard s set owner = \(daemon)::uuid, epoch = s.epoch + 1 from free where s.shard = free.shard
            """)
    }
}
