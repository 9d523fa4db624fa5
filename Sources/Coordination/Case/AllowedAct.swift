// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// An act and whether somebody may do it now.
public struct AllowedAct: Hashable, Sendable, Codable {
    /// The act's name.
    public var act: String
    /// Its rule, e.g. `I14`.
    public var rule: String
    /// Whether it may be done now.
    public var allowed: Bool
    /// Why not, and what can be done instead; or for which organisation it may be done.
    public var why: String?

    /// An act with its answer.
    public init(act: String, rule: String, allowed: Bool, why: String? = nil) {
        self.act = act
        self.rule = rule
        self.allowed = allowed
        self.why = why
    }
}
