// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// A flow is to stand: `POST /v1/broker/flows/{flow}/pause`.
public struct FlowPauseRequest: Hashable, Sendable, Codable {
    /// Why; whoever is held up reads it.
    public var reason: String
    /// When it goes on by itself; an operator says so when absent.
    public var until: Instant?

    /// Makes it from its members.
    public init(reason: String, until: Instant? = nil) {
        self.reason = reason
        self.until = until
    }
}

/// How a flow stands after it was paused or resumed.
public struct FlowView: Hashable, Sendable, Codable {
    /// The flow.
    public var flow: Flow
    /// Whether it moves.
    public var moves: Bool
    /// Why it stands, and until when; absent when it moves.
    public var pause: FlowPause?

    /// Makes it from its pause.
    public init(flow: Flow, pause: FlowPause?) {
        self.flow = flow
        moves = pause == nil
        self.pause = pause
    }
}
