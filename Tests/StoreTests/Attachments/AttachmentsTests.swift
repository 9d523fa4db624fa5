// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Evidence
import Foundation
import Postgres
import Store
import TestDatabase
import Testing

@Suite(.database, .timeLimit(.minutes(3))) struct AttachmentsTests {
    @Test(arguments: [0, 1, 262_143, 262_144, 262_145, 600_000, 786_432])
    func contentComesBackAsItWas(_ size: Int) async throws {
        let office = try await Office.open()
        let content = Office.content(size)
        let hash = try await office.upload(content, by: "tsu")
        #expect(hash == Hexadecimal.text(ContentHash.sha256(content)))
        #expect(try await office.download(hash, by: "tsu") == content)
        #expect(try await office.count(of: "attachment_chunk") == (size + 262_143) / 262_144)
    }

    @Test func theSameContentIsStoredOnceAndBothMayReadIt() async throws {
        let office = try await Office.open()
        let content = Office.content(600_000)
        let hash = try await office.upload(content, by: "tsu")
        #expect(try await office.download(hash, by: "tpu") == nil)
        #expect(try await office.upload(content, by: "tpu") == hash)
        #expect(try await office.upload(content, by: "tpu") == hash)
        #expect(try await office.download(hash, by: "tpu") == content)
        #expect(try await office.count(of: "attachment") == 1)
        #expect(try await office.count(of: "attachment_chunk") == 3)
        #expect(try await office.count(of: "attachment_upload") == 3)
    }

    @Test func manyWhoUploadTheSameAtOnceStoreItOnce() async throws {
        let office = try await Office.open()
        let content = Office.content(300_000)
        let hashes = try await withThrowingTaskGroup(of: String.self) { group in
            for body in Office.bodies + Office.bodies { group.addTask { try await office.upload(content, by: body) } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(hashes.count == 1)
        #expect(try await office.count(of: "attachment") == 1)
        #expect(try await office.count(of: "attachment_chunk") == 2)
        for body in Office.bodies { #expect(try await office.download(hashes.first ?? "", by: body) == content) }
    }

    @Test func anUploadThatBreaksOffLeavesNothing() async throws {
        let office = try await Office.open()
        await #expect(throws: Office.BrokenOff.self) {
            try await office.store.keepAttachment(office.given(by: "tsu")) { writer in
                try await writer.add(Office.content(600_000))
                throw Office.BrokenOff()
            }
        }
        for table in ["attachment", "attachment_chunk", "attachment_upload"] {
            #expect(try await office.count(of: table) == 0, "\(table)")
        }
    }

    @Test func whatIsCancelledLeavesNothing() async throws {
        let office = try await Office.open()
        let (begun, said) = AsyncStream<Void>.makeStream()
        let upload = Task {
            try await office.store.keepAttachment(office.given(by: "tsu")) { writer in
                try await writer.add(Office.content(600_000))
                said.yield()
                try await Task.sleep(for: .seconds(3600))
            }
        }
        for await _ in begun { break }
        upload.cancel()
        await #expect(throws: CancellationError.self) { try await upload.value }
        #expect(try await office.count(of: "attachment_chunk") == 0)
        #expect(try await office.count(of: "attachment_upload") == 0)
    }

    @Test func moreThanWasAnnouncedIsRefusedAndLeavesNothing() async throws {
        let office = try await Office.open()
        let error = await #expect(throws: StoreError.self) {
            try await office.store.keepAttachment(office.given(by: "tsu", room: 300_000)) { writer in
                try await writer.add(Office.content(262_144))
                try await writer.add(Office.content(40_000))
            }
        }
        #expect(error?.code == .tooLarge)
        #expect(try await office.count(of: "attachment_chunk") == 0)
    }

    @Test func anotherContentThanTheAnnouncedIsRefusedAndLeavesNothing() async throws {
        let office = try await Office.open()
        let given = office.given(by: "tsu", expected: ContentHash.sha256([1]))
        let error = await #expect(throws: StoreError.self) {
            try await office.store.keepAttachment(given) { writer in try await writer.add([2]) }
        }
        #expect(error?.code == .digestMismatch)
        #expect(try await office.count(of: "attachment_upload") == 0)
        let kept = try await office.store.keepAttachment(given) { writer in try await writer.add([1]) }
        #expect(kept.size == 1)
    }

    @Test func anUploadThatIsTriedStoresNothingAndAnswersTheHash() async throws {
        let office = try await Office.open()
        let content = Office.content(300_000)
        let hash = try await office.upload(content, by: "tsu", dryRun: true)
        #expect(hash == Hexadecimal.text(ContentHash.sha256(content)))
        for table in ["attachment", "attachment_chunk", "attachment_upload"] {
            #expect(try await office.count(of: table) == 0, "\(table)")
        }
    }

    @Test func whatNoMessageNamesHasALimitPerOrganisation() async throws {
        let office = try await Office.open()
        let content = Office.content(1000)
        func upload(_ content: [UInt8], by organisation: String) async throws -> StoreError.Code? {
            do {
                let given = office.given(by: organisation, room: content.count, most: 2500)
                _ = try await office.store.keepAttachment(given) { writer in try await writer.add(content) }
                return nil
            } catch let error as StoreError {
                return error.code
            }
        }
        #expect(try await upload(content, by: "tsu") == nil)
        #expect(try await upload(content, by: "tsu") == nil, "the same content again takes no more room")
        #expect(try await upload(Office.content(1000, 1), by: "tsu") == nil)
        #expect(try await upload(Office.content(1000, 2), by: "tsu") == .attachmentQuota)
        #expect(try await upload(Office.content(1000, 2), by: "tpu") == nil, "another organisation has its own")
        try await office.letter(
            naming: [Hexadecimal.text(ContentHash.sha256(content))], from: "tsu", to: ["tpu"], key: "1")
        #expect(try await upload(Office.content(1000, 2), by: "tsu") == nil, "what is named is not counted")
    }

    @Test func anUploadUnderWayCountsAsMuchAsItAnnounced() async throws {
        let office = try await Office.open()
        let error = await #expect(throws: StoreError.self) {
            try await office.store.keepAttachment(office.given(by: "tsu", room: 600, most: 1000)) { _ in
                _ = try await office.store.keepAttachment(office.given(by: "tsu", room: 600, most: 1000)) { _ in }
            }
        }
        #expect(error?.code == .attachmentQuota)
    }

    @Test func aPieceIsReadFromAnyPlace() async throws {
        let office = try await Office.open()
        let content = Office.content(600_000)
        let hash = try await office.upload(content, by: "tsu")
        let found = try #require(
            try await office.store.attachment(Hexadecimal.bytes(hash) ?? [], readableBy: "tsu"))
        for place in [0, 1, 262_143, 262_144, 500_000, 599_999] {
            let bytes = try await office.store.bytes(of: found, from: Int64(place))
            let end = min((place / 262_144 + 1) * 262_144, content.count)
            #expect(bytes == Array(content[place..<end]))
        }
        #expect(try await office.store.bytes(of: found, from: 600_000) == [])
    }
}
