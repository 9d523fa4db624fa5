// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Logging
import Postgres
import ServiceLifecycle
import Store
import TestDatabase
import Testing

/// The clocks of several daemons on one database, in a programme whose own clock is moved.
@Suite(.database, .timeLimit(.minutes(5))) struct DeadlineClockTests {
    private static let instructions = 52

    @Test func theClocksOfThreeDaemonsTellEveryStepOnce() async throws {
        let database = try TestDatabase.current
        try await database.furnish(
            replayingFrom: "2016-03-25 04:00+00", bodies: ["fano", "minekonom", "tpu", "tsu"])
        try await database.connection().script("insert into core.calendar_year values ('ru', 2016)")
        let posts = try (0..<3).map { _ in try Post(sweepEvery: .milliseconds(50)) }
        let counters = Counters()
        let logger = Logger(label: "test")
        let clocks = posts.map {
            DeadlineClock(store: $0.store, counters: counters, logger: logger, every: .milliseconds(5))
        }
        let services: [any Service] = posts.flatMap { [$0.store, $0.doorbell, $0.intake] as [any Service] } + clocks
        let group = ServiceGroup(configuration: .init(services: services, logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for n in 0..<Self.instructions {
                let answer = try await posts[n % 3].intake.submit(Self.issue(n))
                #expect(answer.status == 201)
            }
            // Due on 4 April: near, passed with a day and more of lateness, and three.
            for (moment, more) in [
                ("2016-03-30T12:00:00Z", 1), ("2016-04-05T12:00:00Z", 2), ("2016-04-07T12:00:00Z", 0),
            ] {
                let before = try await posts[0].store.queues(of: ["tsu"]).first?.depth ?? 0
                try await posts[0].store.setProgrammeClock("demo", to: try #require(Instant(moment)), by: "test")
                try await Self.wait(at: posts[1], for: "tsu", upTo: before + Int64(more * Self.instructions))
            }
            try await Self.wait(at: posts[2], for: "minekonom", upTo: Int64(2 * Self.instructions))
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        let told = try await database.value(
            """
            select count(*) || ' ' || count(distinct (case_id, convert_from(body, 'UTF8')::jsonb -> 'notice' -> 'step'))
              from core.message where kind in ('instruction.remind', 'instruction.escalate')
            """)
        #expect(told == "\(4 * Self.instructions) \(4 * Self.instructions)")
        #expect(counters.all[.fired(act: "remind")] == 2 * Self.instructions)
        #expect(counters.all[.fired(act: "escalate")] == 2 * Self.instructions)
    }

    /// Waits until an inbox has come to a number.
    private static func wait(at post: Post, for organisation: String, upTo last: Int64) async throws {
        guard last > 0 else { return }
        let slice = try await post.doorbell.inbox(
            of: organisation, after: last - 1, limit: 1, waitingUpTo: .seconds(120))
        #expect(slice.items.map(\.number) == [last])
    }

    private static func issue(_ n: Int) -> Submission {
        let draft = InstructionDraft(responsible: "tsu", text: "Предложения", mark: .prompt, basis: "Протокол № 1")
        return Submission(
            programme: "demo", principal: "minekonom", key: "issue-\(n)", digest: [UInt8(n)],
            actor: Actor(organisation: "minekonom", capacity: .own),
            work: .acts(case: nil, [.instruction(.create(draft)), .instruction(.issue)])
        ) { outcome in
            switch outcome {
            case .accepted: Answer(status: 201, contentType: "text/plain", body: [])
            case .refused(let refusal):
                Answer(status: 409, contentType: "text/plain", body: Array(refusal.sentence.utf8))
            }
        }
    }
}
