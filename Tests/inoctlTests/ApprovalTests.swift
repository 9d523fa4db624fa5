// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import Testing
import Wire

@testable import inoctl

/// What the acts on approvals send, and how a route, a document and remarks are typed.
@Suite struct ApprovalTests {
    static let id = "06xychf5c000c"
    static let hash = "05d45ee2fd2ef6e3d1fb32bde6d0c1be4a56a46bc27dba98e5b4c3b0e1a2f3d4"

    private static func recorded(_ name: String) -> Answer {
        let document = (try? OutputCase.recorded("\(name).json")) ?? .null
        return Answer(status: 200, body: Array((document["answer"] ?? document).compact.utf8))
    }

    private func act(_ arguments: String..., files: [String: String] = [:]) async -> Run {
        await Run.tool(arguments: ["approval"] + arguments + ["--tz", "UTC"], files: files) { request, _ in
            Self.recorded(request.method == "GET" ? "GET.approvals.\(Self.id)" : "approval-vote-approve")
        }
    }

    private func body(_ run: Run) -> String { String(decoding: run.requests.last?.body ?? [], as: UTF8.self) }

    @Test func aRouteIsTypedStageByStage() async throws {
        let run = await act(
            "create", "--title", "Карта", "--document-file", "/d/roadmap.pdf", "--note", "Прошу", "--signer", "fano",
            "--stage", "Министерства: minfin, minobr/ivanov quorum=1 veto term=5", "--stage",
            "Эксперты: expert advisory",
            files: ["/d/roadmap.pdf": "Дорожная карта"])
        #expect(run.exit == 0, "\(run.err)")
        #expect(run.requests.last?.uri == "/v1/approvals")
        let request = try StrictJSON.decode(ApprovalRequest.self, from: Array(body(run).utf8))
        let stages = request.draft.route
        #expect(
            stages == [
                ApprovalStage(
                    name: "Министерства",
                    approvers: [Approver(organisation: "minfin"), Approver(organisation: "minobr", person: "ivanov")],
                    rule: .atLeast(1), veto: true, termWorkingDays: 5),
                ApprovalStage(name: "Эксперты", approvers: [Approver(organisation: "expert")], advisory: true),
            ])
        #expect(request.draft.document.reference == "roadmap.pdf" && request.draft.document.contentHash.count == 64)
    }

    @Test func aVoteIsBoundToTheDocumentThatWasRead() async {
        let bound = await act("vote", "approve", Self.id, "--hash", Self.hash)
        #expect(bound.requests.map(\.method) == ["POST"])
        #expect(body(bound) == #"{"contentHash":"\#(Self.hash)","remarks":[],"vote":"APPROVED"}"#)
        let read = await act("vote", "refuse", Self.id, "--remark", "п. 3=Уточнить срок", "--remark", "Нет расчёта")
        #expect(read.requests.map(\.method) == ["GET", "POST"])
        #expect(read.requests.last?.path == "/v1/approvals/\(Self.id)/vote")
        let file = await act("vote", "approve", Self.id, "--document-file", "/d", files: ["/d": ""])
        #expect(body(file).contains("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"))
        #expect(
            body(read).hasSuffix(
                #""remarks":[{"point":"п. 3","text":"Уточнить срок"},{"text":"Нет расчёта"}],"vote":"REFUSED"}"#))
    }

    @Test func aResubmissionKeepsWhatIsNotTyped() async throws {
        let run = await act(
            "resubmit", Self.id, "--note", "Срок верен", "--scope", "not-agreed", "--reject", "1=По протоколу",
            "--dry-run")
        #expect(run.requests.last?.uri == "/v1/approvals/\(Self.id)/resubmit?dryRun=true")
        let again = try JSONDecoder().decode(ApprovalResubmission.self, from: Data(body(run).utf8))
        #expect(again.scope == .notAgreed && again.document.title == "Дорожная карта, редакция 2")
        #expect(again.replies == [RemarkReply(remark: 1, accepted: false, text: "По протоколу")])
    }

    @Test(arguments: [
        "create --title x --note x --signer y --stage bad --text x", "create --title x --note x --signer y --text x",
        "answer 06xychf5c000c", "answer 06xychf5c000c --accept x=y", "vote remarks 06xychf5c000c", "vote 06xychf5c000c",
        "create --title x --note x --signer y --stage a:b", "sign 06xychf5c000c",
    ])
    func aSlipIsRefusedBeforeAnythingIsSent(_ line: String) async {
        let run = await Run.tool(arguments: ["approval"] + line.split(separator: " ").map(String.init))
        let refused = run.exit == Exit.usage
        #expect(refused, "\(run.exit) \(run.err)")
        #expect(!run.requests.contains { $0.method == "POST" })
    }
}
