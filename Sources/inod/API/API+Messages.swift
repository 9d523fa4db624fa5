// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Evidence
import Foundation
import ServiceLifecycle
import Store
import Wire

extension API {
    /// `/v1/messages`: sending, showing and following a message.
    func messages(_ routes: inout Routes) {
        routes.post("/v1/messages", needs: .send, .light) { call in
            let request = try await call.body(SendRequest.self, limit: call.messageLimit)
            let submission = try call.letter(request, programme: try await call.letterProgramme(in: store))
            return try await Reply(submit(submission))
        }
        routes.post("/v1/messages/batch", needs: .send) { call in
            let batch = try await call.body(BatchRequest.self, limit: call.messageLimit)
            let programme = try await call.letterProgramme(in: store)
            let submissions = try batch.messages.map { try call.letter($0, programme: programme, inBatch: true) }
            return try await Reply(batch: submit(contentsOf: submissions))
        }
        routes.get("/v1/messages", query: "sender recipient kind case since") { call in
            let limit = try call.limit()
            let found = try await store.messages(call.messageFilter(limit: limit + 1))
            let next = found.count > limit ? found[limit - 1].id.description : nil
            return try .list(found.prefix(limit).map(MessageView.init), next: next)
        }
        routes.get("/v1/messages/{id}") { call in
            let stored = try await call.visible(store.message(call.path("id")), in: store)
            var view = MessageView(stored)
            let attributes = try await store.attributes(of: stored.id)
            view.attributes = attributes.isEmpty ? nil : attributes
            return try .json(view)
        }
        routes.get("/v1/messages/{id}/track") { call in
            let (message, recipients) = try await store.track(call.path("id"))
            return try await .json(TrackView(call.visible(message, in: store), recipients))
        }
    }
}

extension API {
    /// The one way in of a message or an act: refuses it while the flow stands, holds its sender to the limit, looks up
    /// whom it is for, commits it.
    func submit(_ submission: Submission) async throws -> Answer { try await submit(contentsOf: [submission])[0].get() }

    /// The same for several of one sender together; one whose group names nobody is refused alone. Over the limit none is
    /// stored, or all wait until there is room.
    func submit(
        contentsOf submissions: [Submission], waiting: Bool = false
    ) async throws -> [Result<Answer, any Error>] {
        do {
            let results = try await admitted(submissions, waiting: waiting)
            for (submission, result) in zip(submissions, results) { count(submission, result) }
            return results
        } catch {
            for submission in submissions { count(submission, .failure(error)) }
            throw error
        }
    }

    private func admitted(
        _ submissions: [Submission], waiting: Bool
    ) async throws -> [Result<Answer, any Error>] {
        try await flows.check(.intake)
        try await takeRoom(for: submissions, waiting: waiting)
        var results: [Result<Answer, any Error>?] = []
        var found: [Submission] = []
        for var submission in submissions {
            do {
                if case .letter(var letter) = submission.work {
                    letter.audience = try await store.audience(
                        letter.audience, programme: submission.programme, sender: submission.actor.organisation,
                        key: submission.key)
                    submission.work = .letter(letter)
                }
                found.append(submission)
                results.append(nil)
            } catch let refusal as Refusal {
                results.append(.failure(refusal))
            }
        }
        var committed = try await intake.submit(contentsOf: found)[...]
        return results.map { $0 ?? committed.removeFirst() }
    }

    /// An answer that was given before, and what was only tried, is nothing new.
    private func count(_ submission: Submission, _ result: Result<Answer, any Error>) {
        guard !submission.dryRun else { return }
        switch result {
        case .success(let answer) where answer.replayed: break
        case .success(let answer) where answer.status < 400:
            counters.count(.accepted(kind: submission.sort), submission.messageCount)
        case .success, .failure:
            let problem = try? StrictJSON.decodeAnswer(Problem.self, from: result.told.body)
            counters.count(.refused(reason: problem?.code ?? "unknown"), submission.messageCount)
        }
    }

    /// What is only tried takes none.
    private func takeRoom(for submissions: [Submission], waiting: Bool) async throws {
        let counts = submissions.filter { !$0.dryRun }.reduce(into: [:]) { counts, submission in
            counts[submission.actor.organisation, default: 0] += submission.messageCount
        }
        for (sender, count) in counts {
            guard waiting else {
                try senderLimits.take(count, of: sender)
                continue
            }
            try await cancelWhenGracefulShutdown { try await senderLimits.takeWaiting(count, of: sender) }
        }
    }
}

extension Call {
    /// Base64 and JSON escapes make a body longer on its way.
    var messageLimit: Int { limits.messageLimit * 2 + (64 << 10) }

    /// The programme that the query names, or the only one.
    func programme(in store: Store) async throws -> String { try await store.programmeCode(query("programme")) }

    /// The programme of a letter: where none is named, what was the only one; the intake looks whether both hold.
    func letterProgramme(in store: Store) async throws -> String {
        if let named = try query("programme") { return named }
        return try await store.onlyProgrammeCode()
    }

    /// What the query asks for; who may not see all is held to what its organisation sent, the inbox has the rest.
    fileprivate func messageFilter(limit: Int) throws -> MessageFilter {
        let seesAll = !principal.scopes.isDisjoint(with: [.operate, .audit])
        let sender = try query("sender")
        return MessageFilter(
            programme: try query("programme"), sender: seesAll ? sender : try ownOrganisation(named: sender),
            recipient: try query("recipient"), kind: try query("kind"), caseID: try query("case", as: Identifier.self),
            since: try query("since", as: Instant.self), before: try query("after", as: Identifier.self), limit: limit)
    }

    /// What the request asks to be sent.
    func letter(_ request: SendRequest, programme: String, inBatch: Bool = false) throws -> Submission {
        let (body, contentType) = try request.content()
        guard body.count <= limits.messageLimit else { throw Problem.tooLarge }
        let (fromHeader, dryRun) = (inBatch ? nil : try idempotencyKey(required: false), try flag("dryRun"))
        if !inBatch, !dryRun, request.key == nil { _ = try idempotencyKey() }
        guard let key = request.key ?? fromHeader ?? (dryRun ? Call.trialKey() : nil) else {
            throw Problem.badRequest(
                "A message needs a 'key' of its sender's own, or an Idempotency-Key.", code: "missing-value", at: "/key"
            )
        }
        guard (1...200).contains(key.count) else {
            throw Problem.badRequest("'key' has 1 to 200 characters.", code: "invalid-value", at: "/key")
        }
        guard !request.recipients.isEmpty else {
            throw Problem.badRequest("At least one recipient is needed.", code: "missing-value", at: "/recipients")
        }
        let actor = try sender()
        let letter = Letter(
            kind: request.kind ?? "letter", audience: request.recipients.map(\.recipient),
            contentType: contentType, body: body, cause: request.cause,
            attributes: request.expires.map { [Expiry.attribute: $0.description] } ?? [:])
        var submission = Submission(
            programme: programme, principal: principalKey, key: key,
            digest: letter.digest(sender: actor.organisation),
            actor: actor, work: .letter(letter), dryRun: dryRun,
            render: { Answer(sent: $0, dryRun: dryRun) })
        submission.assumesOnlyProgramme = try query("programme") == nil
        try name(letter.namedAttachments(), in: &submission)
        return submission
    }

    /// Who keys belong to: a token, or the local operator by name.
    var principalKey: String { principal.tokenID.map { "token:\($0)" } ?? "local:\(principal.name)" }

    /// In whose name a letter goes: that needs the scope send where an act needs act.
    func sender() throws -> Actor {
        var call = self
        if principal.scopes.contains(.send) { call.principal.scopes.insert(.act) }
        return try call.actor()
    }

    /// The message when this caller is its sender, a recipient, a party of its case, an operator or an auditor.
    func visible(_ stored: StoredMessage, in store: Store) async throws -> StoredMessage {
        let readers = try await store.readers(of: stored)
        guard Authority.mayRead(parties: Array(readers), principal) else {
            throw Problem.notFound("The message")
        }
        return stored
    }
}

extension Submission {
    /// What it is counted as: senders may call their letters as they like.
    fileprivate var sort: String {
        switch work {
        case .letter: "letter"
        case .acts(_, let acts): acts.first?.caseKind.rawValue ?? "letter"
        }
    }
}

extension Letter {
    /// What its body names, by its media type: whichever way in it came, and whoever made the body.
    func namedAttachments() throws -> [NamedAttachment] {
        guard LetterDocument.isWritten(as: contentType) else { return [] }
        return try LetterDocument(json: body).attachments
    }
}

extension SendRequest {
    /// The body and its media type; with attachments it is the document that names them.
    fileprivate func content() throws -> (body: [UInt8], contentType: String) {
        guard let attachments, !attachments.isEmpty else {
            return (try bodyBytes(), contentType ?? standardContentType)
        }
        var document = LetterDocument(attachments: attachments)
        if text != nil || base64 != nil {
            _ = try bodyBytes()
            (document.text, document.base64) = (text, base64)
            document.contentType = contentType ?? standardContentType
        }
        return (try document.json(), LetterDocument.contentType)
    }

    private func bodyBytes() throws -> [UInt8] {
        switch (text, base64) {
        case (let text?, nil): return Array(text.utf8)
        case (nil, let base64?):
            guard let data = Data(base64Encoded: base64) else {
                throw Problem.badRequest("It is not Base64.", code: "invalid-value", at: "/base64")
            }
            return Array(data)
        default:
            throw Problem.badRequest("A message has either 'text' or 'base64'.", code: "invalid-value", at: "/text")
        }
    }

    fileprivate var standardContentType: String {
        base64 == nil ? "text/plain; charset=utf-8" : "application/octet-stream"
    }
}

extension Reply {
    /// What became of each message of a batch, in their order.
    init(batch results: [Result<Answer, any Error>]) { self.init(bytes: BatchAnswer.json(of: results.map(\.told))) }
}

extension Result<Answer, any Error> {
    /// The status that a message has alone, and its confirmation or its problem.
    var told: (status: Int, body: [UInt8]) {
        switch self {
        case .success(let answer): return (answer.status, answer.body)
        case .failure(let error):
            let problem = Problem(explaining: error)
            return (problem.status, Reply.problem(problem).bytes)
        }
    }
}
