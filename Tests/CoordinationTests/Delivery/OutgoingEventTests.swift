// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

@Suite struct OutgoingEventTests {
    private static let occurred = Instant(microsecondsSince1970: 1_458_896_400_000_000)

    private static func event(_ body: String, contentType: String = "text/plain; charset=utf-8") -> OutgoingEvent {
        OutgoingEvent(
            id: Identifier(rawValue: 7),
            message: Message(
                programme: "ino-tomsk", sender: "minekonom", senderKey: "k", caseID: Identifier(rawValue: 5),
                kind: "instruction.issue", actor: Actor(organisation: "minekonom", capacity: .own),
                occurredAt: occurred,
                cause: Identifier(rawValue: 6), audience: [Recipient(organisation: "tsu", role: "responsible")],
                contentType: contentType, body: Array(body.utf8)),
            caseNumber: "П-2016-0417", recordedAt: occurred.adding(seconds: 1), hash: "ab",
            recipient: Recipient(organisation: "tsu", role: "responsible"), number: 12)
    }

    @Test func aMessageIsAnEventOfTheseBytes() throws {
        let json = String(decoding: try Self.event("Срочно").json(), as: UTF8.self)
        #expect(
            json == """
                {"causationid":"0000000000006","correlationid":"0000000000005","data":{"actor":{"capacity":"own",\
                "organisation":"minekonom"},"bytes":12,"caseId":"0000000000005","contentType":"text/plain; charset=utf-8",\
                "hash":"ab","kind":"instruction.issue","link":"/v1/messages/0000000000007","number":12,\
                "programme":"ino-tomsk","recipient":{"organisation":"tsu","role":"responsible"},"sender":"minekonom",\
                "text":"Срочно"},"datacontenttype":"application/json","id":"0000000000007",\
                "recordedtime":"2016-03-25T09:00:01Z","sequence":"00000000000000000012","source":"/programmes/ino-tomsk",\
                "specversion":"1.0","subject":"П-2016-0417","time":"2016-03-25T09:00:00Z",\
                "type":"ru.ino.instruction.issue.v1"}
                """)
    }

    @Test func aLargeBodyOrOneThatIsNoTextIsLeftToItsLink() throws {
        let large = Self.event(String(repeating: "x", count: OutgoingEvent.largestBody + 1))
        #expect(try large.json().count < 2_000)
        let image = Self.event("x", contentType: "image/png")
        #expect(!String(decoding: try image.json(), as: UTF8.self).contains(#""text""#))
        let full = Self.event(String(repeating: "\u{1}", count: OutgoingEvent.largestBody))
        #expect(try full.json().count < 128 * 1024, "six bytes for a control character at the worst")
    }

    @Test func whatIsSignedIsIdSecondsAndBodyWithFullStopsBetween() {
        let bytes = WebhookSignature.signedBytes(
            id: "msg_1", timestamp: Self.occurred.adding(seconds: 3), body: [0x7b, 0x7d])
        #expect(String(decoding: bytes, as: UTF8.self) == "msg_1.1458896403.{}")
        #expect(WebhookSignature.header([[1, 2, 3], [0xff]]) == "v1,AQID v1,/w==")
    }

    @Test func aSecretHas24To64Bytes() {
        #expect(
            WebhookSecret(bytes: [UInt8](repeating: 0, count: 24))?.text == "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
        #expect(WebhookSecret(bytes: [1]) == nil && WebhookSecret(bytes: [UInt8](repeating: 0, count: 65)) == nil)
    }
}
