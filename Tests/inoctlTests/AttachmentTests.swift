// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Evidence
import Foundation
import Synchronization
import Testing
import Wire

@testable import inoctl

@Suite struct AttachmentTests {
    private static let sent = #"{"id":"0000000000abc","hash":"h","recordedAt":"2016-03-25T06:00:00Z","deliveries":[]}"#
    private static let acted = #"{"instruction":"0000000000abc","state":"REPORTED"}"#

    private static func hash(_ text: String) -> String { Hexadecimal.text(ContentHash.sha256(Array(text.utf8))) }

    /// A daemon that keeps what comes and answers its hash.
    private func tool(
        _ line: [String], files: [String: String], answers: [String: String] = [:], kept: String? = nil
    ) async -> (run: Run, bodies: [String]) {
        let bodies = Mutex<[String]>([])
        let run = await Run.tool(
            arguments: line + ["--tz", "UTC"], files: files,
            send: { request, _ async throws(TransportFailure) in
                if let answer = answers[request.path] { return Answer(status: 200, body: Array(answer.utf8)) }
                guard request.path == "/v1/attachments" else {
                    return Answer(status: 404, body: Array(Recorded.notFound.utf8))
                }
                bodies.withLock { $0.append(request.headers["Content-Type"] ?? "") }
                let name = files.keys.sorted()[bodies.withLock { $0.count } - 1]
                let hash = kept ?? Self.hash(files[name] ?? "")
                let text = #"{"hash":"\#(hash)","size":1,"mediaType":"x"}"#
                return Answer(status: 201, body: Array(text.utf8))
            })
        return (run, bodies.withLock { $0 })
    }

    @Test func aMessageNamesTheFilesThatWereUploadedBeforeIt() async throws {
        let files = ["/a/акт.pdf": "one", "/b/план.xlsx": "two"]
        let (run, types) = await tool(
            ["message", "send", "--to", "tsu", "--attach", "/a/акт.pdf", "--attach", "/b/план.xlsx"], files: files,
            answers: ["/v1/messages": Self.sent])
        #expect(run.exit == 0, "\(run.err)")
        #expect(run.requests.map(\.path) == ["/v1/attachments", "/v1/attachments", "/v1/messages"])
        #expect(types[0] == "application/pdf" && types[1].hasSuffix("spreadsheetml.sheet"))
        #expect(run.requests.prefix(2).map(\.length) == [3, 3] && run.requests[0].body == nil)
        let body = try StrictJSON.decodeAnswer(SendRequest.self, from: run.requests[2].body ?? [])
        #expect(
            body.attachments == [
                NamedAttachment(hash: Self.hash("one"), name: "акт.pdf"),
                NamedAttachment(hash: Self.hash("two"), name: "план.xlsx"),
            ])
        #expect(body.text == nil)
    }

    @Test func aReportIsUploadedForTheBodyThatItIsEnteredFor() async throws {
        let (run, _) = await tool(
            [
                "instruction", "report", "abcde", "--text", "x", "--attach", "/a.pdf", "--on-behalf", "tsu", "--basis",
                "b",
            ], files: ["/a.pdf": "one"], answers: ["/v1/instructions/abcde/report": Self.acted])
        #expect(run.exit == 0, "\(run.err)")
        #expect(run.requests.map { $0.headers["Ino-On-Behalf-Of"] } == ["tsu", "tsu"])
        let body = String(decoding: run.requests[1].body ?? [], as: UTF8.self)
        #expect(body.contains(#""attachments":[{"hash":"\#(Self.hash("one"))","name":"a.pdf"}]"#))
        #expect(body.contains(#""evidence":[]"#), "the daemon takes what is named for proof")
    }

    @Test func aTrialUploadsNothingAndTriesAReportWithItsProof() async throws {
        let (run, _) = await tool(
            ["instruction", "report", "abcde", "--text", "x", "--attach", "/a.pdf", "--dry-run"],
            files: ["/a.pdf": "one"], answers: ["/v1/instructions/abcde/report": Self.acted])
        #expect(run.exit == 0, "\(run.err)")
        #expect(run.requests.allSatisfy { $0.uri.contains("dryRun=true") })
        let body = String(decoding: run.requests[1].body ?? [], as: UTF8.self)
        #expect(body.contains(#""evidence":["a.pdf (sha256:\#(Self.hash("one")))"]"#) && !body.contains("attachments"))
    }

    @Test func aFileThatIsNotThereOrWasKeptOtherwiseEndsTheCommandBeforeTheMessage() async {
        let line = ["message", "send", "--to", "tsu", "--text", "x", "--attach", "/a.pdf"]
        let (missing, _) = await tool(line, files: [:])
        #expect(missing.exit == Exit.usage && missing.requests.isEmpty)
        #expect(missing.err.contains("there is no file /a.pdf"))
        let (other, _) = await tool(line, files: ["/a.pdf": "one"], kept: Self.hash("two"))
        #expect(other.exit == Exit.unexpected && other.requests.map(\.path) == ["/v1/attachments"])
        let twice = line + ["--attach", "/b/a.pdf"]
        let (same, _) = await tool(twice, files: ["/a.pdf": "one", "/b/a.pdf": "two"])
        #expect(same.exit == Exit.usage && !same.requests.contains { $0.path == "/v1/messages" })
    }

    @Test func aFileAppearsOnlyWhenItIsWholeAndTheOneThatWasAskedFor() async {
        let hash = Self.hash("content")
        func get(_ parts: [String], breaks: Bool = false) async -> Run {
            await Run.tool(
                "attachment", "get", hash, "--to", "/out.pdf",
                stream: { _, _, take in
                    for part in parts { try await take(Array(part.utf8)) }
                    if breaks { throw TransportFailure(kind: .broken, sentence: "the connection broke") }
                    return Answer(status: 200, body: [])
                })
        }
        let whole = await get(["con", "tent"])
        #expect(whole.exit == 0 && whole.written == ["/out.pdf": "content"] && whole.out.contains("bytes  7"))
        let other = await get(["con", "tenT"])
        #expect(other.exit == Exit.unexpected && other.written.isEmpty && other.err.contains("is not the attachment"))
        let broken = await get(["con"], breaks: true)
        #expect(broken.exit == Exit.tryAgain && broken.written.isEmpty)
        let none = await Run.tool("attachment", "get", hash, "--to", "/out.pdf")
        #expect(none.exit == Exit.notFound && none.written.isEmpty)
        let short = await Run.tool("attachment", "get", "0a", "--to", "/out.pdf")
        #expect(short.exit == Exit.usage && short.requests.isEmpty)
    }

    @Test func onDiskWhatIsDiscardedLeavesNothingAndWhatIsKeptTakesItsName() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "new-file-\(UUID())").path(
            percentEncoded: false)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = "\(folder)/a.pdf"
        let discarded = try NewFile.onDisk(path)
        try discarded.write([1, 2])
        #expect(!FileManager.default.fileExists(atPath: path))
        discarded.discard()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
        let kept = try NewFile.onDisk(path)
        try kept.write([1, 2])
        try kept.write([3])
        try kept.keep()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.pdf"])
        #expect(FileManager.default.contents(atPath: path) == Data([1, 2, 3]))
        #expect(throws: Failure.self) { try NewFile.onDisk("\(folder)/none/a.pdf") }
    }

    @Test func peopleReadTheWordsAndTheNamesOfALetterWithAttachments() async throws {
        let document = try LetterDocument(
            attachments: [NamedAttachment(hash: Self.hash("one"), name: "акт.pdf")], contentType: "text/plain",
            text: "См. акт."
        ).json()
        var view = MessageView(
            id: try #require(Identifier("0000000000abc")), programme: "p", kind: "letter", sender: "tsu",
            actor: Actor(person: nil, position: nil, organisation: "tsu", capacity: .own),
            occurredAt: Instant(microsecondsSince1970: 0), knownAt: Instant(microsecondsSince1970: 0),
            recordedAt: Instant(microsecondsSince1970: 0), audience: [], contentType: LetterDocument.contentType,
            hash: "h",
            text: String(decoding: document, as: UTF8.self))
        view.attachments = [NamedAttachment(hash: Self.hash("one"), name: "акт.pdf")]
        let json = String(decoding: try StrictJSON.encode(view), as: UTF8.self)
        let shown = await Run.tool(
            "message", "show", "0000000000abc", "--tz", "UTC", answers: ["/v1/messages/0000000000abc": json])
        #expect(shown.out.contains("attachments   акт.pdf \(Self.hash("one"))"), "\(shown.out)")
        #expect(shown.out.contains("text          См. акт.\n"))
        let listed = await Run.tool(
            "message", "list", "--tz", "UTC", answers: ["/v1/messages": #"{"items":[\#(json)]}"#])
        #expect(listed.out.contains("ATTACHMENTS") && listed.out.contains("См. акт."))
    }
}
