// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Who has which connection and who waits for one. Decides; `Pool` carries out.
///
/// A place is a connection idle, out on lease, or being made; there are never more than `size`.
struct PoolState<Resource: AnyObject> {
    /// Somebody waiting.
    typealias Waiter = Int

    /// What somebody who wants a connection should do.
    enum Acquire {
        case use(Resource)
        /// The place is taken: make a connection, then say `made` or `failed`.
        case make
        case wait
        case closed
    }

    /// What to do with a connection that came back, or a place that became free.
    enum Release {
        case nothing
        case close(Resource)
        /// The waiter gets this connection.
        case give(Resource, to: Waiter)
        /// The waiter gets the place and makes a connection; the old one, if any, is closed.
        case letMake(Waiter, closing: Resource?)
    }

    private let size: Int
    private var idle: [Resource] = []
    private var leased: [ObjectIdentifier: Resource] = [:]
    private var making = 0
    private var waiters: [Waiter] = []
    private var lastWaiter = 0
    private(set) var isClosed = false

    init(size: Int) { self.size = max(1, size) }

    /// Places taken.
    var count: Int { idle.count + leased.count + making }
    var idleCount: Int { idle.count }
    var waiterCount: Int { waiters.count }
    /// After closing: nothing is out any more.
    var isDrained: Bool { isClosed && leased.isEmpty && making == 0 }

    /// The connection used last is used first, so that the others can be let go.
    mutating func acquire() -> Acquire {
        if isClosed { return .closed }
        if let resource = idle.popLast() {
            leased[ObjectIdentifier(resource)] = resource
            return .use(resource)
        }
        guard count < size else { return .wait }
        making += 1
        return .make
    }

    /// A name for somebody who is about to wait.
    mutating func newWaiter() -> Waiter {
        lastWaiter += 1
        return lastWaiter
    }

    /// Takes a place in the queue.
    mutating func enqueue(_ waiter: Waiter) { waiters.append(waiter) }

    /// Leaves the queue; false if the waiter has been served already.
    mutating func dequeue(_ waiter: Waiter) -> Bool {
        guard let index = waiters.firstIndex(of: waiter) else { return false }
        waiters.remove(at: index)
        return true
    }

    /// A connection was made and is out on lease; false if the pool has been closed meanwhile, and the place is given up.
    mutating func made(_ resource: Resource) -> Bool {
        making -= 1
        guard !isClosed else { return false }
        leased[ObjectIdentifier(resource)] = resource
        return true
    }

    /// No connection could be made; the place goes to the next waiter, who tries again.
    mutating func failed() -> Release {
        making -= 1
        return passOnPlace(closing: nil)
    }

    /// A connection came back.
    mutating func release(_ resource: Resource, reusable: Bool) -> Release {
        leased[ObjectIdentifier(resource)] = nil
        guard reusable else { return passOnPlace(closing: resource) }
        if isClosed { return .close(resource) }
        if !waiters.isEmpty {
            leased[ObjectIdentifier(resource)] = resource
            return .give(resource, to: waiters.removeFirst())
        }
        idle.append(resource)
        return .nothing
    }

    private mutating func passOnPlace(closing resource: Resource?) -> Release {
        guard !isClosed, !waiters.isEmpty, count < size else { return resource.map(Release.close) ?? .nothing }
        making += 1
        return .letMake(waiters.removeFirst(), closing: resource)
    }

    /// Lets all idle connections go: after one was found dead the others probably are.
    mutating func takeIdle() -> [Resource] {
        defer { idle.removeAll() }
        return idle
    }

    /// A place for a connection made ahead of need, if fewer than `minimum` are there.
    mutating func reserve(minimum: Int) -> Bool {
        guard !isClosed, count < min(minimum, size) else { return false }
        making += 1
        return true
    }

    /// Closes: nobody gets a connection any more. Answers the idle ones to close and the waiters to send away.
    mutating func close() -> (idle: [Resource], waiters: [Waiter]) {
        isClosed = true
        defer { waiters.removeAll() }
        return (takeIdle(), waiters)
    }

    /// The connections out on lease, to interrupt.
    var leasedNow: [Resource] { Array(leased.values) }
}
