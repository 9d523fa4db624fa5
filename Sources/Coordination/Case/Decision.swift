// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// An act that was allowed: the message to append and the state it leads to.
public struct Decision<Event: Hashable & Sendable, State: Hashable & Sendable>: Hashable, Sendable {
    /// The message's kind, e.g. `instruction.issue`.
    public var kind: String
    /// The message's body.
    public var event: Event
    /// Who gets the message; never the sender, sorted.
    public var audience: [Recipient]
    /// The case once the message is appended.
    public var after: State

    /// The same decision with its event and its state written as those of any kind of case.
    func map<E, S>(_ event: (Event) -> E, _ state: (State) -> S) -> Decision<E, S> {
        Decision<E, S>(kind: kind, event: event(self.event), audience: audience, after: state(after))
    }
}
