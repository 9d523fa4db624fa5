// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What is approved: a document by its title, with its text or a reference to it, and the hash that votes are bound to.
public struct ApprovalDocument: Hashable, Sendable, Codable {
    /// Its title.
    public var title: String
    /// Its whole text, when it is short enough to travel with the message.
    public var text: String?
    /// Where it is kept otherwise: a roadmap version's code, a file's name, a number in a document system.
    public var reference: String?
    /// SHA-256 over its bytes, 64 lower-case hexadecimal digits; whoever has the bytes computes it, rules only compare.
    public var contentHash: String

    /// A document of all its parts.
    public init(title: String, text: String? = nil, reference: String? = nil, contentHash: String) {
        self.title = title
        self.text = text
        self.reference = reference
        self.contentHash = contentHash
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case title, text, reference, contentHash }
}

/// What an author writes down before it goes round.
public struct ApprovalDraft: Hashable, Sendable, Codable {
    /// What is to be approved.
    public var document: ApprovalDocument
    /// The explanatory note (пояснительная записка): why, and what the approvers should know.
    public var note: String
    /// The stages, in their order.
    public var route: [ApprovalStage]
    /// The organisation that signs it in the end.
    public var signer: String
    /// The person who signs; anybody of that organisation when nobody is named.
    public var signerPerson: String?

    /// A draft of all its parts.
    public init(
        document: ApprovalDocument, note: String, route: [ApprovalStage], signer: String, signerPerson: String? = nil
    ) {
        self.document = document
        self.note = note
        self.route = route
        self.signer = signer
        self.signerPerson = signerPerson
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case document, note, route, signer, signerPerson }
}

/// What an author sends round again.
public struct ApprovalResubmission: Hashable, Sendable, Codable {
    /// The document as it is now.
    public var document: ApprovalDocument
    /// The note to it.
    public var note: String
    /// Who is asked again.
    public var scope: ApprovalScope
    /// A new route; the one that stands when it is left out. Only with the scope ALL.
    public var route: [ApprovalStage]?
    /// Answers to the remarks that have none yet.
    public var replies: [RemarkReply]

    /// A resubmission of all its parts.
    public init(
        document: ApprovalDocument, note: String, scope: ApprovalScope, route: [ApprovalStage]? = nil,
        replies: [RemarkReply] = []
    ) {
        self.document = document
        self.note = note
        self.scope = scope
        self.route = route
        self.replies = replies
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case document, note, scope, route, replies }

    /// Reads a resubmission; without a scope everybody is asked.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        document = try members.decode(ApprovalDocument.self, forKey: .document)
        note = try members.decode(String.self, forKey: .note)
        scope = try members.decodeIfPresent(ApprovalScope.self, forKey: .scope) ?? .all
        route = try members.decodeIfPresent([ApprovalStage].self, forKey: .route)
        replies = try members.decodeIfPresent([RemarkReply].self, forKey: .replies) ?? []
    }
}

/// Who is asked again when a returned document goes round anew.
public enum ApprovalScope: String, Codable, Hashable, Sendable, CaseIterable {
    /// Everybody, from the first stage.
    case all = "ALL"
    /// Those who have not consented. Only for the unchanged document: a consent covers no other.
    case notAgreed = "NOT_AGREED"
}
