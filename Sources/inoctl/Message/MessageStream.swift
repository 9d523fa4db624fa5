// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Foundation
import Synchronization
import Wire

extension MessageCommand.Send {
    /// Sends the messages of a file as one stream and prints what became of each line, as the daemon says it.
    func send(stream path: String, in session: Session) async throws {
        let output = try session.output.asItComes("--stream")
        guard let parts = try session.surroundings.open(path) else {
            throw Failure(exit: Exit.usage, "there is no file \(path)")
        }
        let zone = try await session.zone()
        let counted = Mutex((sent: 0, refused: 0, line: 0))
        var failure: (any Error)?
        do {
            try await session.client.send(parts, to: "/v1/messages/stream", dryRun: write.dryRun, acting: acting) {
                line in
                try output.list([line], as: Confirmation.self, Self.confirmation, zone: zone)
                let isSent = line["message"] != nil
                let number = line["line"]?.scalarText.flatMap { Int($0) }
                counted.withLock { counted in
                    if isSent { counted.sent += 1 } else { counted.refused += 1 }
                    counted.line = number ?? counted.line
                }
            }
        } catch {
            failure = error
        }
        let (sent, refused, line) = counted.withLock { $0 }
        session.note("\(sent) sent, \(refused) refused; confirmed up to line \(line)")
        if let failure {
            session.note("what follows may have been sent: the same file again, with the same keys, sends it once")
            throw failure
        }
        if refused > 0 { throw ExitCode(Exit.some) }
    }

    private var acting: Acting { Acting(onBehalf: actor.onBehalf, basis: actor.basis) }

    private static let confirmation: [Column<Confirmation>] = [
        Column("line") { .number($0.line) },
        Column("status") { .number($0.status) },
        Column("message") { .optional($0.message?.id.description) },
        Column("problem") { .optional($0.problem.map { $0.detail ?? $0.title }) },
    ]
}

extension Client {
    /// Sends lines as they are given and hands on the line that comes back for each.
    func send(
        _ parts: @escaping Request.Parts, to path: String, dryRun: Bool, acting: Acting,
        _ take: @escaping @Sendable (JSON) throws -> Void
    ) async throws {
        var request = completed(
            Request(method: "POST", path: path, query: dryRun ? [("dryRun", "true")] : []),
            accept: "application/x-ndjson")
        request.headers["Content-Type"] = "application/x-ndjson"
        request.headers["Ino-On-Behalf-Of"] = acting.onBehalf
        request.headers["Ino-Basis"] = acting.basis.map { Data($0.utf8).base64EncodedString() }
        request.parts = parts
        let rest = Mutex<[UInt8]>([])
        do {
            let answer = try await stream(request, target) { bytes in
                var lines = (rest.withLock { $0 } + bytes).split(
                    separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                let begun = Array(lines.popLast() ?? [])
                rest.withLock { $0 = begun }
                for line in lines where !line.isEmpty { try take(try StrictJSON.parse(line)) }
            }
            guard (200..<300).contains(answer.status) else { throw failure(answer, request) }
        } catch let lost as TransportFailure {
            throw failure(lost, request)
        }
    }
}
