// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import ServiceLifecycle
import Store
import Wire

extension API {
    /// `/v1/attachments`: content that messages name by its SHA-256, in and out as a stream.
    ///
    /// Content comes before the message that names it. What no message names is removed a day after it was uploaded.
    func attachments(_ routes: inout Routes) {
        routes.upload("/v1/attachments", needs: .act) { call in
            let (given, dryRun) = (try call.attachment(), try call.dryRun)
            try await flows.check(.intake)
            let stored = try await store.keepAttachment(given, dryRun: dryRun) { writer in
                for try await part in call.request.body {
                    // Its sender repeats it; nothing of it would be named by a message.
                    guard !Task.isShuttingDownGracefully else { throw CancellationError() }
                    try await writer.add(Array(part.readableBytesView))
                }
            }
            return try .json(AttachmentAnswer(stored, dryRun: dryRun), status: dryRun ? .ok : .created)
        }
        routes.get("/v1/attachments/{hash}") { call in
            guard let hash = try Hexadecimal.bytes(call.path("hash")), hash.count == 32,
                let found = try await store.attachment(hash, readableBy: call.attachmentReader())
            else { throw Problem.notFound("The attachment") }
            return AttachmentReply(found, store: store, call: call).reply()
        }
        routes.get("/v1/messages/{id}/attachments") { call in
            let message = try await call.visible(store.message(call.path("id")), in: store)
            return try await call.page(store.attachments(of: message.id).map(AttachmentView.init)) { $0.name }
        }
    }
}

extension Call {
    /// What the request announces of its body; what is longer than it may be is refused before any of it is read.
    fileprivate func attachment() throws -> AttachmentGiven {
        let length = request.headers[.contentLength].flatMap { Int64($0) }
        let limit = Int64(limits.attachmentLimit)
        guard length ?? 0 <= limit else {
            throw StoreError(.tooLarge, "An attachment may have \(limit) bytes here; this one has \(length ?? 0).")
        }
        if let encoding = request.headers[.contentEncoding], encoding.lowercased() != "identity" {
            throw Problem(
                code: "unsupported-media-type", title: "This encoding is not undone", status: 415,
                detail: "An attachment is kept as it comes; '\(encoding)' would be kept encoded.",
                next: "Send the content itself, without Content-Encoding.")
        }
        let mediaType = request.headers[.contentType] ?? "application/octet-stream"
        guard mediaType.utf8.count <= 255 else {
            throw Problem.badRequest("A media type has 255 bytes at most.", code: "invalid-value", at: "Content-Type")
        }
        return AttachmentGiven(
            actor: try actor(), principal: principalKey, mediaType: mediaType, room: length ?? limit,
            most: Int64(limits.unnamedLimit), expected: try announcedHash())
    }

    /// SHA-256 that the sender announces by `Repr-Digest` or `Content-Digest` (RFC 9530); other sums are not looked at.
    private func announcedHash() throws -> [UInt8]? {
        for name in [HTTPField.Name.reprDigest, .contentDigest] {
            for member in (request.headers[name] ?? "").split(separator: ",") {
                let text = member.trimmingCharacters(in: .whitespaces)
                guard text.lowercased().hasPrefix("sha-256=") else { continue }
                let value = text.dropFirst(8)
                guard value.count > 1, value.first == ":", value.last == ":",
                    let hash = Data(base64Encoded: String(value.dropFirst().dropLast())), hash.count == 32
                else {
                    throw Problem.badRequest(
                        "\(name) gives SHA-256 as sha-256=:BASE64:.", code: "invalid-value", at: "\(name)")
                }
                return Array(hash)
            }
        }
        return nil
    }

    /// For which organisation it is asked whether it may read; nil for who may read all.
    fileprivate func attachmentReader() throws -> String? {
        guard principal.scopes.isDisjoint(with: [.operate, .audit]) else { return nil }
        guard let own = principal.organisation else { throw Problem.notFound("The attachment") }
        return own
    }

    /// Lets a message name attachments, which stand in the body of the last of several acts.
    func name(_ attachments: [NamedAttachment], in submission: inout Submission, isDraft: Bool = false) throws {
        guard !attachments.isEmpty else { return }
        guard !isDraft else {
            throw Problem.badRequest(
                "A draft names no attachments: name them when it is given out.", code: "invalid-value",
                at: "/attachments")
        }
        try NamedAttachment.check(attachments)
        submission.attachments = attachments
        if case .acts(let id, let acts) = submission.work {
            submission.work = .acts(case: id, acts.map { $0.naming(attachments) })
        }
    }
}

/// The answer to who reads an attachment: all of it, one range of it, or that the reader has it already.
///
/// One piece is in memory at a time; the next is read when the connection has taken it, and no connection to the
/// database is held meanwhile.
private struct AttachmentReply {
    let found: ReadableAttachment
    let store: Store
    let call: Call

    init(_ found: ReadableAttachment, store: Store, call: Call) {
        self.found = found
        self.store = store
        self.call = call
    }

    func reply() -> Reply {
        let (hash, size) = (found.stored.hash, found.stored.size)
        let tag = "\"\(Hexadecimal.text(hash))\""
        var headers = HTTPFields()
        headers[.eTag] = tag
        headers[.acceptRanges] = "bytes"
        // Content never changes under its hash; whether one may read it is asked every time.
        headers[.cacheControl] = "private, no-cache"
        headers[.contentDisposition] = Self.disposition(found.name ?? Hexadecimal.text(hash))
        headers[.contentTypeOptions] = "nosniff"
        headers[.reprDigest] = "sha-256=:\(Data(hash).base64EncodedString()):"
        if call.request.headers[.ifNoneMatch].map({ Self.matches($0, tag) }) == true {
            return Reply(status: .notModified, headers: headers)
        }
        let asked = call.request.headers[.ifRange].map { $0 == tag } ?? true ? call.request.headers[.range] : nil
        let (status, range): (HTTPResponse.Status, Range<Int64>)
        switch ByteRange(asked, of: size) {
        case .whole: (status, range) = (.ok, 0..<size)
        case .part(let part):
            (status, range) = (.partialContent, part)
            headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(size)"
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(size)"
            var problem = Problem.badRequest("It has \(size) bytes.", code: "invalid-value", at: "Range")
            problem.status = 416
            problem.title = "The attachment does not have these bytes"
            return .problem(problem, headers: headers)
        }
        return Reply(
            status: status, headers: headers, contentType: found.stored.mediaType,
            stream: { try await write(range, to: &$0) }, length: Int(range.count))
    }

    @concurrent private func write(_ range: Range<Int64>, to writer: inout any ResponseBodyWriter) async throws {
        let writing = StoppableWriting(call.context.channel)
        try await writing.run {
            var place = range.lowerBound
            while place < range.upperBound {
                let bytes = try await store.bytes(of: found, from: place)
                let part =
                    bytes.count > range.upperBound - place ? Array(bytes.prefix(Int(range.upperBound - place))) : bytes
                // Cut short, its reader sees that the length is not the one it was told.
                guard try await writing.write(part, to: &writer) else { throw CancellationError() }
                place += Int64(part.count)
            }
        }
    }

    /// RFC 6266: the name in ASCII for old readers, and as it is.
    private static func disposition(_ name: String) -> String {
        let plain = name.unicodeScalars.map { scalar in
            scalar.isASCII && scalar != "\"" && scalar != "\\" && scalar.value >= 0x20 ? String(scalar) : "_"
        }
        let encoded = name.utf8.map { byte in
            let isPlain =
                byte < 0x80 && (Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber)
            return isPlain || ".-_~".utf8.contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + Hexadecimal.text([byte]).uppercased()
        }
        return "attachment; filename=\"\(plain.joined())\"; filename*=UTF-8''\(encoded.joined())"
    }

    private static func matches(_ header: String, _ tag: String) -> Bool {
        header.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.contains { given in
            given == "*" || given == tag || given == "W/" + tag
        }
    }
}

extension AttachmentAnswer {
    init(_ stored: StoredAttachment, dryRun: Bool) {
        self.init(
            hash: Hexadecimal.text(stored.hash), size: stored.size, mediaType: stored.mediaType,
            dryRun: dryRun ? true : nil)
    }
}

extension AttachmentView {
    init(_ attachment: AttachmentOfMessage) {
        self.init(
            name: attachment.name, hash: Hexadecimal.text(attachment.stored.hash), size: attachment.stored.size,
            mediaType: attachment.stored.mediaType)
    }
}

extension HTTPField.Name {
    static let contentDigest = HTTPField.Name("Content-Digest").unsafelyUnwrapped
    static let contentTypeOptions = HTTPField.Name("X-Content-Type-Options").unsafelyUnwrapped
    static let reprDigest = HTTPField.Name("Repr-Digest").unsafelyUnwrapped
}
