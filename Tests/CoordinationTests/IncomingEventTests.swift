// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

@Suite struct IncomingEventTests {
    private static let good = [
        "specversion": "1.0", "id": "1", "source": "/permits", "type": "ru.tomsk.permit",
        "recipients": "tsu, tpu:observer,all",
    ]

    @Test func sourceAndIdAreTheKeyAndWhatIsNoColumnIsKept() throws {
        var given = Self.good
        given["time"] = "2016-03-25T12:00:00+06:00"
        given["subject"] = "n 5"
        given["causationid"] = "06xy5d398000d"
        given["mine"] = "x"
        let event = try IncomingEvent(attributes: given, contentType: "text/csv", body: [0, 255])
        #expect(event.senderKey == "/permits\n1" && event.type == "ru.tomsk.permit" && event.body == [0, 255])
        #expect(
            event.recipients == [
                Recipient(organisation: "tsu"), Recipient(organisation: "tpu", role: "observer"),
                Recipient(organisation: "all"),
            ])
        #expect(event.cause == Identifier("06xy5d398000d") && event.contentType == "text/csv")
        #expect(event.attributes == ["time": "2016-03-25T12:00:00+06:00", "subject": "n 5", "mine": "x"])
    }

    @Test(
        arguments: [
            ("specversion", nil, "'specversion' is missing"), ("specversion", "0.3", "'specversion' is '0.3'"),
            ("id", nil, "'id' is missing"), ("id", "", "'id' is missing"), ("source", nil, "'source' is missing"),
            ("source", "a b", "'source' is 'a b', which is no URI reference"), ("type", nil, "'type' is missing"),
            ("source", String(repeating: "x", count: 1000), "'source' and 'id' have 1000 characters"),
            ("recipients", nil, "'recipients' is missing"), ("recipients", "tsu,,tpu", "'' in 'recipients' is neither"),
            ("recipients", "tsu tpu", "'tsu tpu' in 'recipients' is neither"), ("subject", "", "'subject' is empty"),
            ("time", "yesterday", "'time' is 'yesterday', which is no RFC 3339 time"),
            ("dataschema", "", "'dataschema' is empty"),
            ("causationid", "17", "'causationid' is '17', which is no id"), ("mine_too", "x", "'mine_too' is no name"),
            ("Mine", "x", "'Mine' is no name"), ("mine", "a\u{7}b", "'mine' holds a control character"),
        ] as [(String, String?, String)]) func everyAttributeThatIsWrongHasItsSentence(
            name: String, value: String?, sentence: String
        )
    {
        var given = Self.good
        given[name] = value
        let faults = #expect(throws: IncomingEvent.Faults.self) {
            try IncomingEvent(attributes: given, contentType: nil, body: [])
        }
        #expect(faults?.faults.count == 1 && faults?.faults.first?.attribute == name)
        #expect(faults?.faults.first?.sentence.hasPrefix(sentence) == true, "\(String(describing: faults))")
    }

    @Test(arguments: ["text", "/json", "text/", "te xt/я"]) func whatIsNoMediaTypeIsAFault(type: String) {
        let faults = #expect(throws: IncomingEvent.Faults.self) {
            try IncomingEvent(attributes: Self.good, contentType: type, body: [])
        }
        #expect(faults?.faults.map(\.attribute) == ["datacontenttype"])
    }

    /// The examples of section 3.1.3.2 of the HTTP binding, and what it says of quotes.
    @Test(
        arguments: [
            ("Euro%20%E2%82%AC%20%F0%9F%98%80", "Euro € 😀"), ("plain", "plain"), ("a%25b", "a%b"), ("a%2525", "a%25"),
            (#""in quotes""#, "in quotes"), (#""a \"b\" \\ %22""#, #"a "b" \ ""#), (" padded\t", "padded"), ("", ""),
            ("100%", nil), ("%4", nil), ("%zz", nil), ("%FF", nil),
        ] as [(String, String?)]) func aHeaderIsReadAsTheBindingSays(header: String, value: String?)
    {
        #expect(IncomingEvent.attribute(fromHeader: header) == value)
    }
}
