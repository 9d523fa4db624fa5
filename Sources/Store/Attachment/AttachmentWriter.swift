// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Evidence
import Postgres

extension Store {
    /// Takes content piece by piece, as it comes, and keeps it under its hash once all of it is here.
    ///
    /// One statement a piece, none while the sender is waited for. What throws leaves nothing behind; of a daemon that is
    /// killed in the middle, maintenance removes the rest after a day. The same content again is stored once.
    /// - Parameter dryRun: counts and compares, and stores nothing.
    public func keepAttachment(
        _ given: AttachmentGiven, dryRun: Bool = false, _ send: (inout AttachmentWriter) async throws -> Void
    ) async throws -> StoredAttachment {
        var writer = AttachmentWriter(self, given, upload: try await beginUpload(given, dryRun: dryRun))
        do {
            try await send(&writer)
            return try await writer.finish()
        } catch {
            await writer.abandon()
            throw error
        }
    }

    /// Draws the id of an upload; nil for one that is only tried.
    private func beginUpload(_ given: AttachmentGiven, dryRun: Bool) async throws -> Identifier? {
        let actor = given.actor
        let (upload, taken) = try await transaction(dryRun: dryRun) { connection in
            try connection.one(
                """
                select upload, taken
                  from core.begin_upload(
                       \(actor.organisation), \(actor.person), \(actor.position), \(actor.capacity.rawValue),
                       \(actor.basis), \(given.principal), \(given.mediaType), \(given.room), \(given.most))
                """, as: (Identifier?, Int64).self)
        }
        guard let upload else {
            throw StoreError(
                .attachmentQuota,
                "\(actor.organisation) has uploaded \(taken) bytes that no message names, and may have \(given.most): "
                    + "there is no room for \(given.room) more.")
        }
        return dryRun ? nil : upload
    }
}

/// Content on its way in; `Store.keepAttachment` gives it and ends it.
public struct AttachmentWriter: Sendable {
    /// How long the pieces are, all but the last.
    static let pieceSize = 256 << 10

    private let store: Store
    private let given: AttachmentGiven
    private let upload: Identifier?
    private var hasher = ContentHasher()
    private var size: Int64 = 0
    private var piece: [UInt8] = []
    private var count: Int32 = 0

    init(_ store: Store, _ given: AttachmentGiven, upload: Identifier?) {
        self.store = store
        self.given = given
        self.upload = upload
    }

    /// Takes the next bytes; returns when there is room for more.
    public mutating func add(_ bytes: [UInt8]) async throws {
        size += Int64(bytes.count)
        guard size <= given.room else {
            throw StoreError(.tooLarge, "An attachment may have \(given.room) bytes here; more came.")
        }
        hasher.add(bytes)
        guard upload != nil else { return }
        var rest = bytes[...]
        while !rest.isEmpty {
            if piece.isEmpty { piece.reserveCapacity(Self.pieceSize) }
            let part = rest.prefix(Self.pieceSize - piece.count)
            piece += part
            rest = rest.dropFirst(part.count)
            if piece.count == Self.pieceSize { try await keepPiece() }
        }
    }

    private mutating func keepPiece() async throws {
        guard let upload, !piece.isEmpty else { return }
        let (number, bytes) = (count, piece)
        _ = try await store.reading { connection in
            try connection.execute("select core.keep_chunk(\(upload), \(number), \(bytes))")
        }
        count += 1
        piece.removeAll(keepingCapacity: true)
    }

    /// All is here.
    fileprivate mutating func finish() async throws -> StoredAttachment {
        let (hash, size) = (hasher.sha256, size)
        if let expected = given.expected, expected != hash {
            throw StoreError(
                .digestMismatch,
                "The content's SHA-256 is \(Hexadecimal.text(hash)), and \(Hexadecimal.text(expected)) was announced: "
                    + "nothing was stored.")
        }
        try await keepPiece()
        if let upload {
            _ = try await store.transaction { connection in
                try connection.execute("select core.finish_upload(\(upload), \(hash), \(size))")
            }
        }
        return StoredAttachment(hash: hash, size: size, mediaType: given.mediaType)
    }

    /// Takes back what came. Its own task: who is cancelled must clean up all the same.
    fileprivate func abandon() async {
        guard let upload else { return }
        let store = store
        await Task {
            _ = try? await store.reading { connection in
                try connection.execute("select core.drop_upload(\(upload))")
            }
        }.value
    }
}
