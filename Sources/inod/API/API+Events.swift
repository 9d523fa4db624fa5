// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import HTTPTypes
import Hummingbird
import Store
import Wire

extension API {
    /// `POST /v1/events`: sending as CloudEvents 1.0 in the binary, the structured and the batch mode of the HTTP binding.
    ///
    /// No Idempotency-Key: an event's `source` and `id` tell a repetition from a second event, for ever.
    func events(_ routes: inout Routes) {
        routes.post("/v1/events", needs: .send, .light) { call in
            let programme = try await call.letterProgramme(in: store)
            switch try call.eventMode {
            case .batch:
                let documents = try StrictJSON.parse(try await call.bytes(limit: call.messageLimit))
                guard case .array(let items) = documents, items.count <= 1000 else {
                    throw Problem.badRequest(
                        "A batch is an array of at most 1000 events.", code: "wrong-type", at: "")
                }
                var submissions: [Submission] = []
                for (place, item) in items.enumerated() {
                    let event = try Call.event(at: "/\(place)") { () throws(IncomingEvent.Faults) in
                        try IncomingEvent(item)
                    }
                    submissions.append(try call.submission(of: event, programme: programme))
                }
                return try await Reply(batch: submit(contentsOf: submissions))
            case .structured:
                let document = try StrictJSON.parse(try await call.bytes(limit: call.messageLimit))
                let event = try Call.event { () throws(IncomingEvent.Faults) in try IncomingEvent(document) }
                return try await Reply(submit(try call.submission(of: event, programme: programme)))
            case .binary:
                let body = try await call.bytes(limit: call.limits.messageLimit)
                let attributes = try call.eventAttributes()
                let event = try Call.event { () throws(IncomingEvent.Faults) in
                    try IncomingEvent(
                        attributes: attributes, contentType: call.request.headers[.contentType], body: body)
                }
                return try await Reply(submit(try call.submission(of: event, programme: programme)))
            }
        }
    }
}

/// How an event stands in a request, told by the request's media type.
private enum EventMode { case binary, structured, batch }

extension Call {
    fileprivate var eventMode: EventMode {
        get throws {
            let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" }.lowercased().filter { $0 != " " }
            switch type {
            case "application/cloudevents+json": return .structured
            case "application/cloudevents-batch+json": return .batch
            case let other where other.hasPrefix("application/cloudevents"):
                throw Problem(
                    code: "unsupported-media-type", title: "This format is not understood", status: 415,
                    detail:
                        "'\(other)' is none of application/cloudevents+json, application/cloudevents-batch+json and the "
                        + "binary mode.",
                    next: "Send it in one of the three.")
            default: return .binary
            }
        }
    }

    /// The attributes of the binary mode: the headers that begin with `ce-`.
    fileprivate func eventAttributes() throws -> [String: String] {
        var attributes: [String: String] = [:]
        var faults: [IncomingEvent.Fault] = []
        for field in request.headers where field.name.canonicalName.hasPrefix("ce-") {
            let name = String(field.name.canonicalName.dropFirst(3))
            if name == "datacontenttype" {
                let sentence = "In the binary mode the media type of the data stands in Content-Type alone."
                faults.append(.init(attribute: name, sentence: sentence))
            } else if attributes[name] != nil {
                faults.append(.init(attribute: name, sentence: "'ce-\(name)' is there twice."))
            } else if let value = IncomingEvent.attribute(fromHeader: field.value) {
                attributes[name] = value
            } else {
                let sentence = "'ce-\(name)' is not percent-encoded UTF-8: a percent sign itself is written %25."
                faults.append(.init(attribute: name, sentence: sentence))
            }
        }
        guard faults.isEmpty else { throw Problem(IncomingEvent.Faults(faults), at: "") }
        return attributes
    }

    fileprivate static func event(
        at pointer: String = "", _ read: () throws(IncomingEvent.Faults) -> IncomingEvent
    ) throws -> IncomingEvent {
        do {
            return try read()
        } catch {
            throw Problem(error, at: pointer)
        }
    }

    /// What an event asks to be sent.
    fileprivate func submission(of event: IncomingEvent, programme: String) throws -> Submission {
        guard event.body.count <= limits.messageLimit else { throw Problem.tooLarge }
        let dryRun = try dryRun
        let actor = try sender()
        let letter = Letter(
            kind: event.type, audience: event.recipients, contentType: event.contentType, body: event.body,
            cause: event.cause, attributes: event.attributes)
        var submission = Submission(
            programme: programme, principal: principalKey, key: dryRun ? Call.trialKey() : event.senderKey,
            digest: letter.digest(sender: actor.organisation), actor: actor, work: .letter(letter), dryRun: dryRun,
            render: { Answer(sent: $0, dryRun: dryRun) })
        submission.assumesOnlyProgramme = try query("programme") == nil
        try name(letter.namedAttachments(), in: &submission)
        return submission
    }
}

extension Problem {
    /// An event that cannot be read: one entry an attribute.
    fileprivate init(_ faults: IncomingEvent.Faults, at pointer: String) {
        let first = faults.faults.first?.sentence ?? ""
        let more = faults.faults.count > 1 ? " \(faults.faults.count - 1) more below." : ""
        self = .badRequest("\(first)\(more)", code: "invalid-attribute")
        errors = faults.faults.map {
            Entry(pointer: "\(pointer)/\($0.attribute)", code: "invalid-attribute", detail: $0.sentence)
        }
        next = "See the attributes at cloudevents.io; 'recipients' is Ino's own: whom the event is for."
    }
}
