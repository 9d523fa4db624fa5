// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Synchronization
import Wire

@testable import inoctl

/// Runs the tool in this process: what it is answered is given, what it prints and sends is kept.
struct Run: Sendable {
    var exit: Int32
    var out: String
    var err: String
    var requests: [Request]
    var written: [String: String]

    static let socket = "/tmp/ino.sock"

    /// Runs a command line against answers by path; a path without an answer is a 404.
    static func tool(
        _ arguments: String..., environment: [String: String] = ["INOCTL_SOCKET": Run.socket],
        files: [String: String] = [:], terminal: Int? = nil, typed: String? = nil,
        answers: [String: String] = [:],
        send: (@Sendable (Request, Target) async throws(TransportFailure) -> Answer)? = nil,
        stream: Surroundings.Stream? = nil, interrupted: (@Sendable () async -> Void)? = nil
    ) async -> Run {
        await tool(
            arguments: arguments, environment: environment, files: files, terminal: terminal, typed: typed,
            answers: answers, send: send, stream: stream, interrupted: interrupted)
    }

    /// Runs a command line that is given as an array.
    static func tool(
        arguments: [String], environment: [String: String] = ["INOCTL_SOCKET": Run.socket],
        files: [String: String] = [:], terminal: Int? = nil, typed: String? = nil,
        answers: [String: String] = [:],
        send: (@Sendable (Request, Target) async throws(TransportFailure) -> Answer)? = nil,
        stream: Surroundings.Stream? = nil, interrupted: (@Sendable () async -> Void)? = nil
    ) async -> Run {
        let kept = Mutex(Run(exit: 0, out: "", err: "", requests: [], written: [:]))
        var ask: (@Sendable (String) -> String?)?
        if let typed {
            ask = { question in
                kept.withLock { $0.err += question + "\n" }
                return typed
            }
        }
        let surroundings = Surroundings(
            environment: environment, isTerminal: terminal != nil, width: terminal ?? 100,
            outBytes: { bytes in kept.withLock { $0.out += String(decoding: bytes, as: UTF8.self) } },
            complain: { line in kept.withLock { $0.err += line + "\n" } },
            read: { path in files[path].map { Array($0.utf8) } },
            open: { path in
                guard let text = files[path] else { return nil }
                let rest = Mutex<[UInt8]?>(Array(text.utf8))
                return { rest.withLock { rest in rest.take() } }
            },
            size: { files[$0].map { Int64($0.utf8.count) } },
            create: { path in
                let begun = Mutex<[UInt8]>([])
                return NewFile(
                    write: { bytes in begun.withLock { $0 += bytes } },
                    keep: {
                        let text = begun.withLock { String(decoding: $0, as: UTF8.self) }
                        kept.withLock { $0.written[path] = text }
                    }, discard: {})
            },
            progress: nil,
            permissions: { files[$0] == nil ? nil : 0o600 },
            now: { Instant(microsecondsSince1970: 1_800_000_000_000_000) },
            canOpenSocket: { _ in false },
            write: { path, bytes in kept.withLock { $0.written[path] = String(decoding: bytes, as: UTF8.self) } },
            publish: { path, bytes in kept.withLock { $0.written[path] = String(decoding: bytes, as: UTF8.self) } },
            ask: ask,
            send: { request, target async throws(TransportFailure) in
                kept.withLock { $0.requests.append(request) }
                // A body that comes in parts is read to its end before it is answered.
                while let parts = request.parts, let part = try? await parts(), !part.isEmpty {}
                if let send { return try await send(request, target) }
                guard let answer = answers[request.path] else {
                    return Answer(status: 404, body: Array(Recorded.notFound.utf8))
                }
                return Answer(status: 200, body: Array(answer.utf8))
            },
            stream: { request, target, take in
                kept.withLock { $0.requests.append(request) }
                return try await stream?(request, target, take)
                    ?? Answer(status: 404, body: Array(Recorded.notFound.utf8))
            },
            interrupted: interrupted ?? { try? await Task.sleep(for: .seconds(1000)) })
        let exit = await Surroundings.$current.withValue(surroundings) { await Program.run(arguments) }
        return kept.withLock { run in
            run.exit = exit
            return run
        }
    }
}

/// Answers as the daemon gives them.
enum Recorded {
    static let notFound = """
        {"type":"/problems/not-found","title":"There is no such thing","status":404,"code":"not-found",\
        "detail":"There is no organisation 'nowhere'.","requestId":"r1","retryable":false,"errors":[]}
        """

    static let programmes = """
        {"items":[{"code":"ino-tomsk","nameEn":"INO Tomsk","nameRu":"ИНО Томск","zone":"Asia/Tomsk",\
        "endOfDayHour":18,"calendar":"ru","policy":"federal","clock":"replay","now":"2016-03-25T06:00:00Z"}]}
        """

    static let minekonom = organisation("minekonom", "Минэкономразвития", kind: "federal_ministry")
    static let tsu = organisation("tsu", "Томский государственный университет", kind: "university")

    static func organisation(_ code: String, _ name: String, kind: String) -> String {
        """
        {"code":"\(code)","kind":"\(kind)","nameEn":"\(code)","nameRu":"\(name)","formerNames":[],\
        "provenance":"document","evidence":"document_text","sourceNote":"file, item 1","newMember":1}
        """
    }

    static func problem(_ code: String, status: Int, detail: String, more: String = "") -> Answer {
        let text = """
            {"type":"/problems/\(code)","title":"\(code)","status":\(status),"code":"\(code)","detail":"\(detail)",\
            "retryable":false,"errors":[]\(more)}
            """
        return Answer(status: status, body: Array(text.utf8))
    }
}
