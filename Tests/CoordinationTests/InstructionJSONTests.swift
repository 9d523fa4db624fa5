// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import Testing

/// The bodies of messages, letter by letter: what is stored today must be readable, and hash alike, in ten years.
@Suite struct InstructionJSONTests {
    static let golden: [(InstructionEvent, String)] = [
        (
            .created(Fixture.draft),
            #"{"draft":{"aboutAction":"v1-05","coExecutors":["tpu"],"instruments":["sez_tomsk"],"mark":"оперативно","#
                + #""observers":["fano"],"responsible":"tsu","text":"Предложения по площадке","withoutDeadline":false},"type":"create"}"#
        ),
        (
            .refused(reason: .wrongAddressee, comment: "не / нам"),
            #"{"comment":"не / нам","reason":"wrong-addressee","type":"refuse"}"#
        ),
        (.assigned(person: "ivanov"), #"{"person":"ivanov","type":"assign"}"#),
        (.contributed(text: "да", late: true), #"{"late":true,"text":"да","type":"contribute"}"#),
        (.interimReported(text: "идёт"), #"{"text":"идёт","type":"interim-report"}"#),
        (
            .executorDisputed(DisputeClaim(replacement: "minfin", visa: "письмо 5", text: "бюджет")),
            #"{"claim":{"replacement":"minfin","text":"бюджет","visa":"письмо 5"},"type":"dispute-executor"}"#
        ),
        (
            .disputeUpheld(DisputeUpheld(responsible: "minfin")),
            #"{"type":"uphold-dispute","upheld":{"responsible":"minfin"}}"#
        ),
        (.disputeRejected(reason: "нет"), #"{"reason":"нет","type":"reject-dispute"}"#),
        (
            .reportRequested(
                ReportRequest(organisation: "tsu", due: Fixture.instant("2016-04-01T12:00:00Z"), text: "ход")),
            #"{"request":{"due":"2016-04-01T12:00:00Z","organisation":"tsu","text":"ход"},"type":"request-report"}"#
        ),
        (
            .corrected(
                InstructionCorrected(
                    reason: "уточнено", content: InstructionDraft(responsible: "tpu", text: "т"),
                    changes: [InstructionChange(field: "responsible", before: "tsu", after: "tpu")])),
            #"{"correction":{"changes":[{"after":"tpu","before":"tsu","field":"responsible"}],"content":{"coExecutors":[],"#
                + #""instruments":[],"observers":[],"responsible":"tpu","text":"т","withoutDeadline":false},"explanation":[],"#
                + #""reason":"уточнено"},"type":"correct"}"#
        ),
        (
            .superseded(by: Successor(id: Identifier(rawValue: 43), number: "П-2016-0002"), reason: "заменено"),
            #"{"by":{"id":"000000000001b","number":"П-2016-0002"},"reason":"заменено","type":"supersede"}"#
        ),
        (
            .reopened(reason: "неверно", rework: nil, explanation: []),
            #"{"explanation":[],"reason":"неверно","type":"reopen"}"#
        ),
        (
            .extensionRequested(
                ExtensionRequest(
                    date: Fixture.date("2016-04-15"), reason: .forceMajeure, text: "паводок",
                    due: Fixture.instant("2016-04-04T12:00:00Z"))),
            #"{"request":{"date":"2016-04-15","due":"2016-04-04T12:00:00Z","reason":"force-majeure","text":"паводок"},"#
                + #""type":"request-extension"}"#
        ),
        (.extensionWithdrawn(comment: nil), #"{"type":"withdraw-extension"}"#),
        (
            .extensionGranted(
                ExtensionGrant(
                    due: Fixture.instant("2016-04-15T12:00:00Z"), days: 11,
                    explanation: [ExplanationStep(date: Fixture.date("2016-04-15"), text: "moved", norm: "n")])),
            #"{"grant":{"days":11,"due":"2016-04-15T12:00:00Z","explanation":[{"date":"2016-04-15","norm":"n","#
                + #""text":"moved"}]},"type":"grant-extension"}"#
        ),
        (.extensionDenied(reason: "нет"), #"{"reason":"нет","type":"deny-extension"}"#),
        (.extensionLapsed, #"{"type":"lapse-extension"}"#),
        (
            .reminded(
                LadderNotice(
                    step: .overdue, due: Fixture.instant("2016-04-04T12:00:00Z"), skipped: [.dueSoon(3)], text: "t",
                    norm: "n")),
            #"{"notice":{"due":"2016-04-04T12:00:00Z","norm":"n","skipped":[{"days":3,"kind":"due-soon"}],"#
                + #""step":{"days":0,"kind":"overdue"},"text":"t"},"type":"remind"}"#
        ),
        (
            .escalated(
                LadderNotice(
                    step: .escalation(.issuer, after: 3), due: Fixture.instant("2016-04-04T12:00:00Z"), skipped: [],
                    text: "t", norm: "n")),
            #"{"notice":{"due":"2016-04-04T12:00:00Z","norm":"n","skipped":[],"#
                + #""step":{"days":3,"kind":"escalation","level":2},"text":"t"},"type":"escalate"}"#
        ),
        (
            .reported(text: "готово", evidence: ["акт 7"], waived: ["tpu": "нет", "fano": "нет"]),
            #"{"evidence":["акт 7"],"text":"готово","type":"report","waived":{"fano":"нет","tpu":"нет"}}"#
        ),
        (
            .returned(
                reason: "нет акта", rework: Fixture.instant("2016-04-08T12:00:00Z"),
                explanation: [ExplanationStep(date: Fixture.date("2016-04-08"), text: "the issuer named", norm: "n")]),
            #"{"explanation":[{"date":"2016-04-08","norm":"n","text":"the issuer named"}],"reason":"нет акта","#
                + #""rework":"2016-04-08T12:00:00Z","type":"return"}"#
        ),
        (.accepted(comment: nil), #"{"type":"accept"}"#),
        (.closed(answer: "ответ"), #"{"answer":"ответ","type":"close"}"#),
        (
            .closedUnexecuted(reason: "утратило", basis: "решение"),
            #"{"basis":"решение","reason":"утратило","type":"close-unexecuted"}"#
        ),
        (.withdrawn(reason: "ошибка"), #"{"reason":"ошибка","type":"withdraw"}"#),
    ]

    @Test func everyEventIsWrittenAsItAlwaysWas() throws {
        for (event, text) in Self.golden {
            #expect(String(decoding: try event.json(), as: UTF8.self) == text)
            #expect(try InstructionEvent(json: Array(text.utf8)) == event)
        }
    }

    @Test func issueAndRegistrationAreWrittenAsTheyAlwaysWere() throws {
        let draft = try Fixture.instruction(in: .draft)
        let issue = try Instruction.decide(
            .issue, on: draft, by: Fixture.actor("minekonom"), at: Fixture.hour(0), in: Fixture.context)
        #expect(
            String(decoding: try issue.event.json(), as: UTF8.self)
                == #"{"issue":{"content":{"aboutAction":"v1-05","coExecutors":["tpu"],"instruments":["sez_tomsk"],"mark":"оперативно","#
                + #""observers":["fano"],"responsible":"tsu","text":"Предложения по площадке","withoutDeadline":false},"#
                + #""control":"ON_CONTROL","deadline":{"current":"2016-04-04T12:00:00Z","explanation":["#
                + #"{"date":"2016-03-25","norm":"federal v1: «оперативно» is 10 calendar days from signing","text":"signed 25.03.2016"},"#
                + #"{"date":"2016-04-04","norm":"federal v1: «оперативно» is 10 calendar days from signing","#
                + #""text":"+ 10 calendar days = 04.04.2016"}],"original":"2016-04-04T12:00:00Z","pending":false},"#
                + #""halfTermDue":"2016-03-30T12:00:00Z","number":"П-2016-0001","policy":"federal","policyVersion":1},"type":"issue"}"#
        )
        let register = try Instruction.decide(
            Fixture.act(.register), on: issue.after, by: Fixture.actor("tsu"), at: Fixture.hour(1), in: Fixture.context)
        #expect(
            String(decoding: try register.event.json(), as: UTF8.self)
                == #"{"registration":{"recipientDate":"2016-03-25","recipientNumber":"вх-17"},"type":"register"}"#)
    }

    @Test func actsSurviveJSONAndNameTheirMembers() throws {
        for kind in InstructionActKind.allCases {
            let act = Fixture.act(kind)
            let data = try JSONEncoder().encode(act)
            #expect(try JSONDecoder().decode(InstructionAct.self, from: data) == act)
            let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
            #expect(Set(object.keys).subtracting(["type"]).isSubset(of: kind.members), "\(kind)")
            #expect(object["type"] as? String == kind.rawValue)
            #expect(kind.messageKind == "instruction.\(act.name)")
        }
    }

    @Test func anUnknownEventIsNotGuessed() {
        for text in [
            "{}", #"{"type":"transfer"}"#, #"{"type":"assign"}"#, "[]", "", #"{"type":"register","registration":{}}"#,
        ] {
            #expect(throws: DecodingError.self) { try InstructionEvent(json: Array(text.utf8)) }
        }
    }

    @Test func theInstructionItselfSurvivesJSON() throws {
        for state in InstructionState.allCases {
            let instruction = try Fixture.instruction(in: state)
            let data = try JSONEncoder().encode(instruction)
            #expect(try JSONDecoder().decode(Instruction.self, from: data) == instruction)
        }
    }
}
