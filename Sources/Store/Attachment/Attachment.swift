// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// Content that is here whole.
public struct StoredAttachment: Hashable, Sendable {
    /// SHA-256 of it.
    public let hash: [UInt8]
    /// How many bytes it has.
    public let size: Int64
    /// Its media type, as its uploader gave it.
    public let mediaType: String
}

/// Content that somebody may read: what there is to know before its bytes.
public struct ReadableAttachment: Hashable, Sendable {
    /// SHA-256 of it, how long it is and what it is.
    public let stored: StoredAttachment
    /// The file name that the last message gave it that its reader may see; nil where none names it.
    public let name: String?
    /// Where the pieces are.
    let content: Identifier
}

/// An attachment as a message names it, with what is known of its content.
public struct AttachmentOfMessage: Hashable, Sendable {
    /// The name it has there.
    public let name: String
    /// The content.
    public let stored: StoredAttachment
}

/// An upload as it is announced.
public struct AttachmentGiven: Sendable {
    /// In whose name.
    public var actor: Actor
    /// Who answers for it: the token or the operator.
    public var principal: String
    /// What it is.
    public var mediaType: String
    /// How many bytes may come at most.
    public var room: Int64
    /// How many bytes the organisation may have uploaded without naming them, this one with them.
    public var most: Int64
    /// The hash that its sender announced.
    public var expected: [UInt8]?

    /// An announcement of all its parts.
    public init(
        actor: Actor, principal: String, mediaType: String, room: Int64, most: Int64, expected: [UInt8]? = nil
    ) {
        self.actor = actor
        self.principal = principal
        self.mediaType = mediaType
        self.room = room
        self.most = most
        self.expected = expected
    }
}

/// Content and the organisation that uses it.
struct AttachmentUse: Hashable, Sendable {
    let hash: String
    let organisation: String
}
