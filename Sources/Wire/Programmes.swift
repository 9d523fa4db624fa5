// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// Moves the clock of a replay programme forward.
public struct ClockRequest: Hashable, Sendable, Codable {
    /// The programme's new now.
    public var to: Instant

    /// Makes it from its members.
    public init(to: Instant) {
        self.to = to
    }
}
