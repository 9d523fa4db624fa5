// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

/// Who may say that something happened earlier than it is entered.
@Suite struct OccurrenceTests {
    private static let now = Instant(microsecondsSince1970: 1_458_900_000_000_000)
    private static let before = Instant(microsecondsSince1970: 1_458_800_000_000_000)
    private static let after = Instant(microsecondsSince1970: 1_458_900_000_000_001)

    @Test(arguments: Capacity.allCases) func everybodyActsNow(_ capacity: Capacity) throws {
        let actor = Actor(organisation: "tsu", capacity: capacity)
        #expect(try Authority.occurrence(stated: nil, enteredAt: Self.now, by: actor) == Self.now)
        #expect(try Authority.occurrence(stated: Self.now, enteredAt: Self.now, by: actor) == Self.now)
    }

    @Test(arguments: Capacity.allCases) func nothingHappensLaterThanItIsEntered(_ capacity: Capacity) {
        let actor = Actor(organisation: "tsu", capacity: capacity, basis: "письмо № 1")
        let refusal = #expect(throws: Refusal.self) {
            try Authority.occurrence(stated: Self.after, enteredAt: Self.now, by: actor)
        }
        #expect(refusal?.code == "rule-refused")
    }

    /// A capacity, a basis, and whether an earlier time is taken.
    @Test(
        arguments: [
            (.own, nil, false), (.own, "письмо № 1", false), (.substitute, "приказ", false),
            (.delegate, "приказ", false),
            (.operatorOnBehalf, nil, false), (.operatorOnBehalf, "  ", false), (.operatorOnBehalf, "письмо № 1", true),
            (.system, nil, true),
        ] as [(Capacity, String?, Bool)])
    func anEarlierTimeIsAnOperatorsOnADocument(_ capacity: Capacity, _ basis: String?, _ isTaken: Bool) {
        let actor = Actor(organisation: "tsu", capacity: capacity, basis: basis)
        do {
            let occurred = try Authority.occurrence(stated: Self.before, enteredAt: Self.now, by: actor)
            #expect(isTaken && occurred == Self.before)
        } catch {
            #expect(!isTaken && error.code == "needs-capacity")
        }
    }
}
