// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// A new instruction: issued at once, or kept as a draft.
public typealias InstructionRequest = DraftRequest<InstructionDraft>

/// A new approval: sent round at once, or kept as a draft.
public typealias ApprovalRequest = DraftRequest<ApprovalDraft>

/// A new case: begun at once, or kept as a draft.
public struct DraftRequest<Draft: Codable & Hashable & Sendable>: Hashable, Sendable, Codable {
    /// What the case is to be.
    public var draft: Draft
    /// Whether it stays a draft.
    public var draftOnly: Bool

    /// A draft to begin with, or to be kept.
    public init(draft: Draft, draftOnly: Bool = false) {
        self.draft = draft
        self.draftOnly = draftOnly
    }

    private enum CodingKeys: String, CodingKey { case draftOnly }

    /// Reads the draft's members and `draftOnly` from one object.
    public init(from decoder: any Decoder) throws {
        draftOnly =
            try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(Bool.self, forKey: .draftOnly) ?? false
        draft = try Draft(from: decoder)
    }

    /// Writes the draft's members, and `draftOnly` when it is one.
    public func encode(to encoder: any Encoder) throws {
        try draft.encode(to: encoder)
        guard draftOnly else { return }
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(true, forKey: .draftOnly)
    }
}
