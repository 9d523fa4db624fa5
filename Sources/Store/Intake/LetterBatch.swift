// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

/// Letters that are all new and plain, stored by one statement that is its own transaction.
///
/// A letter goes by no rule of a case, so when every name is known, no key was used before and the clock is the real
/// one, nothing has to be decided between looking and writing. Whatever else may be the matter, `IntakeBatch` finds it
/// out and says it; here the database only says no.
struct LetterBatch {
    private let submissions: [Submission]
    private let outgoing: [Outgoing]
    private let now: Instant
    private let clock: ServerClock
    private let numbers: NumberMemory

    /// Nil when one of them is not a letter of now that is to be stored and has nothing kept beside it, or its programme's
    /// now is not known here.
    init?(_ submissions: [Submission], by clock: ServerClock, near numbers: NumberMemory) {
        guard let first = submissions.first, let now = clock.now(in: first.programme) else { return nil }
        self.submissions = submissions
        self.now = now
        self.clock = clock
        self.numbers = numbers
        var outgoing: [Outgoing] = []
        for submission in submissions {
            guard case .letter(let letter) = submission.work, submission.occurredAt == nil, !submission.dryRun,
                submission.programme == first.programme, letter.attributes.isEmpty, submission.attachments.isEmpty
            else { return nil }
            outgoing.append(Outgoing(letter, of: submission, at: now, knownAt: now))
        }
        self.outgoing = outgoing
    }

    /// Stores them and answers; nil when something stands against one of them, and then nothing was stored.
    func run(on connection: isolated Connection) throws -> [Committed]? {
        let messages = outgoing.map(\.message)
        let hashes = outgoing.map(\.hash)
        let recipients = messages.flatMap(\.audience)
        let stored = try connection.commit(
            """
            select recorded_at, ids, seqs
              from core.append_letters(
                   \(now), \(submissions[0].programme), \(submissions.contains(where: \.assumesOnlyProgramme)),
                   \(submissions.map(\.principal)), \(messages.map(\.kind)), \(messages.map(\.sender)),
                   \(messages.map(\.senderKey)), \(outgoing.map(\.digest)), \(messages.map(\.actor.person)),
                   \(messages.map(\.actor.position)), \(messages.map(\.actor.capacity.rawValue)),
                   \(messages.map(\.actor.basis)), \(messages.map { $0.cause?.rawValue }),
                   \(messages.map(\.contentType)), \(messages.map(\.body)), \(hashes),
                   \(messages.map { Int32($0.audience.count) }), \(recipients.map(\.organisation)),
                   \(recipients.map { $0.role ?? "" }), \(numbers.near(recipients)))
            """,
            as: (Instant, [Identifier], [Int64]).self)
        guard let (recordedAt, ids, given) = stored.first else { return nil }
        clock.heard(recordedAt)
        var left = given[...]
        let appended = messages.indices.map { index in
            let own = left.prefix(messages[index].audience.count)
            left = left.dropFirst(own.count)
            return Appended(messages[index], hash: hashes[index], stored: (ids[index], recordedAt, Array(own)))
        }
        numbers.saw(appended)
        return zip(submissions, appended).map { submission, appended in
            Committed(
                answer: submission.render(.accepted([appended], nil)),
                inboxes: Set(appended.deliveries.map(\.organisation)))
        }
    }
}
