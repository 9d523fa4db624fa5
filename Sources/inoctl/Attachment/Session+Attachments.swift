// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Evidence
import Foundation
import Synchronization
import Wire

extension Session {
    /// Uploads a file as it is read, and compares the hash of what was read with the one it is kept under.
    func upload(
        _ path: String, contentType: String? = nil, as acting: Acting, dryRun: Bool
    ) async throws -> (answer: JSON, named: NamedAttachment) {
        guard path != "-", let size = surroundings.size(path), let parts = try surroundings.open(path) else {
            throw Failure(exit: Exit.usage, "there is no file \(path)")
        }
        let sent = Mutex((hasher: ContentHasher(), bytes: Int64(0)))
        let progress = Progress(of: FileName.of(path), size: size, in: self)
        let answer = try await client.upload(
            parts: {
                guard let part = try await parts() else { return nil }
                let bytes = sent.withLock { sent in
                    sent.hasher.add(part)
                    sent.bytes += Int64(part.count)
                    return sent.bytes
                }
                progress.reached(bytes)
                return part
            }, length: size, contentType: contentType ?? FileName.mediaType(of: path), dryRun: dryRun, acting: acting)
        progress.end()
        let kept = try answer.decoded(as: AttachmentAnswer.self)
        guard kept.hash == Hexadecimal.text(sent.withLock { $0.hasher.sha256 }) else {
            throw Failure(
                exit: Exit.unexpected, "what the daemon kept is not what was read of \(path)",
                next: "try again; the file may have changed meanwhile")
        }
        return (answer, NamedAttachment(hash: kept.hash, name: FileName.of(path)))
    }

    /// Uploads the files that a message is to name. A dry run stores none, so its message can name none: it is tried
    /// without them.
    func upload(_ files: [String], as acting: Acting, dryRun: Bool) async throws -> [NamedAttachment] {
        var named: [NamedAttachment] = []
        for file in files { named.append(try await upload(file, as: acting, dryRun: dryRun).named) }
        do {
            try NamedAttachment.check(named)
        } catch {
            throw Failure(exit: Exit.usage, error.sentence, next: error.next)
        }
        return named
    }

    /// Fetches an attachment into a file, which appears whole or not at all; answers how many bytes it has.
    func download(_ hash: String, to path: String) async throws -> Int64 {
        let request = client.completed(Request(path: "/v1/attachments/\(hash)"), accept: "*/*")
        let file = try surroundings.create(path)
        let got = Mutex((hasher: ContentHasher(), bytes: Int64(0)))
        let progress = Progress(of: FileName.of(path), size: nil, in: self)
        do {
            let answer = try await client.stream(request, client.target) { part in
                try file.write(part)
                let bytes = got.withLock { got in
                    got.hasher.add(part)
                    got.bytes += Int64(part.count)
                    return got.bytes
                }
                progress.reached(bytes)
            }
            progress.end()
            guard (200..<300).contains(answer.status) else { throw client.failure(answer, request) }
            let (found, bytes) = got.withLock { (Hexadecimal.text($0.hasher.sha256), $0.bytes) }
            guard found == hash else {
                throw Failure(
                    exit: Exit.unexpected, "what came has the SHA-256 \(found): it is not the attachment",
                    next: "try again; nothing was written to \(path)")
            }
            try file.keep()
            return bytes
        } catch {
            file.discard()
            if let lost = error as? TransportFailure { throw client.failure(lost, request) }
            throw error
        }
    }
}

extension Client {
    /// Sends content as it is given.
    fileprivate func upload(
        parts: @escaping Request.Parts, length: Int64, contentType: String, dryRun: Bool, acting: Acting
    ) async throws -> JSON {
        // As long as it takes: a large file over a slow line.
        var request = Request(method: "POST", path: "/v1/attachments", seconds: 3600)
        if dryRun { request.query.append(("dryRun", "true")) }
        request.headers["Content-Type"] = contentType
        request.headers["Ino-On-Behalf-Of"] = acting.onBehalf
        request.headers["Ino-Basis"] = acting.basis.map { Data($0.utf8).base64EncodedString() }
        (request.parts, request.length) = (parts, length)
        return try await json(request)
    }
}

/// How far a file has come, for a person at the terminal; silent for small ones.
private final class Progress: Sendable {
    private let name: String
    private let size: Int64?
    private let say: (@Sendable (String) -> Void)?
    private let shown = Mutex<Int64>(0)

    private static let step: Int64 = 4 << 20

    init(of name: String, size: Int64?, in session: Session) {
        self.name = name
        self.size = size
        say = session.isQuiet ? nil : session.surroundings.progress
    }

    func reached(_ bytes: Int64) {
        guard let say else { return }
        let isDue = shown.withLock { shown in
            guard bytes - shown >= Self.step else { return false }
            shown = bytes
            return true
        }
        if isDue { say("\r\(name.harmless): \(bytes >> 20)" + (size.map { " of \($0 >> 20)" } ?? "") + " MiB") }
    }

    func end() {
        if shown.withLock({ $0 > 0 }) { say?("\n") }
    }
}

/// What a path says of its file.
enum FileName {
    /// The name without its folders, in the form in which names are compared.
    static func of(_ path: String) -> String {
        URL(filePath: path).lastPathComponent.precomposedStringWithCanonicalMapping
    }

    /// The media type by the ending; bytes where that says nothing.
    static func mediaType(of path: String) -> String {
        mediaTypes[URL(filePath: path).pathExtension.lowercased()] ?? "application/octet-stream"
    }

    private static let mediaTypes = [
        "csv": "text/csv", "doc": "application/msword",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "gif": "image/gif",
        "jpeg": "image/jpeg", "jpg": "image/jpeg", "json": "application/json",
        "odt": "application/vnd.oasis.opendocument.text", "p7s": "application/pkcs7-signature",
        "pdf": "application/pdf", "png": "image/png", "rtf": "application/rtf", "tif": "image/tiff",
        "tiff": "image/tiff", "txt": "text/plain", "xls": "application/vnd.ms-excel",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xml": "application/xml",
        "zip": "application/zip",
    ]
}
