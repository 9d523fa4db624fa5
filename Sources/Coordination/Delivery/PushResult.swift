// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What came of one attempt to push a message to an endpoint.
public enum PushResult: Hashable, Sendable {
    /// The endpoint answered with a status, and perhaps asked to be left alone for some seconds.
    case answered(status: Int, retryAfter: Int?)
    /// No answer: not found, not reached, cut off, or too late. The sentence says which.
    case failed(String)
    /// The address may not be called; nothing was sent.
    case forbidden(String)
}

/// What an attempt means for the message that was pushed.
public enum PushVerdict: Hashable, Sendable {
    /// The endpoint has it.
    case done
    /// It may succeed later, not before so many seconds.
    case retry(after: Int?, String)
    /// The endpoint will not have this message: set it aside with the reason, and go on with the next.
    case park(String)
    /// The endpoint is gone and wants nothing any more (410).
    case disable(String)
}

extension PushResult {
    /// What the attempt means; every status has a meaning.
    public var verdict: PushVerdict {
        switch self {
        case .failed(let sentence), .forbidden(let sentence): .retry(after: nil, sentence)
        case .answered(let status, let retryAfter): Self.verdict(of: status, retryAfter: retryAfter)
        }
    }

    private static func verdict(of status: Int, retryAfter: Int?) -> PushVerdict {
        switch status {
        case 200...299: .done
        case 300...399:
            .park("The endpoint answered \(status), a redirect; redirects are never followed: give its new address.")
        case 410: .disable("The endpoint answered 410: it is gone and wants no more messages.")
        case 408, 425, 429: .retry(after: retryAfter, "The endpoint answered \(status): later.")
        case 400...499: .park("The endpoint answered \(status): it does not take this message.")
        default: .retry(after: retryAfter, "The endpoint answered \(status): it failed.")
        }
    }
}
