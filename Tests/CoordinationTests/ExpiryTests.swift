// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

@Suite struct ExpiryTests {
    private static let end = Instant(microsecondsSince1970: 1_458_900_000_000_000)
    private let expiry = Expiry(at: Self.end)

    @Test func anEndThatHasComeIsRefused() throws {
        for late in [Int64(0), 1] {
            let now = Instant(microsecondsSince1970: Self.end.microsecondsSince1970 + late)
            let refusal = #expect(throws: Refusal.self) { try expiry.check(sentAt: now) }
            #expect(refusal?.code == "invalid-value")
        }
        try expiry.check(sentAt: Instant(microsecondsSince1970: Self.end.microsecondsSince1970 - 1))
    }

    @Test func whatWasAcknowledgedByTheMomentHasNotExpiredHoweverLateSomebodyLooks() {
        let copies = [nil, -1, 0, 1].enumerated().map { index, offset in
            Expiry.Copy(
                recipient: Recipient(organisation: "o\(index)"), number: Int64(index + 1),
                acknowledged: offset.map { Instant(microsecondsSince1970: Self.end.microsecondsSince1970 + Int64($0)) })
        }
        #expect(expiry.expired(copies).map(\.recipient.organisation) == ["o0", "o3"])
        #expect(expiry.expired([]).isEmpty)
    }

    @Test func anEventNamesItsEndByThePublishedExtension() throws {
        let attributes = [
            "specversion": "1.0", "id": "1", "source": "/s", "type": "t", "recipients": "tsu",
            "expirytime": "2016-03-26T00:00:00+07:00",
        ]
        let event = try IncomingEvent(attributes: attributes, contentType: nil, body: [])
        #expect(event.attributes == ["expirytime": "2016-03-26T00:00:00+07:00"])
        let faults = #expect(throws: IncomingEvent.Faults.self) {
            try IncomingEvent(
                attributes: attributes.merging(["expirytime": "tomorrow"]) { $1 }, contentType: nil, body: [])
        }
        #expect(faults?.faults.map(\.attribute) == ["expirytime"])
    }
}
