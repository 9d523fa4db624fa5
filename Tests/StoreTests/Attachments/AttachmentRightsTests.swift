// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Evidence
import Foundation
import Postgres
import Store
import TestDatabase
import Testing

@Suite(.database, .timeLimit(.minutes(3))) struct AttachmentRightsTests {
    @Test func senderRecipientsAndUploaderReadIt() async throws {
        let office = try await Office.open()
        let content = Office.content(1000)
        let hash = try await office.upload(content, by: "minekonom")
        for body in ["tsu", "tpu", "fano"] { #expect(try await office.download(hash, by: body) == nil) }
        try await office.letter(naming: [hash], to: ["tsu"], key: "1")
        #expect(try await office.download(hash, by: "minekonom") == content)
        #expect(try await office.download(hash, by: "tsu") == content)
        #expect(try await office.download(hash, by: "tpu") == nil)
        #expect(try await office.download(hash, by: nil) == content, "operators and auditors read all")
        #expect(try await office.download(hash, by: "nobody") == nil)
    }

    @Test func theBodyAndTheTableNameTheSame() async throws {
        let office = try await Office.open()
        let hashes = [
            try await office.upload(Office.content(10), by: "minekonom"),
            try await office.upload(Office.content(11), by: "minekonom"),
        ]
        let id = try await office.letter(naming: hashes, key: "1")
        let stored = try await office.store.message(id.description)
        let named = stored.message.attachments
        #expect(named.map(\.hash) == hashes && named.map(\.name) == ["file-0.pdf", "file-1.pdf"])
        let listed = try await office.store.attachments(of: id)
        #expect(listed.map { Hexadecimal.text($0.stored.hash) } == hashes)
        #expect(listed.map(\.name) == named.map(\.name))
        #expect(listed.map(\.stored.size) == [10, 11] && listed[0].stored.mediaType == "application/pdf")
        let found = try await office.store.attachment(Hexadecimal.bytes(hashes[1]) ?? [], readableBy: "tsu")
        #expect(found?.name == "file-1.pdf")
    }

    @Test func nobodyNamesWhatItNeverHad() async throws {
        let office = try await Office.open()
        let hash = try await office.upload(Office.content(10), by: "minekonom")
        let unknown = String(repeating: "0a", count: 32)
        for (name, sender) in [(hash, "tpu"), (unknown, "minekonom")] {
            let error = await #expect(throws: StoreError.self) {
                try await office.letter(naming: [name], from: sender, to: ["fano"], key: "\(sender)-1")
            }
            #expect(error?.code == .unknownAttachment([name]))
        }
        #expect(try await office.count(of: "message") == 0)
        #expect(try await office.count(of: "message_attachment") == 0)
        try await office.letter(naming: [hash], to: ["tpu"], key: "1")
        try await office.letter(naming: [hash], from: "tpu", to: ["fano"], key: "2")
        #expect(try await office.download(hash, by: "fano") != nil, "who received it may pass it on")
        #expect(try await office.download(hash, by: "tsu") == nil)
    }

    @Test func aRepetitionIsAnsweredAsBeforeAndNamesNothingTwice() async throws {
        let office = try await Office.open()
        let hash = try await office.upload(Office.content(10), by: "minekonom")
        let first = try await office.letter(naming: [hash], key: "1")
        let second = try await office.letter(naming: [hash], key: "1")
        #expect(first == second)
        #expect(try await office.count(of: "message_attachment") == 1)
    }

    @Test func thePartiesOfAnInstructionReadTheEvidenceOfItsCase() async throws {
        let office = try await Office.open()
        let id = try await office.issue()
        try await office.act([.register(recipientNumber: "1", recipientDate: nil)], on: id, by: "tpu", key: "r")
        let content = Office.content(1000)
        let hash = try await office.upload(content, by: "tpu")
        var submission = office.submission(
            by: office.clerk(of: "tpu"), key: "c", .acts(case: id, [.instruction(.contribute(text: "Наша часть"))]))
        submission.attachments = [NamedAttachment(hash: hash, name: "часть.pdf")]
        #expect(try await office.commit(submission).status == 201)
        for body in ["minekonom", "tsu", "tpu", "fano"] {
            #expect(try await office.download(hash, by: body) == content, "\(body) has a part in the case")
        }
        let log = try await office.store.log(of: id)
        #expect(log.last?.message.attachments == submission.attachments)
        #expect(log.dropLast().allSatisfy { $0.message.attachments.isEmpty })
    }

    @Test func ofSeveralActsTheLastOneNamesThem() async throws {
        let office = try await Office.open()
        let hash = try await office.upload(Office.content(1000), by: "minekonom")
        let draft = InstructionDraft(responsible: "tsu", text: "x", mark: .prompt, basis: "b")
        var submission = office.submission(
            by: office.clerk(of: "minekonom"), key: "i",
            .acts(case: nil, [.instruction(.create(draft)), .instruction(.issue)]))
        submission.attachments = [NamedAttachment(hash: hash, name: "a.pdf")]
        let answer = try await office.commit(submission)
        let id = try #require(answer.text.split(separator: "\n").last.flatMap { Identifier(String($0.prefix(13))) })
        let log = try await office.store.log(of: id)
        #expect(log.map(\.message.kind) == ["instruction.create", "instruction.issue"])
        #expect(log.map(\.message.attachments) == [[], submission.attachments])
        #expect(
            try await office.store.rebuild(repair: false).differing.isEmpty, "what is named does not change the fold")
    }

    @Test func theDaemonMayNotTouchContentPastTheFunctions() async throws {
        let office = try await Office.open()
        let hash = try await office.upload(Office.content(10), by: "tsu")
        try await office.letter(naming: [hash], from: "tsu", to: ["tpu"], key: "1")
        let daemon = try await office.database.connection(user: "ino_daemon")
        for statement in [
            "insert into core.attachment_chunk select 1, 0, 'x'",
            "insert into core.attachment select hash, 1, 1 from core.attachment",
            "update core.attachment set size = 1", "delete from core.attachment_chunk", "delete from core.attachment",
            "delete from core.message_attachment", "update core.message_attachment set name = 'x'",
            "truncate core.message_attachment", "delete from core.attachment_upload",
            "insert into core.attachment_upload (organisation, capacity, principal, media_type, room) select 1, 'own', 'x', 'x', 1",
        ] {
            await #expect(throws: PostgresError.self, "\(statement)") { try await daemon.script(statement) }
        }
        let content = try await office.value("select content::text from core.attachment") ?? ""
        await #expect(throws: PostgresError.self, "content that is whole is never added to") {
            try await daemon.script("select core.keep_chunk(\(content), 1, 'x')")
        }
        try await daemon.script("select core.drop_upload(\(content))")
        #expect(try await office.download(hash, by: "tpu") != nil)
    }
}
