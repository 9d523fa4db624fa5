// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// One of several readers of an inbox, who alone may acknowledge for a time.
///
/// Its epoch fences what comes late: a reader that was paused past its time and whose place another took is refused, however
/// sure it is. All times are the database's.
public struct InboxSession: Hashable, Sendable {
    /// What the reader calls itself.
    public var holder: String
    /// By whose key it came.
    public var principal: String
    /// How often sessions of this inbox changed hands; the session's number.
    public var epoch: Int64
    /// It is held before this moment.
    public var until: Instant

    /// A session of its parts.
    public init(holder: String, principal: String, epoch: Int64, until: Instant) {
        self.holder = holder
        self.principal = principal
        self.epoch = epoch
        self.until = until
    }

    /// How many seconds a session may be asked for.
    public static let seconds = 5...3600

    /// Whether somebody has it at this moment.
    public func isHeld(at now: Instant) -> Bool { now < until }
}

/// What a reader asks of an inbox's session.
public enum InboxSessionAct: Hashable, Sendable {
    /// To have it, under this name.
    case take(holder: String)
    /// To keep the one with this number longer.
    case renew(Int64)
    /// To give back the one with this number.
    case release(Int64)
}

/// Who reads or acknowledges, and under which session.
public struct InboxReader: Hashable, Sendable {
    /// By whose key it comes.
    public var principal: String
    /// The session's number; nil when it names none.
    public var session: Int64?

    /// A reader of its parts.
    public init(principal: String, session: Int64? = nil) {
        self.principal = principal
        self.session = session
    }
}

extension InboxSession {
    /// The session after an act, or why it cannot be.
    ///
    /// A free one is taken by whoever comes first. A held one is taken only by the same holder under the same key: a reader
    /// that was started anew need not wait for itself, and what runs of it still is fenced. What nobody took meanwhile can be
    /// renewed after its time.
    public static func after(
        _ act: InboxSessionAct, by principal: String, lasting seconds: Int, current: InboxSession?, at now: Instant
    ) throws(Refusal) -> InboxSession {
        guard Self.seconds.contains(seconds) else {
            throw refusal(
                "invalid-value", "A session lasts from 5 to 3600 seconds, not \(seconds).", "Ask for one of these.")
        }
        switch act {
        case .take(let holder):
            guard (1...100).contains(holder.unicodeScalars.count) else {
                throw refusal("invalid-value", "A holder has a name of 1 to 100 characters.", "Give it one.")
            }
            if let current, current.isHeld(at: now), (current.holder, current.principal) != (holder, principal) {
                throw current.isInTheWay
            }
            return InboxSession(
                holder: holder, principal: principal, epoch: (current?.epoch ?? 0) + 1,
                until: now.adding(seconds: seconds))
        case .renew(let number):
            var renewed = try own(number, of: principal, current)
            renewed.until = now.adding(seconds: seconds)
            return renewed
        case .release(let number):
            var released = try own(number, of: principal, current)
            released.epoch += 1
            released.until = now
            return released
        }
    }

    /// Throws when this reader may not acknowledge: it named a session that is not its own any more, or none while another
    /// reader holds one.
    public static func checkAcknowledging(
        _ reader: InboxReader?, current: InboxSession?, at now: Instant
    ) throws(Refusal) {
        if reader?.session != nil { return try checkReading(reader, current: current, at: now) }
        if let current, current.isHeld(at: now) { throw current.isInTheWay }
    }

    /// Throws when this reader named a session that is not its own any more; who names none may read.
    public static func checkReading(
        _ reader: InboxReader?, current: InboxSession?, at now: Instant
    ) throws(Refusal) {
        guard let reader, let number = reader.session else { return }
        let session = try own(number, of: reader.principal, current)
        guard session.isHeld(at: now) else {
            throw refusal(
                "session-lost", "Session \(number) ended at \(session.until).",
                "Renew it: nobody else has taken it yet.")
        }
    }

    /// The current session when it is the one with this number, had by this key.
    private static func own(
        _ number: Int64, of principal: String, _ current: InboxSession?
    ) throws(Refusal) -> InboxSession {
        guard let current, current.epoch == number, current.principal == principal else {
            throw refusal(
                "session-lost",
                "Session \(number) is not yours any more: it was given back, or taken by another reader.",
                "Stop what works under it, then take a new one.")
        }
        return current
    }

    private var isInTheWay: Refusal {
        Self.refusal(
            "session-held", "«\(holder)» holds the session of this inbox until \(until).",
            "Name your session, or wait until then; reading needs none.")
    }

    private static func refusal(_ code: String, _ sentence: String, _ next: String) -> Refusal {
        Refusal(code: code, sentence: sentence, next: next)
    }
}
