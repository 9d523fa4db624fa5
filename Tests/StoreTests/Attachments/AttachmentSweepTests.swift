// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Evidence
import Foundation
import Postgres
import Store
import TestDatabase
import Testing

@Suite(.database, .timeLimit(.minutes(3))) struct AttachmentSweepTests {
    private static func now() -> Instant {
        Instant(microsecondsSince1970: Int64(Date.now.timeIntervalSince1970 * 1_000_000))
    }

    private static let day = 86_400

    @Test func whatNoMessageNamesIsRemovedAfterADayAndWhatOneNamesNever() async throws {
        let office = try await Office.open()
        let named = try await office.upload(Office.content(600_000), by: "tsu")
        let orphan = try await office.upload(Office.content(600_000, 1), by: "tsu")
        try await office.letter(naming: [named], from: "tsu", to: ["tpu"], key: "1")
        #expect(try await office.store.maintain(now: Self.now().adding(seconds: Self.day - 60)).attachments == 0)
        #expect(try await office.download(orphan, by: "tsu") != nil)
        #expect(try await office.store.maintain(now: Self.now().adding(seconds: Self.day + 60)).attachments == 1)
        #expect(try await office.download(orphan, by: "tsu") == nil)
        #expect(try await office.store.maintain(now: Self.now().adding(seconds: 1000 * Self.day)).attachments == 0)
        #expect(try await office.download(named, by: "tpu") == Office.content(600_000))
        #expect(try await office.count(of: "attachment_chunk") == 3)
        #expect(try await office.count(of: "attachment_upload") == 1)
    }

    @Test func anUploadThatNeverEndedIsRemovedAfterADayAndCannotEndThen() async throws {
        let office = try await Office.open()
        let error = await #expect(throws: StoreError.self) {
            try await office.store.keepAttachment(office.given(by: "tsu")) { writer in
                try await writer.add(Office.content(600_000))
                #expect(try await office.store.maintain(now: Self.now()).uploads == 0)
                #expect(try await office.store.maintain(now: Self.now().adding(seconds: Self.day + 60)).uploads == 1)
                #expect(try await office.count(of: "attachment_chunk") == 0)
            }
        }
        #expect(error?.code == .conflict)
        #expect(try await office.count(of: "attachment") == 0)
    }

    @Test func whatIsUploadedAgainIsKeptForAnotherDay() async throws {
        let office = try await Office.open()
        let hash = try await office.upload(Office.content(10), by: "tsu")
        let admin = try await office.database.connection()
        try await admin.script("update core.attachment_upload set finished_at = finished_at - interval '25 hours'")
        try await office.upload(Office.content(10), by: "tpu")
        #expect(try await office.store.maintain().attachments == 0)
        #expect(try await office.download(hash, by: "tsu") != nil)
    }

    /// A message that is on its way to name it holds it; the removal passes it by and finds it named the next time.
    @Test func whatIsBeingNamedIsNotRemoved() async throws {
        let office = try await Office.open()
        let hash = try await office.upload(Office.content(10), by: "tsu")
        let bytes = Hexadecimal.bytes(hash) ?? []
        let naming = try await office.database.connection(user: "ino_daemon")
        try await naming.script("begin")
        let held = try await naming.query(
            "select * from core.hold_attachments(\([bytes]), \(["tsu"]))", as: Int32.self)
        #expect(held == [1])
        #expect(try await office.store.maintain(now: Self.now().adding(seconds: 2 * Self.day)).attachments == 0)
        try await naming.script("rollback")
        #expect(try await office.store.maintain(now: Self.now().adding(seconds: 2 * Self.day)).attachments == 1)
    }

    @Test func namingWhatWasRemovedIsRefused() async throws {
        let office = try await Office.open()
        let hash = try await office.upload(Office.content(10), by: "tsu")
        _ = try await office.store.maintain(now: Self.now().adding(seconds: 2 * Self.day))
        let error = await #expect(throws: StoreError.self) {
            try await office.letter(naming: [hash], from: "tsu", to: ["tpu"], key: "1")
        }
        #expect(error?.code == .unknownAttachment([hash]))
    }
}
