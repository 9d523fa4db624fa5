// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

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
