// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import ServiceLifecycle
import Store
import TestDatabase
import Testing

@Suite(.database) struct IntakeTests {
    @Test func whatWaitsSharesATransactionAndEachGetsItsOwnAnswer() async throws {
        try await Post.furnish()
        let post = try Post()
        let answers = try await post.run {
            try await withThrowingTaskGroup(of: Answer.self) { group in
                for n in 0..<300 { group.addTask { try await post.send("k\(n)") } }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
        }
        #expect(Set(answers.map(\.body)).count == 300 && answers.allSatisfy { $0.status == 201 })
        let inbox = try await Post().store.inbox(of: "tsu", after: 0, limit: 500)
        #expect(inbox.items.map(\.number) == Array(1...300))
        let moments = Set(inbox.items.map(\.message.recordedAt))
        #expect(moments.count < 300, "three hundred that wait together take fewer transactions than three hundred")
    }

    @Test func aSubmissionThatCannotBeStoredFailsAlone() async throws {
        try await Post.furnish()
        let post = try Post()
        try await post.run {
            async let good = post.send("good")
            async let bad = post.send("bad", to: ["nobody"])
            let stored = try await good
            #expect(stored.status == 201)
            do {
                _ = try await bad
                Issue.record("an unknown recipient was accepted")
            } catch let error as StoreError {
                #expect(error.code == .unknownRecipient(["nobody"]))
            }
        }
    }

    @Test func whatWasTakenIsAnsweredAtAGracefulStopAndWhatComesLaterIsRefused() async throws {
        try await Post.furnish()
        let post = try Post(largestBatch: 2)
        // Two hundred that wait, two a transaction, and a stop after the first answer: each is either confirmed and
        // stored or refused and not.
        let confirmed = try await withThrowingTaskGroup(of: Int?.self) { group in
            let (answered, first) = AsyncStream.makeStream(of: Void.self)
            for n in 0..<200 {
                group.addTask {
                    do {
                        let answer = try await post.send("k\(n)")
                        first.finish()
                        return answer.status == 201 ? 1 : 0
                    } catch let error as StoreError {
                        #expect(error.code == .stopping)
                        return 0
                    }
                }
            }
            group.addTask {
                try await post.run { for await _ in answered {} }
                return nil
            }
            return try await group.reduce(into: 0) { $0 += $1 ?? 0 }
        }
        #expect(confirmed >= 1)
        #expect(try await Post().store.inbox(of: "tsu", after: 0, limit: 1).last == Int64(confirmed))
        let late = await #expect(throws: StoreError.self) { try await post.send("late") }
        #expect(late?.code == .stopping)
    }
}
