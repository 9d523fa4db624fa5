// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Evidence
import Postgres

extension RegistryImport {
    /// Says in one message what the import changes, to all whom it concerns.
    func announce(
        _ summary: ImportSummary, _ changes: [RegistryChange], of programme: (id: Int16, code: String),
        in db: isolated Connection
    ) throws -> Identifier {
        try RegistryMessage(actor: actor, basis: "import of the registry by \(importer)", changes: changes, rows: rows)
            .send(key: summary.filesHash, of: programme, in: db) { _ in summary }
    }
}

/// A `registry.change` message: what changed in the register, to all whom it concerns.
struct RegistryMessage {
    let actor: Actor
    /// The ground on which somebody who acts for nobody enters it for the programme's office.
    let basis: String
    let changes: [RegistryChange]
    /// The register's rows, among which the neighbours of the changed ones are found.
    let rows: [RegistryRow]

    /// Appends the message; it is sent by the body the author acts for, else by the programme's office. Its body is made
    /// for the audience that the change has.
    func send(
        key: String, of programme: (id: Int16, code: String), in db: isolated Connection,
        _ body: ([Recipient]) -> some Encodable
    ) throws -> Identifier {
        let bodies = try db.query(
            """
            select o.code, p.id is not null
              from core.organisation o
              left join core.programme p on p.office = o.id and p.id = \(programme.id)
             where o.code = \(actor.organisation) or p.id is not null
             order by o.code = \(actor.organisation) desc
            """, as: (String, Bool).self)
        guard let sender = bodies.first?.0 else {
            throw Refusal(
                code: "rule-refused",
                sentence: "Nobody can be named as the sender of this change of the registry.",
                next: "Name the programme's office in programme.csv, or act on behalf of an organisation.")
        }
        let (id, now) = try db.one(
            "select core.new_id(), core.programme_now(\(programme.id))", as: (Int64, PostgresTimestamp).self)
        var actor = actor
        if actor.organisation != sender {
            // An author who acts for nobody enters it for the office.
            actor = Actor(
                person: actor.person, position: actor.position, organisation: sender, capacity: .operatorOnBehalf,
                basis: actor.basis ?? basis)
        }
        let audience = RegistryChange.audience(
            of: changes, among: rows, office: bodies.first(where: \.1)?.0, from: sender)
        let message = Message(
            programme: programme.code, sender: sender,
            senderKey: "registry.change \(key) \(Identifier(rawValue: id))", kind: "registry.change", actor: actor,
            occurredAt: Instant(microsecondsSince1970: now.microsecondsSince1970), audience: audience,
            contentType: "application/json", body: try SortedJSON.bytes(body(audience)))
        return try append(message, in: db)
    }

    private func append(_ message: Message, in db: isolated Connection) throws -> Identifier {
        let outgoing = Outgoing(
            message: message, digest: ContentHash.sha256(message.body), knownAt: message.occurredAt)
        let bodies = Set(message.audience.map(\.organisation)).union([message.sender])
        let directory = try db.directory(organisations: bodies, programmes: [message.programme])
        guard let appended = try db.append([outgoing], directory: directory).first else {
            preconditionFailure("one message was given, one is appended")
        }
        try db.wake(Set(message.audience.map(\.organisation)))
        return appended.id
    }
}
