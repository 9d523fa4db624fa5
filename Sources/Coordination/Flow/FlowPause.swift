// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A way through the broker that its operator can stop and let go on; nothing is lost while it stands.
public enum Flow: String, CaseIterable, Hashable, Sendable, Codable {
    /// What is sent and done: messages and acts come in.
    case intake
    /// What is pushed to webhooks.
    case webhook
}

/// Why a flow stands, and until when.
public struct FlowPause: Hashable, Sendable, Codable {
    /// The flow.
    public let flow: Flow
    /// Since when it stands, by the real clock.
    public let since: Instant
    /// When it goes on by itself; nil: when an operator says so.
    public let until: Instant?
    /// Why, in the operator's words.
    public let reason: String
    /// Who paused it.
    public let by: String

    private enum CodingKeys: String, CodingKey {
        case flow
        case since = "pausedAt"
        case until, reason, by
    }

    /// A pause of all its parts.
    public init(flow: Flow, since: Instant, until: Instant?, reason: String, by: String) {
        self.flow = flow
        self.since = since
        self.until = until
        self.reason = reason
        self.by = by
    }

    /// Whether it still stands at a moment; the moment it was to end it does not any more.
    public func holds(at now: Instant) -> Bool { until.map { now < $0 } ?? true }
}

/// What an operator does with a flow.
public enum FlowAct: Hashable, Sendable {
    /// Stops it; a flow that stands already gets the new reason and the new end.
    case pause(reason: String, until: Instant?)
    /// Lets it go on.
    case resume

    /// The kind of the message that tells of it.
    public var messageKind: String {
        switch self {
        case .pause: "broker.pause"
        case .resume: "broker.resume"
        }
    }
}

extension Flow {
    /// How the flow stands after an act, nil for one that moves; throws when the act makes no sense.
    public func after(
        _ act: FlowAct, current: FlowPause?, by name: String, at now: Instant
    ) throws(Refusal) -> FlowPause? {
        let standing = current.flatMap { $0.holds(at: now) ? $0 : nil }
        switch act {
        case .pause(let reason, let until):
            guard (1...500).contains(reason.count), reason.contains(where: { !$0.isWhitespace }) else {
                throw Refusal(
                    code: "invalid-value", sentence: "A pause needs a reason of 1 to 500 characters.",
                    next: "Say why: whoever is held up reads it.")
            }
            if let until, until <= now {
                throw Refusal(
                    code: "invalid-value", sentence: "The pause would have ended at \(until); it is \(now) now.",
                    next: "Name a later moment, or none, and resume it by hand.")
            }
            return FlowPause(flow: self, since: standing?.since ?? now, until: until, reason: reason, by: name)
        case .resume:
            guard standing != nil else {
                throw Refusal(
                    code: "rule-refused", sentence: "The flow '\(rawValue)' is not paused.",
                    next: "See 'inoctl broker status'.")
            }
            return nil
        }
    }
}

/// A flow that stands and takes nothing; what was asked for was not done.
public struct FlowPaused: Error, Hashable, Sendable {
    /// Why, and until when.
    public let pause: FlowPause
    /// When it was asked for.
    public let now: Instant

    /// Somebody ran into a pause.
    public init(_ pause: FlowPause, at now: Instant) {
        self.pause = pause
        self.now = now
    }

    /// After how many whole seconds it is worth asking again: at the pause's end, or in a minute when none is set. An hour
    /// at most, as an operator may resume it earlier.
    public var retryAfter: Int {
        guard let until = pause.until else { return 60 }
        let microseconds = until.microsecondsSince1970 - now.microsecondsSince1970
        return Int(min(3600, max(1, (microseconds + 999_999) / 1_000_000)))
    }
}
