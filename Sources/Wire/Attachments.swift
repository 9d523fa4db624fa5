// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Content that is kept: the answer to its upload.
public struct AttachmentAnswer: Hashable, Sendable, Codable {
    /// SHA-256 of it, hexadecimal: by this a message names it.
    public var hash: String
    /// How many bytes it has.
    public var size: Int64
    /// Its media type, as it was given.
    public var mediaType: String
    /// Whether nothing was stored.
    public var dryRun: Bool?

    /// Makes it from its members.
    public init(hash: String, size: Int64, mediaType: String, dryRun: Bool? = nil) {
        self.hash = hash
        self.size = size
        self.mediaType = mediaType
        self.dryRun = dryRun
    }
}

/// An attachment as a message names it.
public struct AttachmentView: Hashable, Sendable, Codable {
    /// The file name that it has there.
    public var name: String
    /// SHA-256 of the content, hexadecimal.
    public var hash: String
    /// How many bytes it has.
    public var size: Int64
    /// Its media type, as its uploader gave it.
    public var mediaType: String

    /// Makes it from its members.
    public init(name: String, hash: String, size: Int64, mediaType: String) {
        self.name = name
        self.hash = hash
        self.size = size
        self.mediaType = mediaType
    }
}
