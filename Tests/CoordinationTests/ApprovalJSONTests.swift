// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import Testing

@Suite struct ApprovalJSONTests {
    @Test func theFormsThatAreKeptForEverReadAsTheyWereWritten() throws {
        let hash = ApprovalFixture.hash
        let forms: [(ApprovalEvent, String)] = [
            (.withdrawn(reason: "нет"), #"{"reason":"нет","type":"withdraw"}"#),
            (
                .signed(number: "1-р", date: Fixture.date("2016-03-25"), contentHash: hash),
                #"{"contentHash":"\#(hash)","date":"2016-03-25","number":"1-р","type":"sign"}"#
            ),
            (
                .voted(
                    Ballot(.refused, contentHash: hash, remarks: [RemarkText(point: "п. 3", text: "нет")]), stage: 1,
                    outcome: .failed),
                #"{"ballot":{"contentHash":"\#(hash)","remarks":[{"point":"п. 3","text":"нет"}],"vote":"REFUSED"},"#
                    + #""outcome":"FAILED","stage":1,"type":"vote"}"#
            ),
            (
                .answered([RemarkReply(remark: 1, accepted: true, text: "да")]),
                #"{"replies":[{"accepted":true,"remark":1,"text":"да"}],"type":"answer"}"#
            ),
        ]
        for (event, text) in forms {
            #expect(String(decoding: try event.json(), as: UTF8.self) == text)
            #expect(try ApprovalEvent(json: Array(text.utf8)) == event)
        }
    }

    @Test func everyActIsReadAsItWasWritten() throws {
        let returned = try ApprovalFixture.approval(in: .returned)
        for kind in ApprovalActKind.allCases {
            let act = ApprovalFixture.act(kind, on: returned)
            let data = try JSONEncoder().encode(act)
            #expect(try JSONDecoder().decode(ApprovalAct.self, from: data) == act)
            let members = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            #expect(Set(members.keys).subtracting(["type"]).isSubset(of: kind.members))
        }
    }

    @Test func aStageIsReadWithItsDefaultsAndAQuorumOnlyBesideItsRule() throws {
        func stage(_ members: String) throws -> ApprovalStage {
            let text = #"{"name":"x","approvers":[{"organisation":"tsu"}]\#(members)}"#
            return try JSONDecoder().decode(ApprovalStage.self, from: Data(text.utf8))
        }
        #expect(try stage("").rule == .all)
        #expect(try stage(#","rule":"ANY""#).rule == .any)
        #expect(try stage(#","rule":"M_OF_N","quorum":1"#).rule == .atLeast(1))
        #expect(throws: DecodingError.self) { try stage(#","rule":"M_OF_N""#) }
        #expect(throws: DecodingError.self) { try stage(#","rule":"ALL","quorum":1"#) }
    }
}
