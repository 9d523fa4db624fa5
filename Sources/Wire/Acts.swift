// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// What an act did.
public struct ActAnswer: Hashable, Sendable, Codable {
    /// The instruction.
    public var instruction: Identifier
    /// Its registration number, once it is issued.
    public var number: String?
    /// Its state after the act.
    public var state: String
    /// How many acts it has seen.
    public var revision: Int?
    /// The end of the term now in force.
    public var due: Instant?
    /// The message that records the act; absent after a dry run.
    public var message: SendAnswer?
    /// Who is told.
    public var audience: [Recipient]?
    /// Whether nothing was stored.
    public var dryRun: Bool?

    /// Makes it from its members.
    public init(
        instruction: Identifier, number: String? = nil, state: String, revision: Int? = nil, due: Instant? = nil,
        message: SendAnswer? = nil, audience: [Recipient]? = nil, dryRun: Bool? = nil
    ) {
        self.instruction = instruction
        self.number = number
        self.state = state
        self.revision = revision
        self.due = due
        self.message = message
        self.audience = audience
        self.dryRun = dryRun
    }
}
