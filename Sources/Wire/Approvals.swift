// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// A new approval: sent round at once, or kept as a draft.
public struct ApprovalRequest: Hashable, Sendable, Codable {
    /// The document, the note, the route and the signer.
    public var draft: ApprovalDraft
    /// Whether it stays a draft.
    public var draftOnly: Bool

    /// A draft to be sent round, or to be kept.
    public init(draft: ApprovalDraft, draftOnly: Bool = false) {
        self.draft = draft
        self.draftOnly = draftOnly
    }

    private enum CodingKeys: String, CodingKey { case draftOnly }

    /// Reads the draft's members and `draftOnly` from one object.
    public init(from decoder: any Decoder) throws {
        draftOnly =
            try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(Bool.self, forKey: .draftOnly) ?? false
        draft = try ApprovalDraft(from: decoder)
    }

    /// Writes the draft's members, and `draftOnly` when it is one.
    public func encode(to encoder: any Encoder) throws {
        try draft.encode(to: encoder)
        guard draftOnly else { return }
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(true, forKey: .draftOnly)
    }
}

/// What an act on an approval did.
public struct ApprovalAnswer: Hashable, Sendable, Codable {
    /// The approval.
    public var approval: Identifier
    /// Its registration number, once it is submitted.
    public var number: String?
    /// Its state after the act.
    public var state: String
    /// How often it was sent round.
    public var cycle: Int
    /// The name of the stage that is open.
    public var stage: String?
    /// How many acts it has seen.
    public var revision: Int
    /// What it waits for now.
    public var next: String
    /// The message that records the act; absent after a dry run.
    public var message: SendAnswer?
    /// Who is told.
    public var audience: [Recipient]?
    /// Whether nothing was stored.
    public var dryRun: Bool?

    /// What an act did to this approval.
    public init(
        _ approval: Approval, message: SendAnswer? = nil, audience: [Recipient]? = nil, dryRun: Bool? = nil
    ) {
        self.approval = approval.id
        number = approval.number
        state = approval.state.rawValue
        cycle = approval.cycle
        stage = approval.openStage?.name
        revision = approval.revision
        next = approval.waitsFor
        self.message = message
        self.audience = audience
        self.dryRun = dryRun
    }
}
