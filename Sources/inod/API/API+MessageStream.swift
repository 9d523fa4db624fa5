// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Hummingbird
import NIOCore
import ServiceLifecycle
import Store
import Wire

extension API {
    /// `POST /v1/messages/stream`: a message a line (NDJSON), and a line back for each, in the same order.
    func messageStream(_ routes: inout Routes) {
        routes.post("/v1/messages/stream", needs: .send) { call in
            let programme = try await call.letterProgramme(in: store)
            _ = try (call.sender(), call.dryRun)
            let sending = SendStream(api: self, call: call, programme: programme)
            return Reply(contentType: "application/x-ndjson", stream: { try await sending.run(confirming: &$0) })
        }
    }
}

/// One sender's stream of messages.
///
/// The lines that wait while a commit is under way share the next one, so they are stored in the order in which they
/// came. Of the messages at most 256 are unconfirmed; who sends faster is not read from until then, and who sends more than
/// its organisation may is read as slowly as it may send: here the limit refuses nothing. A line that is refused is refused
/// alone. When the sender ends its side, all is confirmed and the stream ends; so it does when the daemon
/// stops, and what has no confirmation then is to be sent again under the same keys.
private struct SendStream: Sendable {
    let api: API
    let call: Call
    let programme: String

    private static let window = 256

    @concurrent func run(confirming writer: inout any ResponseBodyWriter) async throws {
        let window = LineWindow(capacity: Self.window, longest: call.messageLimit)
        // Reads beside the confirming: a sender may wait for the answer to one line before it writes the next.
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await read(into: window) }
            while true {
                let lines = await window.take()
                guard !lines.isEmpty else { break }
                try await writer.write(ByteBuffer(bytes: await confirmations(of: lines)))
                await window.confirm(lines.count)
            }
            group.cancelAll()
        }
    }

    private func read(into window: LineWindow) async {
        await withGracefulShutdownHandler {
            do {
                for try await part in call.request.body { await window.add(part) }
                await window.end()
            } catch {
                // The connection broke in the middle of a line: that one was not sent.
                await window.close()
            }
        } onGracefulShutdown: {
            Task { await window.close() }  // wakes who waits for lines; nothing else would
        }
    }

    /// Commits lines and says what became of each.
    private func confirmations(of lines: [LineWindow.Line]) async -> [UInt8] {
        var told: [Int: (status: Int, body: [UInt8])] = [:]
        var submissions: [(number: Int, submission: Submission)] = []
        for line in lines {
            do {
                try await call.checkAgain(api.store, .send)
                guard let bytes = line.bytes else { throw Problem.tooLarge }
                let request = try StrictJSON.decode(SendRequest.self, from: bytes)
                submissions.append((line.number, try call.letter(request, programme: programme, inBatch: true)))
            } catch {
                told[line.number] = Result<Answer, any Error>.failure(error).told
            }
        }
        for part in Self.parts(submissions, atMost: api.senderLimits.limit?.burst ?? .max) {
            for (entry, result) in zip(part, await commit(part.map(\.submission))) { told[entry.number] = result.told }
        }
        return lines.flatMap { line in
            told[line.number].map { Confirmation.line(line.number, status: $0.status, body: $0.body) } ?? []
        }
    }

    /// Together, or each alone where together it cannot be: a fault of one never takes the others with it.
    private func commit(_ submissions: [Submission]) async -> [Result<Answer, any Error>] {
        do {
            return try await api.submit(contentsOf: submissions, waiting: true)
        } catch {
            guard submissions.count > 1 else { return [.failure(error)] }
            var results: [Result<Answer, any Error>] = []
            for submission in submissions { results += await commit([submission]) }
            return results
        }
    }

    /// The submissions in their order, cut before a key that is in the part already, as the intake takes a key once at a
    /// time, and where a part has as many as may be sent at once.
    private static func parts(
        _ submissions: [(number: Int, submission: Submission)], atMost most: Int
    ) -> [[(number: Int, submission: Submission)]] {
        var parts: [[(number: Int, submission: Submission)]] = []
        var keys: Set<String> = []
        for entry in submissions {
            if (parts.last?.count ?? most) >= most || !keys.insert(entry.submission.key).inserted {
                parts.append([])
                keys = [entry.submission.key]
            }
            parts[parts.count - 1].append(entry)
        }
        return parts
    }
}
