// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

@testable import Postgres
import Testing

/// The pool's decisions, without a server.
struct PoolStateTests {
    private final class Thing {}

    private func made(_ state: inout PoolState<Thing>) -> Thing {
        let thing = Thing()
        guard case .make = state.acquire() else {
            Issue.record("no place")
            return thing
        }
        let kept = state.made(thing)
        #expect(kept)
        return thing
    }

    @Test func thereAreNeverMoreThanItsSize() {
        var state = PoolState<Thing>(size: 2)
        _ = made(&state)
        _ = made(&state)
        guard case .wait = state.acquire() else { return #expect(Bool(false)) }
        #expect(state.count == 2)
    }

    @Test func whoeverWaitsLongestIsServedFirst() {
        var state = PoolState<Thing>(size: 1)
        let thing = made(&state)
        let (first, second) = (state.newWaiter(), state.newWaiter())
        state.enqueue(first)
        state.enqueue(second)
        guard case .give(let given, to: let waiter) = state.release(thing, reusable: true) else {
            return #expect(Bool(false))
        }
        #expect(given === thing && waiter == first)
        let waited = state.dequeue(second)
        #expect(waited)
        let again = state.dequeue(first)
        #expect(!again)
    }

    @Test func theOneUsedLastIsUsedFirst() {
        var state = PoolState<Thing>(size: 2)
        let (one, other) = (made(&state), made(&state))
        _ = state.release(one, reusable: true)
        _ = state.release(other, reusable: true)
        guard case .use(let used) = state.acquire() else { return #expect(Bool(false)) }
        #expect(used === other)
    }

    @Test func aBrokenOnesPlaceGoesToWhoeverWaits() {
        var state = PoolState<Thing>(size: 1)
        let thing = made(&state)
        let waiter = state.newWaiter()
        state.enqueue(waiter)
        guard case .letMake(waiter, closing: let closed) = state.release(thing, reusable: false) else {
            return #expect(Bool(false))
        }
        #expect(closed === thing)
        guard case .nothing = state.failed() else { return #expect(Bool(false)) }
        #expect(state.count == 0)
    }

    @Test func closingSendsAllAwayAndWaitsForWhatIsOut() {
        var state = PoolState<Thing>(size: 2)
        let (idle, leased) = (made(&state), made(&state))
        _ = state.release(idle, reusable: true)
        let (things, waiters) = state.close()
        #expect(things.count == 1 && waiters.isEmpty)
        guard case .closed = state.acquire() else { return #expect(Bool(false)) }
        #expect(!state.isDrained)
        guard case .close = state.release(leased, reusable: true) else { return #expect(Bool(false)) }
        #expect(state.isDrained)
    }

    @Test func oneThatIsMadeAfterClosingIsNotKept() {
        var state = PoolState<Thing>(size: 1)
        guard case .make = state.acquire() else { return #expect(Bool(false)) }
        _ = state.close()
        #expect(!state.isDrained)
        let kept = state.made(Thing())
        #expect(!kept)
        #expect(state.isDrained)
    }
}
