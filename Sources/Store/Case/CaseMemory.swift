// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Synchronization

/// Cases as they were after a message, so that the next act on one need not read and fold all its messages again.
///
/// Only a hint: a case counts as known when its row, read under the case's lock, names the very message that it was
/// folded up to. So another daemon's acts, a rebuild and a restored database are never overlooked.
final class CaseMemory: Sendable {
    /// A case, and the message that made it so.
    struct Known: Sendable {
        let state: CaseState
        let lastMessage: Identifier
    }

    fileprivate struct State {
        /// Those used since the generation began, and those of the one before: what is in neither was not used for long.
        var young: [Identifier: Known] = [:]
        var old: [Identifier: Known] = [:]
    }

    /// The cases of a generation; an instruction of a page of text takes some kilobytes.
    private let capacity: Int
    private let memory = Mutex(State())

    init(capacity: Int = 2_000) {
        self.capacity = capacity
    }

    /// The case as it was last seen here; what never changes of it, its kind and its programme, may be taken from it.
    func state(of id: Identifier) -> CaseState? {
        memory.withLock { ($0.young[id] ?? $0.old[id])?.state }
    }

    /// Of these cases, each with its last message, those that were folded up to just that message.
    func known(_ wanted: [Identifier: Identifier]) -> [Identifier: Known] {
        memory.withLock { memory in
            var found: [Identifier: Known] = [:]
            for (id, last) in wanted {
                guard let known = memory.young[id] ?? memory.old[id], known.lastMessage == last else { continue }
                found[id] = known
                memory.keep(known, capacity)
            }
            return found
        }
    }

    /// Keeps cases as a committed transaction left them.
    func keep(_ cases: some Sequence<Known>) {
        memory.withLock { memory in
            for known in cases { memory.keep(known, capacity) }
        }
    }
}

extension CaseMemory.State {
    fileprivate mutating func keep(_ known: CaseMemory.Known, _ capacity: Int) {
        if young.count >= capacity, young[known.state.id] == nil { (old, young) = (young, [:]) }
        young[known.state.id] = known
    }
}
