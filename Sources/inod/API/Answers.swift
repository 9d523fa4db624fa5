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
        self.init(outcome, status: dryRun ? 200 : 201) { messages, _ in messages.first.map { SendAnswer($0).json } }
    }

    /// What the author of an act is told.
    init(acted outcome: Outcome, status: Int, dryRun: Bool) {
        self.init(outcome, status: status) { messages, state in
            switch state {
            case .instruction(let instruction):
                try StrictJSON.encode(ActAnswer(messages, instruction, dryRun: dryRun))
            case .instrumentUse(let use): try StrictJSON.encode(InstrumentUseAnswer(messages, use, dryRun: dryRun))
            case .approval(let approval): try StrictJSON.encode(ApprovalAnswer(messages, approval, dryRun: dryRun))
            case nil: nil
            }
        }
    }

    private init(_ outcome: Outcome, status: Int, _ json: ([Appended], CaseState?) throws -> [UInt8]?) {
        let reply: Reply
        switch outcome {
        case .accepted(let messages, let state):
            let bytes = try? json(messages, state)
            reply = bytes.map { Reply(status: .init(code: status), bytes: $0) } ?? .problem(.internalError)
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
