// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Store
import TestDatabase
import Testing

@Suite(.database, .timeLimit(.minutes(2))) struct DoorbellTests {
    @Test func aReaderIsWokenByWhatThisDaemonStored() async throws {
        try await Post.furnish()
        let post = try Post()
        let slice = try await post.run {
            async let waiting = post.read(for: .seconds(100))
            _ = try await post.send("k")
            return try await waiting
        }
        #expect(slice.items.map(\.number) == [1])
    }

    @Test func aReaderIsWokenByAnotherDaemon() async throws {
        try await Post.furnish()
        let (here, there) = (try Post(), try Post())
        let slice = try await here.run {
            try await there.run {
                async let waiting = there.read(for: .seconds(100))
                _ = try await here.send("k")
                return try await waiting
            }
        }
        #expect(slice.items.map(\.number) == [1])
    }

    @Test func aWakeWithNothingNewDoesNotEndTheWait() async throws {
        try await Post.furnish()
        let post = try Post()
        let slice = try await post.run {
            async let waiting = post.read(for: .seconds(100))
            for _ in 0..<500 {
                post.doorbell.ring(["tsu"])
                await Task.yield()
            }
            // A whole round trip to the database, while the reader has been woken hundreds of times.
            _ = try await post.store.lastNumbers(of: ["tsu"])
            _ = try await post.send("k")
            return try await waiting
        }
        #expect(slice.items.map(\.number) == [1])
    }

    @Test func theSweepFindsWhatNobodyAnnounced() async throws {
        try await Post.furnish()
        let post = try Post(sweepEvery: .milliseconds(20))
        let silent = try Post().store
        let slice = try await post.run {
            async let waiting = post.read(for: .seconds(100))
            _ = try await silent.commit([Post.letter("k")], decide: CaseState.decide)
            return try await waiting
        }
        #expect(slice.items.map(\.number) == [1])
    }

    @Test func aReaderIsToldThatNothingIsThereWhenItsTimeIsOver() async throws {
        try await Post.furnish()
        let slice = try await Post().read(for: .milliseconds(1))
        #expect(slice.items.isEmpty && slice.last == 0)
    }
}
