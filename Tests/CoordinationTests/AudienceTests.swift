// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

@Suite struct AudienceTests {
    @Test(arguments: [
        ("cluster:timber", AudienceGroup.cluster("timber")), ("area:a", .area("a")), ("kind:sme", .kind("sme")),
        ("instrument:sez", .instrument("sez")), ("case:П-2016-0417", .parties(of: "П-2016-0417")), ("all", .all),
    ]) func aGroupIsReadAsItIsWritten(text: String, group: AudienceGroup) {
        #expect(AudienceGroup(text) == group && group.description == text)
        #expect(Recipient(written: text) == Recipient(organisation: text))
    }

    @Test func whatIsNoGroupIsAnOrganisation() {
        for text in ["tsu", "tsu:observer", "clusters:timber", "All"] { #expect(AudienceGroup(text) == nil, "\(text)") }
        #expect(Recipient(written: "tsu:observer") == Recipient(organisation: "tsu", role: "observer"))
        for text in ["", ":observer", "tsu:"] { #expect(Recipient(written: text) == nil, "\(text)") }
    }

    @Test func eachOrganisationGetsItOnceAndTheSenderOnlyWhenNamed() throws {
        let named = ["tsu:observer", "cluster:timber", "all", "me"].compactMap(Recipient.init(written:))
        let members: [AudienceGroup: [String]] = [
            .cluster("timber"): ["tpu", "tsu", "me"], .all: ["me", "tsu", "tpu", "asino"],
        ]
        let audience = try Audience.resolve(named, members: members, sender: "me")
        #expect(
            audience == [
                Recipient(organisation: "tsu", role: "observer"), Recipient(organisation: "me"),
                Recipient(organisation: "tpu", role: "cluster:timber"), Recipient(organisation: "asino", role: "all"),
            ])
        #expect(
            try !Audience.resolve([Recipient(organisation: "all")], members: members, sender: "me").contains {
                $0.organisation == "me"
            })
    }

    @Test func aRoleMakesItAnOrganisation() throws {
        let odd = [Recipient(organisation: "cluster:timber", role: "observer")]
        #expect(Audience.groups(among: odd).isEmpty)
        #expect(try Audience.resolve(odd, members: [:], sender: "me") == odd)
    }

    @Test func everyGroupOfNobodyIsNamed() {
        let named = ["tsu", "cluster:none", "kind:sme", "all"].compactMap(Recipient.init(written:))
        let refusal = #expect(throws: Refusal.self) {
            try Audience.resolve(named, members: [.kind("sme"): ["me"], .all: ["tsu"]], sender: "me")
        }
        #expect(refusal?.code == "empty-audience")
        #expect(refusal?.sentence == "«cluster:none», «kind:sme» names nobody besides the sender: nothing was sent.")
    }
}
