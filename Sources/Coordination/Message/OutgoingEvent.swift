// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A message as an event of CloudEvents 1.0 for one of its recipients, in the structured JSON mode.
///
/// The event is thin: a body of text or JSON comes with it up to 16 KiB, everything else is read by its link with a
/// token, so that what was read stands in the record.
public struct OutgoingEvent: Hashable, Sendable {
    /// The media type of the whole.
    public static let contentType = "application/cloudevents+json; charset=utf-8"
    /// The largest body that comes with its event, in bytes.
    public static let largestBody = 16_384

    /// The message's id; the same for every attempt to deliver it.
    public var id: Identifier
    /// The message as its sender gave it.
    public var message: Message
    /// The case's number, where its case has one.
    public var caseNumber: String?
    /// When the broker wrote it down.
    public var recordedAt: Instant
    /// The content hash, hexadecimal.
    public var hash: String
    /// Whom it is for.
    public var recipient: Recipient
    /// Its number in the recipient's inbox.
    public var number: Int64
    /// Until when it is worth anything; nil for ever.
    public var expires: Instant?

    /// An event of all its parts.
    public init(
        id: Identifier, message: Message, caseNumber: String?, recordedAt: Instant, hash: String, recipient: Recipient,
        number: Int64, expires: Instant? = nil
    ) {
        self.id = id
        self.message = message
        self.caseNumber = caseNumber
        self.recordedAt = recordedAt
        self.hash = hash
        self.recipient = recipient
        self.number = number
        self.expires = expires
    }

    /// The `type` of events of a message kind: `ru.ino.instruction.issue.v1`.
    public static func type(of kind: String) -> String { "ru.ino.\(kind).v1" }

    /// The event's bytes; the same event gives the same bytes.
    public func json() throws -> [UInt8] { try SortedJSON.bytes(Document(self)) }

    /// An event of the broker's own about an endpoint: `ping` of a test, `challenge` of a registration.
    public static func ofEndpoint(
        _ what: String, id: String, endpoint: Identifier?, at now: Instant, text: String
    ) throws -> [UInt8] {
        try SortedJSON.bytes(
            EndpointDocument(
                id: id, source: "/webhooks", type: type(of: "webhook.\(what)"), subject: endpoint, time: now,
                data: what == "challenge" ? ["challenge": text] : ["text": text]))
    }

}

/// The members of an event of the broker's own.
private struct EndpointDocument: Encodable {
    let specversion = "1.0"
    let datacontenttype = "application/json"
    let id: String
    let source: String
    let type: String
    let subject: Identifier?
    let time: Instant
    let data: [String: String]
}

/// The members as they are written; the names of attributes are those of CloudEvents, lower case without separators.
private struct Document: Encodable {
    let specversion = "1.0"
    let datacontenttype = "application/json"
    let id: Identifier
    let source: String
    let type: String
    let subject: String
    let time: Instant
    let recordedtime: Instant
    /// Of the recipient's inbox; with leading zeros, so that texts sort as the numbers do.
    let sequence: String
    let correlationid: Identifier
    let causationid: Identifier?
    let expirytime: Instant?
    let data: Content

    struct Content: Encodable {
        let programme: String
        let kind: String
        let caseId: Identifier?
        let sender: String
        let actor: Actor
        let recipient: Recipient
        let number: Int64
        let contentType: String
        let bytes: Int
        let hash: String
        let text: String?
        let link: String
    }

    init(_ event: OutgoingEvent) {
        let message = event.message
        id = event.id
        source = "/programmes/\(message.programme)"
        type = OutgoingEvent.type(of: message.kind)
        let caseID = message.caseID ?? event.id
        subject = event.caseNumber ?? caseID.description
        time = message.occurredAt
        recordedtime = event.recordedAt
        let digits = String(event.number)
        sequence = String(repeating: "0", count: max(0, 20 - digits.count)) + digits
        correlationid = caseID
        causationid = message.cause
        expirytime = event.expires
        let isText = message.contentType.hasPrefix("text/") || message.contentType.contains("json")
        let isSmall = message.body.count <= OutgoingEvent.largestBody
        data = Content(
            programme: message.programme, kind: message.kind, caseId: message.caseID, sender: message.sender,
            actor: message.actor, recipient: event.recipient, number: event.number, contentType: message.contentType,
            bytes: message.body.count, hash: event.hash,
            text: isText && isSmall ? String(validating: message.body, as: UTF8.self) : nil,
            link: "/v1/messages/\(event.id)")
    }
}
