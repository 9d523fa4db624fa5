// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

@Suite struct AuthorityTests {
    /// role: acts; an act in brackets only where no controller is named.
    static let expected: [PartyRole: String] = [
        .issuer:
            "create issue uphold-dispute reject-dispute request-report grant-extension deny-extension return (accept) close "
            + "close-unexecuted withdraw correct supersede reopen",
        .responsible:
            "register refuse assign interim-report dispute-executor request-extension withdraw-extension report",
        .coExecutor: "register refuse assign contribute interim-report",
        .controller: "request-report return accept close",
        .observer: "",
    ]

    @Test func theWholeTableIsWhatIsWrittenHere() {
        let roles: [PartyRole?] = PartyRole.allCases + [nil]
        var cells = 0
        for role in roles {
            let words = role.flatMap { Self.expected[$0] }?.split(separator: " ").map(String.init) ?? []
            for act in InstructionActKind.allCases {
                let permission: AuthorityRow.Permission =
                    words.contains(act.rawValue)
                    ? .always : words.contains("(\(act.rawValue))") ? .withoutController : .never
                let rows = Authority.table.filter { $0.role == role && $0.act == act }
                #expect(rows.map(\.own) == [permission], "\(role?.rawValue ?? "stranger") \(act.rawValue) own")
                #expect(rows.map(\.other) == [permission], "\(role?.rawValue ?? "stranger") \(act.rawValue) other")
                cells += 2 * rows.count
            }
        }
        #expect(cells == Authority.table.count * 2)
        print(
            "authority: \(roles.count) roles × \(InstructionActKind.allCases.count) acts × own/other = \(cells) cells")
    }

    @Test func theTableIsAskedForEachCapacityAndController() {
        for row in Authority.table {
            for capacity in Capacity.allCases {
                for hasController in [false, true] {
                    let roles = Set([row.role].compactMap(\.self))
                    let permission = capacity == .operatorOnBehalf ? row.other : row.own
                    let expected =
                        capacity == .system
                        ? row.act.isOfClock
                        : permission == .always || permission == .withoutController && !hasController
                    #expect(
                        Authority.allows(row.act, as: roles, capacity: capacity, hasController: hasController)
                            == expected)
                }
            }
        }
    }

    static let person = Principal(name: "Иванов", person: "ivanov", organisation: "tsu", scopes: [.read, .act])
    static let office = Principal(name: "root", scopes: [.read, .operate, .audit])

    @Test func aPersonActsForTheirOwnOrganisationInTheirOwnName() throws {
        let expected = Actor(person: "ivanov", organisation: "tsu", capacity: .own)
        #expect(try Authority.actor(for: Self.person) == expected)
        #expect(try Authority.actor(for: Self.person, onBehalfOf: "tsu") == expected)
    }

    @Test func anOperatorEntersPapersOnABasis() throws {
        let actor = try Authority.actor(for: Self.office, onBehalfOf: "tpu", basis: "письмо 3")
        #expect(actor == Actor(organisation: "tpu", capacity: .operatorOnBehalf, basis: "письмо 3"))
        #expect(
            refusal { try Authority.actor(for: Self.office, onBehalfOf: "tpu", basis: " ") }?.code == "needs-capacity")
        #expect(refusal { try Authority.actor(for: Self.office) }?.code == "needs-capacity")
    }

    @Test func anOperatorWhoMayNotActEntersItsOwnOrganisationsPapersToo() throws {
        let clerk = Principal(name: "клерк", person: "k", organisation: "tsu", scopes: [.operate])
        #expect(try Authority.actor(for: clerk, onBehalfOf: "tsu", basis: "письмо 3").capacity == .operatorOnBehalf)
        #expect(refusal { try Authority.actor(for: clerk) }?.code == "not-authorised")
    }

    @Test func nobodyElseActsForAnotherOrganisation() {
        let refused = refusal { try Authority.actor(for: Self.person, onBehalfOf: "tpu", basis: "письмо 3") }
        #expect(refused?.code == "not-authorised")
        var reader = Self.person
        reader.scopes = [.read]
        #expect(refusal { try Authority.actor(for: reader) }?.code == "not-authorised")
    }

    @Test func aCaseIsReadByItsPartiesAndByThoseWhoReadEverything() throws {
        let issued = try Fixture.instruction(in: .issued)
        let draft = try Fixture.instruction(in: .draft)
        #expect(Authority.mayRead(issued, Self.person))
        #expect(!Authority.mayRead(draft, Self.person))
        #expect(Authority.mayRead(draft, Self.office))
        let stranger = Principal(name: "Минфин", organisation: "minfin", scopes: [.read, .act, .send])
        #expect(!Authority.mayRead(issued, stranger))
        var blind = Self.person
        blind.scopes = [.act]
        #expect(!Authority.mayRead(issued, blind))
    }
}
