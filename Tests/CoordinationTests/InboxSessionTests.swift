// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

/// Every state of a session against every act, at 1,000 seconds; sessions are asked for 60.
@Suite struct InboxSessionTests {
    private static let now = Instant(microsecondsSince1970: 1_000_000_000)

    /// Session 3 of «a» by the key «k», until so many seconds from now.
    private static func held(_ seconds: Int) -> InboxSession {
        InboxSession(holder: "a", principal: "k", epoch: 3, until: now.adding(seconds: seconds))
    }

    struct Row: Sendable {
        let name: String
        var current: InboxSession?
        let act: InboxSessionAct
        var principal = "k"
        /// The number after it; nil when it is refused.
        var epoch: Int64?
        /// Seconds from now.
        var until = 60
        var code: String?
    }

    @Test(arguments: [
        Row(name: "the first", act: .take(holder: "b"), epoch: 1),
        Row(name: "free since now", current: held(0), act: .take(holder: "b"), principal: "l", epoch: 4),
        Row(name: "held by another", current: held(1), act: .take(holder: "b"), code: "session-held"),
        Row(
            name: "the same name, another key", current: held(1), act: .take(holder: "a"), principal: "l",
            code: "session-held"),
        Row(name: "the same reader anew", current: held(1), act: .take(holder: "a"), epoch: 4),
        Row(name: "no name", act: .take(holder: ""), code: "invalid-value"),
        Row(name: "too long a name", act: .take(holder: String(repeating: "x", count: 101)), code: "invalid-value"),
        Row(name: "renewed in time", current: held(1), act: .renew(3), epoch: 3),
        Row(name: "renewed late, nobody took it", current: held(-100), act: .renew(3), epoch: 3),
        Row(name: "renewed after another took it", current: held(1), act: .renew(2), code: "session-lost"),
        Row(name: "renewed by another key", current: held(1), act: .renew(3), principal: "l", code: "session-lost"),
        Row(name: "renewed, never taken", act: .renew(1), code: "session-lost"),
        Row(name: "given back", current: held(1), act: .release(3), epoch: 4, until: 0),
        Row(name: "given back late", current: held(-1), act: .release(3), epoch: 4, until: 0),
        Row(name: "another's given back", current: held(1), act: .release(3), principal: "l", code: "session-lost"),
        Row(name: "an old one given back", current: held(1), act: .release(2), code: "session-lost"),
        Row(name: "never taken, given back", act: .release(0), code: "session-lost"),
    ]) func eachActGivesTheNextSessionOrIsRefused(_ row: Row) {
        do {
            let after = try InboxSession.after(
                row.act, by: row.principal, lasting: 60, current: row.current, at: Self.now)
            #expect(row.code == nil && after.epoch == row.epoch, "\(row.name)")
            #expect(
                after.until == Self.now.adding(seconds: row.until) && after.principal == row.principal, "\(row.name)")
            #expect(after.isHeld(at: Self.now) == (row.until > 0), "\(row.name)")
        } catch {
            #expect(error.code == row.code && error.next != nil, "\(row.name): \(error)")
        }
    }

    @Test(arguments: [4, 3601, 0, -1]) func aSessionOfNoGoodLengthIsRefused(seconds: Int) {
        #expect(throws: Refusal.self) {
            try InboxSession.after(.take(holder: "a"), by: "k", lasting: seconds, current: nil, at: Self.now)
        }
    }

    struct Check: Sendable {
        var current: InboxSession?
        var session: Int64?
        var principal = "k"
        var reading: String?
        var acknowledging: String?
    }

    @Test(arguments: [
        Check(), Check(current: held(0)), Check(current: held(1), session: 3),
        Check(current: held(1), acknowledging: "session-held"),
        Check(session: 1, reading: "session-lost", acknowledging: "session-lost"),
        Check(current: held(0), session: 3, reading: "session-lost", acknowledging: "session-lost"),
        Check(current: held(1), session: 2, reading: "session-lost", acknowledging: "session-lost"),
        Check(current: held(1), session: 3, principal: "l", reading: "session-lost", acknowledging: "session-lost"),
    ]) func whoLostTheSessionNeitherReadsNorAcknowledgesUnderIt(_ check: Check) {
        let reader = InboxReader(principal: check.principal, session: check.session)
        #expect(
            Self.code { try InboxSession.checkReading(reader, current: check.current, at: Self.now) } == check.reading)
        #expect(
            Self.code { try InboxSession.checkAcknowledging(reader, current: check.current, at: Self.now) }
                == check.acknowledging)
    }

    private static func code(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return (error as? Refusal)?.code
        }
    }
}
