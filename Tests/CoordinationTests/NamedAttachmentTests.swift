// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import Testing

@Suite struct NamedAttachmentTests {
    private static let hash = String(repeating: "0a", count: 32)

    private func refused(_ named: [NamedAttachment]) -> Bool {
        do {
            try NamedAttachment.check(named)
            return false
        } catch {
            return error.code == "invalid-attachment" && !error.sentence.isEmpty
        }
    }

    @Test(arguments: ["акт № 12.pdf", "a", String(repeating: "я", count: 127), ".hidden", "a b\u{301}.txt"])
    func aFileNameIsTaken(_ name: String) {
        #expect(!refused([NamedAttachment(hash: Self.hash, name: name)]))
    }

    @Test(arguments: [
        "", ".", "..", "a/b", "..\\b", "a\nb", "a\u{0}", "exe\u{202e}fdp.", "\u{2066}a",
        String(repeating: "я", count: 128),
    ])
    func whatIsNoFileNameIsRefused(_ name: String) {
        #expect(refused([NamedAttachment(hash: Self.hash, name: name)]))
    }

    @Test(arguments: ["", "0a", String(repeating: "0A", count: 32), String(repeating: "0g", count: 32)])
    func whatIsNoHashIsRefused(_ hash: String) {
        #expect(refused([NamedAttachment(hash: hash, name: "a")]))
    }

    @Test func oneContentMayHaveTwoNamesAndTwoContentsNotOne() {
        let one = NamedAttachment(hash: Self.hash, name: "a")
        let other = String(repeating: "0b", count: 32)
        #expect(!refused([one, NamedAttachment(hash: Self.hash, name: "b")]))
        #expect(refused([one, NamedAttachment(hash: other, name: "a")]))
    }

    @Test func aHundredAreTakenAndOneMoreIsRefused() {
        let named = (0...100).map { NamedAttachment(hash: Self.hash, name: "\($0)") }
        #expect(!refused(Array(named.prefix(100))) && refused(named))
    }

    @Test func aReportProvesWithWhatItsMessageNames() {
        let act = CaseAct.instruction(.report(text: "done", evidence: ["акт № 1"], waived: [:]))
        let named = act.naming([NamedAttachment(hash: Self.hash, name: "a.pdf")])
        let evidence = ["акт № 1", "a.pdf (sha256:\(Self.hash))"]
        #expect(named == .instruction(.report(text: "done", evidence: evidence, waived: [:])))
        let other = CaseAct.instruction(.contribute(text: "x"))
        #expect(other.naming([NamedAttachment(hash: Self.hash, name: "a.pdf")]) == other)
    }

    @Test func theBodyOfAnActNamesThemAndIsReadAsBefore() throws {
        let event = InstructionEvent.contributed(text: "x \"attachments\":[ y", late: false)
        let named = [NamedAttachment(hash: Self.hash, name: "a.pdf")]
        let body = try CaseEvent.instruction(event).json(naming: named)
        #expect(try InstructionEvent(json: body) == event)
        #expect(message(body).attachments == named)
        #expect(message(try event.json()).attachments == [], "the words of a text are no names")
    }

    @Test func onlyADocumentOfALetterNamesAttachments() throws {
        let named = [NamedAttachment(hash: Self.hash, name: "a.pdf")]
        let body = try LetterDocument(attachments: named, contentType: "text/plain", text: "x").json()
        var letter = message(body)
        letter.caseID = nil
        letter.contentType = LetterDocument.contentType
        #expect(letter.attachments == named)
        letter.contentType = "application/json"
        #expect(letter.attachments == [])
    }

    private func message(_ body: [UInt8]) -> Message {
        Message(
            programme: "p", sender: "tsu", senderKey: "k", caseID: Identifier(rawValue: 1),
            kind: "instruction.contribute",
            actor: Actor(person: nil, position: nil, organisation: "tsu", capacity: .own),
            occurredAt: Instant(microsecondsSince1970: 0), audience: [], contentType: CaseEvent.contentType, body: body)
    }
}
