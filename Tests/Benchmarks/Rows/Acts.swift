// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Row act: interim reports on instructions in execution, from 16 connections, each on cases of its own. It is an act that
/// may be repeated: the rule is checked, the case locked and folded, and the message, its delivery and the projection are
/// written as for any other.
enum Acts {
    private static let connections = 16
    private static let casesEach = 2

    static var row: Row {
        Row(
            name: "act", says: "an interim report on an instruction, 16 connections; raw is a16", measures: [.rate],
            contenders: [
                Sending.raw(connections: connections),
                Contender(name: "ino tcp", side: .ino, targets: [.atLeast(0.25)], run: act),
            ])
    }

    private static func act(_ run: Run) async throws -> Reading {
        let worker = try run.arena.daemon.token(of: Arena.recipient)
        let cases = try prepare(run, worker: worker)
        let mark = try await run.mark()
        var confirmed = Tally()
        let reading = try await run.measure {
            let loops = try (0..<connections).map { connection in
                (
                    try HTTPConnection(run.arena.daemon.tcp),
                    cases[(connection * casesEach)..<((connection + 1) * casesEach)].enumerated().map { place, id in
                        request(
                            "POST /v1/instructions/\(id)/interim-report", token: worker,
                            key: "\(run.prefix)\(connection)-\(place)-", body: #"{"text":"\#(text)"}"#)
                    }
                )
            }
            let start = seconds()
            let tallies = try together(
                loops.map { connection, requests in
                    { @Sendable in
                        var (requests, tally, next) = (requests, Tally(), 0)
                        while seconds() < start + run.seconds {
                            let place = next % requests.count
                            try connection.send(requests[place].numbered(from: next))
                            guard try connection.success({ try tally.take($0) }) == 1 else {
                                throw BenchmarkError("an act was answered without its message")
                            }
                            next += 1
                        }
                        return tally
                    }
                })
            confirmed = tallies.reduce(Tally(), +)
            return Reading(
                values: [.rate: Double(confirmed.count) / (seconds() - start)], messages: confirmed.count)
        }
        try await run.check(confirmed, since: mark, kind: "instruction.interim-report")
        return reading
    }

    /// A report of 1,024 bytes, as the messages of the other rows.
    private static let text = String(repeating: "x", count: 1_024)

    private static func request(_ line: String, token: String, key: String, body: String) -> Request {
        Request(line, token: token, headers: ["Idempotency-Key: \(key)\(Request.number)"], body: body)
    }

    /// Issues instructions, has them registered and a person named, and answers their ids.
    private static func prepare(_ run: Run, worker: String) throws -> [String] {
        let connection = try HTTPConnection(run.arena.daemon.unix)
        return try (0..<(connections * casesEach)).map { place in
            func ask(_ line: String, _ token: String, _ step: String, _ body: String) throws -> String {
                var request = request(line, token: token, key: "\(run.prefix)\(step)-", body: body)
                return try connection.exchange(request.numbered(from: place))
            }
            let answer = try ask(
                "POST /v1/instructions", run.arena.senderToken, "issue",
                """
                {"responsible":"\(Arena.recipient)","text":"Work \(place).","basis":"b","deadline":"2027-12-20"}
                """)
            let members = try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any]
            guard let id = members?["instruction"] as? String else { throw BenchmarkError("no instruction: \(answer)") }
            _ = try ask("POST /v1/instructions/\(id)/register", worker, "register", #"{"recipientNumber":"1"}"#)
            _ = try ask("POST /v1/instructions/\(id)/assign", worker, "assign", #"{"person":"worker"}"#)
            return id
        }
    }
}
