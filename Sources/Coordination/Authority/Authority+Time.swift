// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Authority {
    /// When an act happened: the programme's now, unless an earlier time is stated for what came on paper.
    ///
    /// Historical entry is an operator's, on the document that proves the day; a body acts now. The broker's own clock may
    /// state when a term ended that it looks at only afterwards. Nothing can have happened later than it is entered.
    public static func occurrence(
        stated: Instant?, enteredAt now: Instant, by actor: Actor
    ) throws(Refusal) -> Instant {
        guard let stated, stated != now else { return now }
        guard stated < now else {
            throw Refusal(
                code: "rule-refused", sentence: "An act cannot have happened later than it is entered.",
                next: "Leave the time out, or give one that is not after \(now).")
        }
        switch actor.capacity {
        case .system: return stated
        case .operatorOnBehalf where actor.basis?.isBlank == false: return stated
        case .operatorOnBehalf, .own, .substitute, .delegate:
            throw Refusal(
                code: "needs-capacity",
                sentence: "\(actor.organisation) acts now; only what came on paper can have happened earlier.",
                next: "Leave the time out, or have an operator enter the act for \(actor.organisation) on its document."
            )
        }
    }
}
