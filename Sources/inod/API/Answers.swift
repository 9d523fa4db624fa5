// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import HTTPTypes
import Store
import Wire

// The broker stores an answer as bytes with its status under its key; these make them and give them out again.

extension Answer {
    /// What the sender of a letter is told.
    init(sent outcome: Outcome, dryRun: Bool) {
        self.init(outcome, status: dryRun ? 200 : 201) { messages, _ in messages.first.map(SendAnswer.init) }
    }

    /// What the author of an act is told.
    init(acted outcome: Outcome, status: Int, dryRun: Bool) {
        self.init(outcome, status: status) { messages, state in
            state?.instruction.map { ActAnswer(messages, $0, dryRun: dryRun) }
        }
    }

    /// What the author of an act on the use of an instrument is told.
    init(used outcome: Outcome, status: Int, dryRun: Bool) {
        self.init(outcome, status: status) { messages, state in
            state?.instrumentUse.map { InstrumentUseAnswer(messages, $0, dryRun: dryRun) }
        }
    }

    private init(_ outcome: Outcome, status: Int, _ value: ([Appended], CaseState?) -> (some Encodable)?) {
        let reply: Reply
        switch outcome {
        case .accepted(let messages, let state):
            let json = value(messages, state).flatMap { try? Reply.json($0, status: .init(code: status)) }
            reply = json ?? .problem(.internalError)
        case .refused(let refusal):
            reply = .problem(Problem(explaining: refusal))
        }
        self.init(reply)
    }
}

extension Answer {
    /// A reply as it is kept.
    init(_ reply: Reply) { self.init(status: reply.status.code, contentType: reply.contentType, body: reply.bytes) }
}

extension Reply {
    /// An answer of the broker, new or repeated.
    init(_ answer: Answer) {
        self.init(status: .init(code: answer.status), bytes: answer.body, contentType: answer.contentType)
        if answer.replayed { headers[.idempotencyReplayed] = "true" }
    }
}
