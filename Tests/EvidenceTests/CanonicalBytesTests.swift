// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Evidence
import Foundation
import Testing

@Suite struct CanonicalBytesTests {
    @Test func theVectorsHold() throws {
        let vectors = try JSONDecoder().decode([Vector].self, from: Data(PackageResources.canonical_v1_json))
        #expect(vectors.count == 3)
        for vector in vectors {
            let message = try #require(vector.message.value)
            let bytes = message.canonicalBytes(bodyDigest: ContentHash.sha256(message.body))
            #expect(Hexadecimal.text(bytes) == vector.canonicalHex)
            #expect(Hexadecimal.text(ContentHash.sha256(bytes)) == vector.sha256)
        }
    }

    @Test func textsCountInTheirComposedForm() {
        #expect(bytes { $0.senderKey = "й" } == bytes { $0.senderKey = "и\u{306}" })
        #expect(bytes { $0.senderKey = "й" } != bytes { $0.senderKey = "и" })
    }

    @Test func theOrderOfTheAudienceDoesNotCount() {
        let recipients = ["tsu", "ÿ", "z", "tpu"].map { Recipient(organisation: $0, role: "observer") }
        #expect(bytes { $0.audience = recipients } == bytes { $0.audience = recipients.reversed() })
    }

    @Test func everyFieldCounts() {
        let changes: [(inout Message) -> Void] = [
            { _ in }, { $0.programme = "a" }, { $0.sender = "a" }, { $0.senderKey = "a" },
            { $0.caseID = Identifier(rawValue: 1) }, { $0.kind = "a" }, { $0.actor.person = "a" },
            { $0.actor.position = "a" }, { $0.actor.organisation = "a" }, { $0.actor.capacity = .system },
            { $0.actor.basis = "a" }, { $0.occurredAt = $0.occurredAt.adding(seconds: 1) },
            { $0.cause = Identifier(rawValue: 1) }, { $0.audience = [Recipient(organisation: "a")] },
            { $0.contentType = "a" }, { $0.body = [1] },
        ]
        #expect(Set(changes.map(bytes)).count == changes.count)
    }

    private func bytes(_ change: (inout Message) -> Void) -> [UInt8] {
        var message = Message(
            programme: "p", sender: "s", senderKey: "k", kind: "letter",
            actor: Actor(organisation: "s", capacity: .own), occurredAt: Instant(microsecondsSince1970: 0),
            audience: [], contentType: "text/plain", body: [])
        change(&message)
        return message.canonicalBytes(bodyDigest: ContentHash.sha256(message.body))
    }
}

/// One case of the vectors' file, which has member names of its own.
private struct Vector: Decodable {
    let message: VectorMessage
    let canonicalHex: String
    let sha256: String

    enum CodingKeys: String, CodingKey {
        case message, sha256
        case canonicalHex = "canonical_hex"
    }
}

private struct VectorMessage: Decodable {
    let programme, sender, kind: String
    let senderKey, contentType, bodyHex: String
    let occurredAt: Int64
    let `case`, cause: String
    let actor: [String: String]
    let audience: [[String: String]]

    enum CodingKeys: String, CodingKey {
        case programme, sender, kind, `case`, cause, actor, audience
        case senderKey = "sender_key"
        case contentType = "content_type"
        case bodyHex = "body_hex"
        case occurredAt = "occurred_at_us"
    }

    var value: Message? {
        guard let capacity = actor["capacity"].flatMap(Capacity.init(rawValue:)) else { return nil }
        let digits = Array(bodyHex)
        let body = stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0..<$0 + 2]), radix: 16) }
        return Message(
            programme: programme, sender: sender, senderKey: senderKey, caseID: Identifier(self.case), kind: kind,
            actor: Actor(
                person: actor["person"], position: actor["position"], organisation: actor["organisation"] ?? "",
                capacity: capacity, basis: actor["basis"]),
            occurredAt: Instant(microsecondsSince1970: occurredAt), cause: Identifier(cause),
            audience: audience.map { Recipient(organisation: $0["code"] ?? "", role: $0["role"]) },
            contentType: contentType, body: body)
    }
}
