// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing
import Wire

/// What is read all day is written by hand; it is the same bytes as everything else is written in.
@Suite struct InboxJSONTests {
    private static let instant = Instant(microsecondsSince1970: 1_458_885_600_123_456)

    /// A message with a value for every member.
    private static var whole: MessageView {
        var view = MessageView(
            id: Identifier(rawValue: 7), programme: "demo", caseId: Identifier(rawValue: 8), kind: "letter",
            sender: "tsu", senderKey: "/s\n1",
            actor: Actor(person: "p", position: "Декан", organisation: "tsu", capacity: .own, basis: "«приказ» № 1"),
            occurredAt: instant, knownAt: instant, recordedAt: instant, cause: Identifier(rawValue: 9),
            audience: [Recipient(organisation: "tpu"), Recipient(organisation: "fano", role: "observer")],
            contentType: "text/plain", hash: "00ff",
            text: "a \"quoted\" \\ / \u{8}\t\n\u{c}\r\u{1}\u{1f}\u{7f} ё 🙂 \u{2028}", base64: "AP8=", expires: instant)
        view.attachments = [
            NamedAttachment(hash: "00ff", name: "акт \"1\".pdf"), NamedAttachment(hash: "ff00", name: "b"),
        ]
        view.attributes = ["subject": "П-1", "": "\"", "time": ""]
        return view
    }

    @Test func aPageIsTheSameBytesAsTheEncoderMakes() throws {
        let whole = Self.whole
        for (name, value) in Mirror(reflecting: whole).children {
            let optional = Mirror(reflecting: value)
            #expect(
                optional.displayStyle != .optional || !optional.children.isEmpty,
                "'\(name ?? "")' is new: give it a value here and write it in InboxPage+JSON.swift")
        }
        let bare = MessageView(
            id: Identifier(rawValue: 1), programme: "demo", kind: "letter", sender: "tsu",
            actor: Actor(organisation: "tsu", capacity: .system), occurredAt: Self.instant, knownAt: Self.instant,
            recordedAt: Self.instant, audience: [], contentType: "", hash: "")
        let items = [
            InboxItem(number: 1, message: whole, expired: Self.instant), InboxItem(number: .max, message: bare),
        ]
        for page in [
            InboxPage(items: items, next: 2, last: 3), InboxPage(items: [], last: 0),
            InboxPage(items: [items[1]], last: 9),
        ] {
            #expect(try page.json == StrictJSON.encode(page))
        }
        for item in items { #expect(try item.json == StrictJSON.encode(item)) }
    }

    @Test func aPageOfSeveralInboxesIsTheSameBytesAsTheEncoderMakes() throws {
        let item = InboxesPage.Item(number: 1, message: Identifier(rawValue: 7), expired: Self.instant)
        let inboxes = [
            InboxesPage.Inbox(
                organisation: "tsu", items: [item, .init(number: 2, message: Identifier(rawValue: 8))], more: true),
            InboxesPage.Inbox(organisation: "tpu", items: [], more: false),
        ]
        for page in [InboxesPage(inboxes: inboxes, messages: [Self.whole]), InboxesPage(inboxes: [], messages: [])] {
            #expect(try page.json == StrictJSON.encode(page))
        }
    }
}
