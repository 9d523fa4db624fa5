// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Evidence
import Postgres

extension Store {
    /// Content by its hash, when this organisation may read it; nil when not, or when it is not here. No organisation: for
    /// who may read all.
    public func attachment(_ hash: [UInt8], readableBy organisation: String?) async throws -> ReadableAttachment? {
        let rows = try await reading { connection in
            try connection.query(
                """
                select a.size, a.content, own.media_type,
                       (select n.name
                          from core.message_attachment n
                          join core.message m on m.id = n.message_id
                         where n.hash = a.hash
                           and (reader.all or m.sender = reader.id or reader.id = any (m.audience)
                                or exists (select from core.instruction_party p
                                            where p.instruction = m.case_id and p.organisation = reader.id))
                         order by n.message_id desc, n.place limit 1)
                  from core.attachment a
                 cross join (select \(organisation)::text is null as all,
                                    (select o.id from core.organisation o where o.code = \(organisation)) as id) reader
                 cross join lateral (select u.media_type from core.attachment_upload u where u.hash = a.hash
                                      order by u.organisation = reader.id desc nulls last, u.id limit 1) own
                 where a.hash = \(hash) and (reader.all or core.may_read_attachment(a.hash, reader.id))
                """, as: (Int64, Identifier, String, String?).self)
        }
        return rows.first.map { size, content, mediaType, name in
            ReadableAttachment(
                stored: StoredAttachment(hash: hash, size: size, mediaType: mediaType), name: name, content: content)
        }
    }

    /// The bytes of an attachment from a place on: at least one, at most a piece, none behind its end. Throws when it was
    /// removed meanwhile, which happens to none that a message names.
    public func bytes(of attachment: ReadableAttachment, from place: Int64) async throws -> [UInt8] {
        let size = Int64(AttachmentWriter.pieceSize)
        guard place >= 0, place < attachment.stored.size else { return [] }
        let (number, start) = (Int32(place / size), Int32(place % size))
        let found = try await reading { connection in
            try connection.query(
                """
                select case when \(start) = 0 then c.bytes else substr(c.bytes, \(start) + 1) end
                  from core.attachment_chunk c
                 where c.content = \(attachment.content) and c.n = \(number)
                """, as: [UInt8].self)
        }
        guard let bytes = found.first, !bytes.isEmpty else {
            throw StoreError(
                .notFound(what: "attachment", name: Hexadecimal.text(attachment.stored.hash)),
                "The attachment was removed meanwhile.")
        }
        return bytes
    }

    /// What a message names, in its order.
    public func attachments(of message: Identifier) async throws -> [AttachmentOfMessage] {
        let rows = try await reading { connection in
            try connection.query(
                """
                select n.name, a.hash, a.size,
                       (select u.media_type from core.attachment_upload u where u.hash = a.hash
                         order by u.organisation = m.sender desc, u.id limit 1)
                  from core.message_attachment n
                  join core.attachment a on a.hash = n.hash
                  join core.message m on m.id = n.message_id
                 where n.message_id = \(message)
                 order by n.place
                """, as: (String, [UInt8], Int64, String).self)
        }
        return rows.map { name, hash, size, mediaType in
            AttachmentOfMessage(name: name, stored: StoredAttachment(hash: hash, size: size, mediaType: mediaType))
        }
    }

    /// Removes what has been here for a day and is named by no message.
    func sweepAttachments(now: Instant?) async throws -> (uploads: Int, contents: Int) {
        let (uploads, contents) = try await transaction { connection in
            try connection.one(
                "select uploads, contents from core.sweep_attachments(coalesce(\(now), clock_timestamp()))",
                as: (Int32, Int32).self)
        }
        return (Int(uploads), Int(contents))
    }
}

extension IntakeBatch {
    /// Holds the attachments that the submissions name, as far as their senders may name them.
    mutating func lookUpAttachments(on connection: isolated Connection) throws {
        let named = submissions.indices.filter { earlier[$0] == nil }.flatMap { index in
            submissions[index].attachments.map {
                AttachmentUse(hash: $0.hash, organisation: submissions[index].actor.organisation)
            }
        }
        guard !named.isEmpty else { return }
        let uses = Array(Set(named))
        let places = try connection.query(
            """
            select * from core.hold_attachments(\(uses.map { Hexadecimal.bytes($0.hash) ?? [] }),
                                                \(uses.map(\.organisation)))
            """, as: Int32.self)
        attachments = Set(places.map { uses[Int($0) - 1] })
    }

    /// Why a submission cannot be stored: it names what its sender never uploaded and may not read. Nil when it does not.
    func unknownAttachments(of submission: Submission) -> StoreError? {
        let unknown = submission.attachments.map(\.hash).filter {
            !attachments.contains(AttachmentUse(hash: $0, organisation: submission.actor.organisation))
        }
        guard let first = unknown.first else { return nil }
        let others = unknown.count > 1 ? " and \(unknown.count - 1) more" : ""
        return StoreError(
            .unknownAttachment(unknown),
            "No attachment that \(submission.actor.organisation) may name has the hash \(first)\(others): nothing was "
                + "stored.")
    }
}

extension Connection {
    /// Writes which messages name which attachments.
    func nameAttachments(_ named: [(message: Identifier, attachments: [NamedAttachment])]) throws {
        let rows = named.flatMap { message, attachments in
            attachments.enumerated().map { (message, Int16($0.offset + 1), $0.element) }
        }
        guard !rows.isEmpty else { return }
        _ = try execute(
            """
            insert into core.message_attachment (message_id, place, hash, name)
            select * from unnest(\(rows.map(\.0)), \(rows.map(\.1)), \(rows.map { Hexadecimal.bytes($0.2.hash) ?? [] }),
                                 \(rows.map(\.2.name)))
            """)
    }
}
