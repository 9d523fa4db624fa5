// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What becomes of an inbox's order when its first message cannot be pushed for long.
public enum HeadOfLinePolicy: String, Codable, Hashable, Sendable, CaseIterable {
    /// Wait for it: nothing overtakes it. The standard, since an instruction and its withdrawal must keep their order.
    case hold
    /// After the last attempt of the table set it aside and go on with the next.
    case park
}

/// Whether messages are pushed to an endpoint.
public enum EndpointState: String, Codable, Hashable, Sendable, CaseIterable {
    /// They are.
    case active
    /// Not until somebody resumes it, because somebody paused it.
    case paused
    /// Not until somebody resumes it, because it failed for four days without a break.
    case suspended
    /// Not until somebody resumes it, because it answered that it is gone (410).
    case disabled

    /// The state after somebody paused it: one that stopped for its own reason keeps that reason.
    public var paused: EndpointState { self == .active ? .paused : self }
}

/// How long an endpoint has failed without a break; each level is told once, and one success clears all.
public enum FailureLevel: Int, Codable, Hashable, Sendable, CaseIterable, Comparable {
    /// Less than an hour: only the attempts tell of it.
    case none = 0
    /// An hour or more.
    case hour = 1
    /// A day or more.
    case day = 2
    /// Four days or more: the endpoint is suspended, and said to be.
    case suspended = 3

    /// Seconds of unbroken failure from which on the level holds.
    public var seconds: Int {
        switch self {
        case .none: 0
        case .hour: 3_600
        case .day: 86_400
        case .suspended: 4 * 86_400
        }
    }

    /// The level of what has failed since a moment, as of now. What passed while all pushing stood is not counted: nobody
    /// tried.
    public static func reached(
        failingSince start: Instant?, now: Instant, standing: [FlowStretch] = []
    ) -> FailureLevel {
        guard let start else { return .none }
        let stood = FlowStretch.microseconds(of: standing, from: start, to: now)
        let counted = Instant(microsecondsSince1970: now.microsecondsSince1970 - stood)
        return allCases.last { start.adding(seconds: $0.seconds) <= counted } ?? .none
    }

    /// Shorter first.
    public static func < (left: FailureLevel, right: FailureLevel) -> Bool { left.rawValue < right.rawValue }
}

/// How the message at the head of an endpoint's queue stands after an attempt.
public enum PushStep: Hashable, Sendable {
    /// It is delivered; the next one may go.
    case done
    /// It is tried again at this moment, and nothing overtakes it.
    case retry(at: Instant, String)
    /// It is set aside, and the next one may go.
    case park(String)
    /// It stays where it is, and nothing is pushed until somebody resumes the endpoint.
    case disable(String)

    /// What follows from an attempt: the `attempts`-th of this message, made now.
    public init(
        after result: PushResult, attempts: Int, policy: HeadOfLinePolicy, now: Instant, jitter: Double
    ) {
        switch result.verdict {
        case .done: self = .done
        case .park(let sentence): self = .park(sentence)
        case .disable(let sentence): self = .disable(sentence)
        case .retry(_, let sentence) where policy == .park && attempts >= RetrySchedule.attempts:
            self = .park("\(sentence) It was tried \(attempts) times.")
        case .retry(let after, let sentence):
            let wait = RetrySchedule.wait(afterAttempts: attempts, jitter: jitter, retryAfter: after)
            self = .retry(at: now.adding(seconds: wait), sentence)
        }
    }
}
