// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What an organisation says of its inbox: up to where it has come, and how far that is.
public struct Acknowledgement: Hashable, Sendable {
    /// How far.
    public var level: ReceiptLevel
    /// The first number; the one after the highest with such a receipt when absent, so that what was skipped before it
    /// stays open until it is named.
    public var from: Int64?
    /// The last number.
    public var upTo: Int64

    /// An acknowledgement of its parts.
    public init(level: ReceiptLevel, from: Int64? = nil, upTo: Int64) {
        self.level = level
        self.from = from
        self.upTo = upTo
    }

    /// The numbers that are to get a receipt, of an inbox that ends at `last` and has this receipt up to `covered`; nil
    /// when there is none left.
    ///
    /// Acceptance is the broker's own word, and an outcome comes with the act itself: neither is acknowledged.
    public func numbers(inboxEndsAt last: Int64, coveredUpTo covered: Int64) throws(Refusal) -> ClosedRange<Int64>? {
        guard level == .delivered || level == .registered else {
            throw Self.refusal(
                "A receipt is given for delivered or registered; an outcome comes with the act itself.",
                "Name one of the two.")
        }
        guard upTo >= 1, upTo <= last else {
            throw Self.refusal(
                "The inbox ends at number \(last); \(upTo) was never given.",
                last == 0 ? "Nothing is there to acknowledge." : "Name a number from 1 to \(last).")
        }
        let first = from ?? covered + 1
        guard first >= 1 else { throw Self.refusal("The first number of an inbox is 1.", "Name 1 or a later one.") }
        return first <= upTo ? first...upTo : nil
    }

    private static func refusal(_ sentence: String, _ next: String) -> Refusal {
        Refusal(code: "invalid-value", sentence: sentence, next: next)
    }
}
