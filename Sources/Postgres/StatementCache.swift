// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Which statements this connection's server has prepared: the least recently used one makes room for a new one.
///
/// A name is entered only once the server has confirmed it: in an aborted pipeline a prepare never happened.
struct StatementCache {
    /// The same SQL with other types is another statement.
    struct Key: Hashable {
        var sql: String
        var types: [UInt32]
    }

    private struct Entry {
        var name: String
        var lastUse: UInt64
    }

    private let capacity: Int
    private var entries: [Key: Entry] = [:]
    private var clock: UInt64 = 0
    private var lastName = 0
    /// Names that are out of the cache and still prepared on the server.
    private(set) var evicted: [String] = []

    init(capacity: Int) { self.capacity = max(1, capacity) }

    /// How many statements are prepared.
    var count: Int { entries.count }

    /// The name of a prepared statement.
    mutating func name(for key: Key) -> String? {
        clock += 1
        guard entries[key] != nil else { return nil }
        entries[key]?.lastUse = clock
        return entries[key]?.name
    }

    /// A name never used before on this connection.
    mutating func newName() -> String {
        lastName += 1
        return "s\(lastName)"
    }

    /// Enters what the server has confirmed.
    mutating func insert(_ key: Key, name: String) {
        if entries.count >= capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })?.key {
            forget(oldest)
        }
        clock += 1
        entries[key] = Entry(name: name, lastUse: clock)
    }

    /// Drops a statement whose plan has gone stale.
    mutating func forget(_ key: Key) {
        guard let entry = entries.removeValue(forKey: key) else { return }
        evicted.append(entry.name)
    }

    /// Hands over the names to deallocate.
    mutating func takeEvicted() -> [String] {
        defer { evicted.removeAll() }
        return evicted
    }
}
