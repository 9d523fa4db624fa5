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

/// Attachments in acts, in events and in streams.
@Suite(.database, .timeLimit(.minutes(3))) struct AttachmentActTests {
    private static let hash = Hexadecimal.text(ContentHash.sha256([1, 2, 3]))
    private static let named = #""attachments":[{"hash":"\#(hash)","name":"отчёт.pdf"}]"#

    private func upload(_ api: APIHarness, as who: String) async throws {
        #expect(try await api.ask(.post, "/v1/attachments", as: who, body: [1, 2, 3]).status == .created)
    }

    private static func key() -> String { "key-of-an-act-\(Int.random(in: 0..<1_000_000_000))" }

    private func act(_ api: APIHarness, _ path: String, as who: String, _ json: String) async throws -> TestResponse {
        try await api.ask(.post, path, as: who, key: Self.key(), json: json)
    }

    @Test func aReportThatNamesAnAttachmentIsProofAndItsCaseReadsIt() async throws {
        try await APIHarness.run { api in
            try await upload(api, as: "minekonom")
            let issued = try await act(
                api, "/v1/instructions", as: "minekonom",
                #"{"responsible":"tsu","observers":["tpu"],"text":"x","basis":"b","mark":"срочно",\#(Self.named)}"#)
            #expect(issued.status == .created)
            let id = try issued.json(ActAnswer.self).instruction
            #expect(try await api.ask(.get, "/v1/attachments/\(Self.hash)", as: "tpu").status == .ok)
            _ = try await act(api, "/v1/instructions/\(id)/register", as: "tsu", #"{"recipientNumber":"1"}"#)
            _ = try await act(api, "/v1/instructions/\(id)/assign", as: "tsu", #"{"person":"sample-tsu-registrar"}"#)
            let bare = try await act(api, "/v1/instructions/\(id)/report", as: "tsu", #"{"text":"Исполнено"}"#)
            #expect(try bare.json(Problem.self).detail?.contains("without documentary proof") == true)
            let report = try await act(
                api, "/v1/instructions/\(id)/report", as: "tsu", #"{"text":"Исполнено",\#(Self.named)}"#)
            #expect(report.status == .ok, "\(String(decoding: report.bytes, as: UTF8.self))")
            let found = try await api.ask(.get, "/v1/instructions/\(id)", as: "tsu").json(Instruction.self)
            #expect(found.evidence == ["отчёт.pdf (sha256:\(Self.hash))"])
            let log = try await api.ask(.get, "/v1/instructions/\(id)/log", as: "tsu").json(Page<MessageView>.self)
            let names = log.items.map { ($0.kind, $0.attachments?.map(\.name) ?? []) }
            #expect(names.first { $0.0 == "instruction.issue" }?.1 == ["отчёт.pdf"])
            #expect(names.first { $0.0 == "instruction.report" }?.1 == ["отчёт.pdf"])
            #expect(names.filter { !$0.1.isEmpty }.count == 2)
            #expect(try await api.store.rebuild(repair: false).differing.isEmpty)
        }
    }

    @Test func anActThatNamesWhatIsNotThereChangesNothing() async throws {
        try await APIHarness.run { api in
            try await upload(api, as: "tpu")
            let refused = try await act(
                api, "/v1/instructions", as: "minekonom",
                #"{"responsible":"tsu","text":"x","basis":"b","mark":"срочно",\#(Self.named)}"#)
            #expect(refused.status == .unprocessableContent)
            #expect(try refused.json(Problem.self).code == "unknown-attachment")
            let list = try await api.ask(.get, "/v1/instructions", as: "minekonom").json(Page<Instruction>.self)
            #expect(list.items.isEmpty)
        }
    }

    @Test func aDraftNamesNoAttachmentAndItsIssueMay() async throws {
        try await APIHarness.run { api in
            try await upload(api, as: "minekonom")
            let draft = #"{"responsible":"tsu","text":"x","basis":"b","mark":"срочно","draftOnly":true"#
            let refused = try await act(api, "/v1/instructions", as: "minekonom", "\(draft),\(Self.named)}")
            #expect(refused.status == .badRequest)
            let kept = try await act(api, "/v1/instructions", as: "minekonom", "\(draft)}").json(ActAnswer.self)
            let issued = try await act(
                api, "/v1/instructions/\(kept.instruction)/issue", as: "minekonom", "{\(Self.named)}")
            #expect(issued.status == .ok)
            #expect(try await api.ask(.get, "/v1/attachments/\(Self.hash)", as: "tsu").status == .ok)
        }
    }

    @Test func aLineOfAStreamAndAMessageOfABatchNameThem() async throws {
        try await APIHarness.run { api in
            try await upload(api, as: "minekonom")
            let letter = #"{"recipients":["tsu"],"key":"KEY","text":"x",\#(Self.named)}"#
            let unknown = letter.replacing(Self.hash, with: String(repeating: "0a", count: 32))
            let lines = [letter.replacing("KEY", with: "1"), unknown.replacing("KEY", with: "2")].joined(
                separator: "\n")
            let answer = try await api.ask(.post, "/v1/messages/stream", as: "minekonom", json: lines)
            let told = try answer.bytes.split(separator: UInt8(ascii: "\n")).map {
                try StrictJSON.decodeAnswer(Confirmation.self, from: $0)
            }
            #expect(told.map(\.status) == [201, 422] && told[1].problem?.code == "unknown-attachment")
            let batch = try await api.ask(
                .post, "/v1/messages/batch", as: "minekonom",
                json: #"{"messages":[\#(letter.replacing("KEY", with: "3"))]}"#)
            #expect(try batch.json(BatchAnswer.self).items.map(\.status) == [201])
        }
    }

    /// The names stand in the data, which is hashed; an attribute beside it would not be.
    @Test func anEventNamesThemInItsDataAndNotBesideIt() async throws {
        try await APIHarness.run { api in
            try await upload(api, as: "minekonom")
            var headers = [
                "ce-specversion": "1.0", "ce-id": "1", "ce-source": "/x", "ce-type": "ru.x", "ce-recipients": "tsu",
                "Content-Type": LetterDocument.contentType,
            ]
            let document = "{\(Self.named),\"text\":\"x\",\"contentType\":\"text/plain\"}"
            let sent = try await api.ask(.post, "/v1/events", as: "minekonom", headers: headers, json: document)
            #expect(sent.status == .created)
            let id = try sent.json(SendAnswer.self).id
            let list = try await api.ask(.get, "/v1/messages/\(id)/attachments", as: "tsu").json(
                Page<AttachmentView>.self)
            #expect(list.items.map(\.hash) == [Self.hash])
            headers["ce-id"] = "2"
            let broken = try await api.ask(.post, "/v1/events", as: "minekonom", headers: headers, json: "{")
            #expect(try broken.json(Problem.self).code == "invalid-attachment")
            headers["ce-attachments"] = Self.hash
            let beside = try await api.ask(.post, "/v1/events", as: "minekonom", headers: headers, json: document)
            #expect(beside.status == .badRequest)
            #expect(try beside.json(Problem.self).errors.first?.detail.contains(LetterDocument.contentType) == true)
        }
    }
}
