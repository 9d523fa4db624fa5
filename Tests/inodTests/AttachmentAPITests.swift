// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Evidence
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import TestDatabase
import Testing
import Wire

@testable import inod

@Suite(.database, .timeLimit(.minutes(3))) struct AttachmentAPITests {
    private static let content = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    private static let hash = Hexadecimal.text(ContentHash.sha256(content))
    private static let digest = "sha-256=:\(Data(ContentHash.sha256(content)).base64EncodedString()):"

    @discardableResult
    private func upload(
        _ api: APIHarness, as who: String = "minekonom", _ content: [UInt8] = Self.content,
        headers: [String: String] = ["Content-Type": "application/pdf"]
    ) async throws -> TestResponse {
        try await api.ask(.post, "/v1/attachments", as: who, headers: headers, body: content)
    }

    private func send(
        _ api: APIHarness, as who: String = "minekonom", to: String = "tsu", key: String, hash: String = Self.hash,
        name: String = "акт № 1.pdf", text: String = #""text":"см. вложение","#
    ) async throws -> TestResponse {
        try await api.ask(
            .post, "/v1/messages", as: who,
            json:
                #"{"recipients":["\#(to)"],"key":"\#(key)",\#(text)"attachments":[{"hash":"\#(hash)","name":"\#(name)"}]}"#
        )
    }

    @Test func whatIsUploadedIsNamedAndReadByItsRecipientAlone() async throws {
        try await APIHarness.run { api in
            let kept = try await upload(api)
            #expect(kept.status == .created)
            let answer = try kept.json(AttachmentAnswer.self)
            #expect(answer == AttachmentAnswer(hash: Self.hash, size: 600_000, mediaType: "application/pdf"))
            for who in ["tsu", "tpu"] {
                let answer = try await api.ask(.get, "/v1/attachments/\(Self.hash)", as: who)
                #expect(answer.status == .notFound, "\(who)")
            }
            let sent = try await send(api, key: "1").json(SendAnswer.self)
            let read = try await api.ask(.get, "/v1/attachments/\(Self.hash)", as: "tsu")
            #expect(read.status == .ok && read.bytes == Self.content)
            #expect(read.headers[.eTag] == "\"\(Self.hash)\"" && read.headers[.contentLength] == "600000")
            #expect(read.headers[.contentType] == "application/pdf")
            #expect(read.headers[.contentTypeOptions] == "nosniff" && read.headers[.reprDigest] == Self.digest)
            let disposition = read.headers[.contentDisposition] ?? ""
            #expect(disposition.hasPrefix("attachment; filename=\"___ _ 1.pdf\"; filename*=UTF-8''%D0%B0"))
            #expect(read.headers[.cacheControl] == "private, no-cache")
            let stranger = try await api.ask(.get, "/v1/attachments/\(Self.hash)", as: "tpu")
            let unknown = try await api.ask(
                .get, "/v1/attachments/\(String(repeating: "0a", count: 32))", as: "tpu")
            #expect(stranger.status == .notFound && unknown.status == .notFound)
            let told = try (stranger.json(Problem.self), unknown.json(Problem.self))
            #expect(told.0.detail == told.1.detail && told.0.code == told.1.code)
            let operators = try await api.ask(.get, "/v1/attachments/\(Self.hash)", as: "operator")
            #expect(operators.status == .ok)
            let list = try await api.ask(.get, "/v1/messages/\(sent.id)/attachments", as: "tsu")
            #expect(
                try list.json(Page<AttachmentView>.self).items == [
                    AttachmentView(name: "акт № 1.pdf", hash: Self.hash, size: 600_000, mediaType: "application/pdf")
                ])
            let foreign = try await api.ask(.get, "/v1/messages/\(sent.id)/attachments", as: "tpu")
            #expect(foreign.status == .notFound)
        }
    }

    @Test func theInboxAndTheMessageShowWhatTheHashedBodyNames() async throws {
        try await APIHarness.run { api in
            try await upload(api)
            let sent = try await send(api, key: "1").json(SendAnswer.self)
            let named = [NamedAttachment(hash: Self.hash, name: "акт № 1.pdf")]
            let view = try await api.ask(.get, "/v1/messages/\(sent.id)", as: "tsu").json(MessageView.self)
            #expect(view.attachments == named && view.contentType == LetterDocument.contentType)
            let document = try LetterDocument(json: Array((view.text ?? "").utf8))
            #expect(document.attachments == named && document.text == "см. вложение")
            let inbox = try await api.ask(.get, "/v1/inbox?after=1", as: "tsu").json(InboxPage.self)
            #expect(inbox.items.last?.message.attachments == named)
            let stored = try await api.store.message(sent.id.description)
            let digest = ContentHash.sha256(
                stored.message.canonicalBytes(bodyDigest: ContentHash.sha256(Array((view.text ?? "").utf8))))
            #expect(Hexadecimal.text(digest) == view.hash, "the names are under the message's hash")
        }
    }

    @Test func aLetterMayBeItsAttachmentsAlone() async throws {
        try await APIHarness.run { api in
            try await upload(api)
            let sent = try await send(api, key: "1", text: "")
            #expect(sent.status == .created)
            let again = try await send(api, key: "1", text: "")
            #expect(try again.json(SendAnswer.self).id == sent.json(SendAnswer.self).id)
            let other = try await send(api, key: "1", name: "other.pdf", text: "")
            #expect(other.status == .conflict, "another name is other content")
        }
    }

    @Test func unknownAndForeignHashesAreRefusedAloudAndMayBeSentOnceUploaded() async throws {
        try await APIHarness.run { api in
            try await upload(api)
            let foreign = try await send(api, as: "tpu", key: "1")
            #expect(foreign.status == .unprocessableContent)
            let problem = try foreign.json(Problem.self)
            #expect(problem.code == "unknown-attachment" && problem.next?.contains("POST /v1/attachments") == true)
            #expect(problem.errors.first?.pointer == "/attachments")
            try await upload(api, as: "tpu")
            #expect(try await send(api, as: "tpu", key: "1").status == .created)
            for (hash, name) in [("zz", "a"), (Self.hash.uppercased(), "a"), (Self.hash, "../a"), (Self.hash, "")] {
                let answer = try await send(api, key: "2", hash: hash, name: name)
                #expect(answer.status == .unprocessableContent, "\(hash) \(name)")
                #expect(try answer.json(Problem.self).code == "invalid-attachment")
            }
        }
    }

    @Test func aDigestThatIsGivenIsCompared() async throws {
        try await APIHarness.run { api in
            let other = "sha-256=:\(Data(ContentHash.sha256([])).base64EncodedString()):"
            for name in ["Repr-Digest", "Content-Digest"] {
                #expect(try await upload(api, headers: [name: "sha-512=:AAAA:, \(Self.digest)"]).status == .created)
                let wrong = try await upload(api, headers: [name: other])
                #expect(wrong.status == .unprocessableContent)
                #expect(try wrong.json(Problem.self).code == "digest-mismatch")
                #expect(try await upload(api, headers: [name: "sha-256=abc"]).status == .badRequest)
            }
            #expect(try await upload(api, headers: ["Content-Encoding": "gzip"]).status == .unsupportedMediaType)
        }
    }

    @Test func whatIsTooLargeIsRefusedWithASentenceAndLeavesNothing() async throws {
        try await APIHarness.run(environment: ["INOD_HTTP_ATTACHMENT_LIMIT": "300 kB"]) { api in
            let answer = try await upload(api)
            #expect(answer.status == .contentTooLarge)
            #expect(
                try answer.json(Problem.self).detail == "An attachment may have 300000 bytes here; this one has 600000."
            )
            #expect(try await upload(api, Array(Self.content.prefix(300_000))).status == .created)
            #expect(try await upload(api, Array(Self.content.prefix(300_001))).status == .contentTooLarge)
        }
    }

    @Test func whatNobodyNamesHasALimit() async throws {
        try await APIHarness.run(environment: ["INOD_LIMITS_UNNAMED_ATTACHMENTS": "1 MB"]) { api in
            #expect(try await upload(api).status == .created)
            let over = try await upload(api, Self.content.reversed())
            #expect(over.status == .tooManyRequests)
            #expect(try over.json(Problem.self).code == "quota")
            #expect(try await send(api, key: "1").status == .created)
            #expect(try await upload(api, Self.content.reversed()).status == .created)
        }
    }

    @Test func anUploadNeedsTheScopeActAndAnOperatorABasis() async throws {
        try await APIHarness.run { api in
            #expect(try await upload(api, as: "reader").status == .forbidden)
            let basis = Data("письмо".utf8).base64EncodedString()
            let behalf = ["Ino-On-Behalf-Of": "tpu", "Ino-Basis": basis]
            #expect(try await upload(api, as: "operator", headers: behalf).status == .created)
            #expect(try await api.ask(.get, "/v1/attachments/\(Self.hash)", as: "tpu").status == .ok)
            let none = try await api.ask(.post, "/v1/attachments", body: [1])
            #expect(none.status == .unauthorized)
        }
    }

    @Test func aRangeAConditionAndTheHeadAreAnsweredAsHTTPHasThem() async throws {
        try await APIHarness.run { api in
            try await upload(api)
            let path = "/v1/attachments/\(Self.hash)"
            func get(_ headers: [String: String], _ method: HTTPRequest.Method = .get) async throws -> TestResponse {
                try await api.ask(method, path, as: "minekonom", headers: headers)
            }
            for (asked, range) in [
                ("bytes=0-0", 0..<1), ("bytes=262143-262144", 262_143..<262_145), ("bytes=599990-", 599_990..<600_000),
                ("bytes=-10", 599_990..<600_000), ("bytes=100-999999", 100..<600_000),
            ] {
                let part = try await get(["Range": asked])
                #expect(part.status == .partialContent && part.bytes == Array(Self.content[range]), "\(asked)")
                #expect(
                    part.headers[.contentRange] == "bytes \(range.lowerBound)-\(range.upperBound - 1)/600000",
                    "\(asked)")
            }
            for asked in ["bytes=600000-", "bytes=-0"] {
                let none = try await get(["Range": asked])
                #expect(none.status.code == 416 && none.headers[.contentRange] == "bytes */600000", "\(asked)")
            }
            for headers in [
                ["Range": "bytes=0-1,5-6"], ["Range": "lines=1-2"], ["Range": "bytes=5-2"],
                ["Range": "bytes=0-1", "If-Range": "\"other\""],
            ] {
                #expect(try await get(headers).bytes.count == 600_000, "\(headers)")
            }
            #expect(try await get(["Range": "bytes=0-1", "If-Range": "\"\(Self.hash)\""]).bytes.count == 2)
            for tag in ["\"\(Self.hash)\"", "W/\"\(Self.hash)\"", "\"a\", \"\(Self.hash)\"", "*"] {
                let known = try await get(["If-None-Match": tag])
                #expect(known.status == .notModified && known.bytes.isEmpty, "\(tag)")
            }
            #expect(try await get(["If-None-Match": "\"a\""]).status == .ok)
            let head = try await get([:], .head)
            #expect(head.status == .ok && head.headers[.contentLength] == "600000" && head.bytes.isEmpty)
            let foreign = try await api.ask(
                .get, path, as: "tpu", headers: ["If-None-Match": "\"\(Self.hash)\"", "Range": "bytes=0-1"])
            #expect(foreign.status == .notFound, "no condition tells a stranger that it is here")
        }
    }
}
