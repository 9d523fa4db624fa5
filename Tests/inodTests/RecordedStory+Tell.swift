// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import HTTPTypes
import Wire

@testable import inod

extension RecordedStory {
    /// Every command that writes, once, in an order in which each is allowed, and what is read between them.
    func tell(pushedTo hooks: HookServer) async throws {
        try await registers()
        try await imports()
        try await letters()
        try await instructions()
        try await approvals()
        try await instrumentUses()
        try await reportReadings()
        try await registerEdits()
        try await webhooks(hooks)
        try await control()
        try await office()
        try await attachments()
    }

    private func attachments() async throws {
        let kept = try await keep(
            "attachment add", "/v1/attachments", as: "minekonom", "Акт № 12",
            headers: ["Content-Type": "application/pdf"], bodyIsKept: false)
        let hash = try StrictJSON.decodeAnswer(AttachmentAnswer.self, from: kept).hash
        let sent = try await ask(
            "/v1/messages?programme=ino-tomsk", as: "minekonom",
            #"{"recipients":["tsu"],"text":"См. акт.","attachments":[{"hash":"\#(hash)","name":"акт.pdf"}]}"#)
        let letter = try StrictJSON.decodeAnswer(SendAnswer.self, from: sent).id.description
        try await read("/v1/messages/\(letter)/attachments", as: "tsu", id: letter, keptAs: Alias.message)
    }

    private func imports() async throws {
        try await keep(
            "registry import", "/v1/registry/import?programme=ino-tomsk&dryRun", as: "operator",
            try DryRunTests.registry(), bodyIsKept: false)
        try await keep(
            "calendar import", "/v1/calendar/import?dryRun", as: "operator", try DryRunTests.calendar(for: "ru"),
            bodyIsKept: false)
    }

    private func office() async throws {
        try await keep(
            "programme add", "/v1/programmes", as: "operator",
            #"""
            {"code":"demo","nameEn":"Demo","nameRu":"Показ","zone":"Asia/Tomsk","endOfDayHour":18,"calendar":"ru",
            "policy":"federal","clock":"replay","clockStart":"2016-01-01T00:00:00Z"}
            """#)
        try await keep(
            "programme clock", "/v1/programmes/demo/clock", as: "operator", #"{"to":"2016-02-01T00:00:00Z"}"#)
        let token = try await keep(
            "token create", "/v1/tokens", as: "operator",
            #"{"name":"desk","organisation":"tsu","scopes":["read","send","act"]}"#)
        let created = try StrictJSON.decodeAnswer(TokenCreated.self, from: token).token.id
        try await keep("token revoke", "/v1/tokens/\(created)", by: .delete, as: "operator")
        try await keep(
            "broker pause", "/v1/broker/flows/webhook/pause", as: "operator",
            #"{"reason":"замена сервера","until":"2099-01-01T00:00:00Z"}"#)
        try await keep("broker resume", "/v1/broker/flows/webhook/resume", as: "operator")
    }

    private func letters() async throws {
        let sent = try await keep(
            "message send", "/v1/messages?programme=ino-tomsk", as: "minekonom",
            #"{"recipients":["tsu"],"kind":"letter","text":"Просьба подтвердить участие."}"#)
        try await keep(
            "message ack", "/v1/inbox/receipts?programme=ino-tomsk", as: "tsu", #"{"upTo":1,"level":"delivered"}"#)
        let letter = try JSONSerialization.jsonObject(with: sent) as? [String: Any]
        try await letterReadings(of: letter?["id"] as? String ?? "")
    }

    private func instructions() async throws {
        let path = "/v1/instructions"
        func act(
            _ words: String, _ number: Int, as who: String, _ body: String, isKept: Bool = true
        ) async throws {
            try await keep(
                isKept ? "instruction \(words)" : nil, "\(path)/П-2016-000\(number)/\(words)", as: who, body)
        }
        let given = #"""
            {"responsible":"tsu","coExecutors":["tpu"],"observers":[],"text":"Подготовить предложения по площадке.",
            "mark":"оперативно","withoutDeadline":false,"aboutAction":"v1-05","instruments":[],"basis":"протокол № 3"}
            """#
        try await keep("instruction issue", path, as: "minekonom", given)
        try await act("register", 1, as: "tsu", #"{"recipientNumber":"ТГУ-318"}"#)
        try await act("register", 1, as: "tpu", #"{"recipientNumber":"ТПУ-14"}"#, isKept: false)
        try await act("assign", 1, as: "tsu", #"{"person":"sample-tsu-registrar"}"#)
        try await act("contribute", 1, as: "tpu", #"{"text":"Предложения."}"#)
        try await act("interim-report", 1, as: "tsu", #"{"text":"Идёт."}"#)
        let report = #"{"text":"Исполнено.","evidence":["отчёт"],"waived":{}}"#
        try await act("report", 1, as: "tsu", report)
        try await act("return", 1, as: "minekonom", #"{"reason":"Нет расчёта."}"#)
        try await caseReadings("instructions", of: "П-2016-0001", as: "tsu", keptAs: Alias.instruction)
        try await act("report", 1, as: "tsu", report, isKept: false)
        try await act("accept", 1, as: "minekonom", "{}")
        try await act("close", 1, as: "minekonom", #"{"answer":"исх. № 87"}"#)
        for _ in 2...4 { try await ask(path, as: "minekonom", given) }
        try await act("refuse", 3, as: "tsu", #"{"reason":"wrong-addressee","comment":"Не наш профиль."}"#)
        try await act("withdraw", 2, as: "minekonom", #"{"reason":"Ошибка."}"#)
        try await act("register", 4, as: "tsu", #"{"recipientNumber":"ТГУ-319"}"#, isKept: false)
        try await act(
            "close-unexecuted", 4, as: "minekonom", #"{"reason":"Отпало.","basis":"протокол № 3"}"#)
    }

    private func approvals() async throws {
        let path = "/v1/approvals"
        let hash = ApprovalAPITests.hash
        func vote(_ words: String, _ number: Int, as who: String, _ vote: String, _ more: String = #""remarks":[]"#)
            async throws
        {
            try await keep(
                "approval vote \(words)", "\(path)/C-2016-000\(number)/vote", as: who,
                #"{"vote":"\#(vote)","contentHash":"\#(hash)",\#(more)}"#)
        }
        let document = #"""
            "document":{"title":"Дорожная карта, редакция 2","text":"\#(ApprovalAPITests.text)","contentHash":"\#(hash)"}
            """#
        func draft(advisory: Bool = false, then more: String = "") -> String {
            #"""
            {\#(document),"note":"Прошу согласовать","signer":"fano","route":[{"name":"Университеты",
            "approvers":[{"organisation":"tsu"},{"organisation":"tpu"}],"rule":"ALL","veto":false,"advisory":\#(advisory),
            "remarksReturn":false,"termWorkingDays":5}\#(more)]}
            """#
        }
        try await keep("approval create", path, as: "minekonom", draft())
        try await read("\(path)/C-2016-0001", as: "minekonom")
        try await vote("approve", 1, as: "tsu", "APPROVED")
        try await vote(
            "remarks", 1, as: "tpu", "WITH_REMARKS", #""remarks":[{"point":"п. 3","text":"Уточнить срок"}]"#)
        try await keep(
            "approval answer", "\(path)/C-2016-0001/answer", as: "minekonom",
            #"{"replies":[{"remark":1,"accepted":true,"text":"Учтено"}]}"#)
        try await keep(
            "approval sign", "\(path)/C-2016-0001/sign", as: "fano", #"{"number":"17-р","contentHash":"\#(hash)"}"#)
        let kept = try await ask(
            path, as: "minekonom", String(draft().dropLast()) + #","draftOnly":true}"#)
        let id = try StrictJSON.decodeAnswer(ApprovalAnswer.self, from: kept).approval
        try await keep("approval submit", "\(path)/\(id)/submit", as: "minekonom", "{}")
        try await keep("approval withdraw", "\(path)/C-2016-0002/withdraw", as: "minekonom", #"{"reason":"Отпало."}"#)
        try await ask(path, as: "minekonom", draft())
        try await read("\(path)/C-2016-0003", as: "minekonom")
        try await vote("refuse", 3, as: "tsu", "REFUSED", #""remarks":[{"text":"Срок не обоснован"}]"#)
        try await keep(
            "approval resubmit", "\(path)/C-2016-0003/resubmit", as: "minekonom",
            #"""
            {\#(document),"note":"Срок уточнён","scope":"ALL","replies":[{"remark":1,"accepted":true,"text":"Учтено"}]}
            """#)
        try await ask(
            path, as: "minekonom",
            draft(advisory: true, then: #",{"name":"Институты","approvers":[{"organisation":"cardiology"}]}"#))
        try await read("\(path)/C-2016-0004", as: "minekonom")
        try await vote("opinion", 4, as: "tsu", "OPINION", #""comment":"Целесообразно.","remarks":[]"#)
        try await vote("not-competent", 4, as: "tpu", "NOT_COMPETENT")
        try await caseReadings("approvals", of: "C-2016-0003", as: "minekonom", keptAs: Alias.approval)
    }

    private func instrumentUses() async throws {
        let path = "/v1/instrument-uses"
        func act(_ word: String, as who: String, _ body: String, isKept: Bool = true) async throws {
            try await keep(isKept ? "instrument \(word)" : nil, "\(path)/M-2016-0001/\(word)", as: who, body)
        }
        let need = #"""
            {"action":"v1-09","amount":"300000000","purpose":"Сети площадки","recipient":"ind_park_tomsk"}
            """#
        try await keep("instrument need", path, as: "ind_park_tomsk", need)
        try await act("match", as: "tomsk_admin", #"{"instrument":"ind_park_med"}"#)
        let application = #"{"amount":"250000000","number":"ПП-57"}"#
        try await act("apply", as: "ind_park_tomsk", application)
        // The owner's list: an approval that goes round with a remark, and this application.
        try await read("/v1/tasks", as: "minekonom")
        try await caseReadings("instrument-uses", of: "M-2016-0001", as: "minekonom", keptAs: Alias.use)
        try await act("refuse", as: "minekonom", #"{"reason":"Лимит исчерпан."}"#)
        try await act("apply", as: "ind_park_tomsk", application, isKept: false)
        try await act("grant", as: "minekonom", #"{"amount":"240000000","agreement":"139-МБ-16"}"#)
        try await act("exhaust", as: "ind_park_tomsk", #"{"spent":"239000000.50"}"#)
        try await ask(path, as: "ind_park_tomsk", need)
        try await keep(
            "instrument withdraw", "\(path)/M-2016-0002/withdraw", as: "ind_park_tomsk",
            #"{"reason":"Построено без субсидии."}"#)
        let paper = ["Ino-On-Behalf-Of": "ind_park_tomsk", "Ino-Basis": "0L/QuNGB0YzQvNC+IOKEliAx"]
        try await ask(
            path, as: "operator", String(need.dropLast()) + #","occurredAt":"2016-03-21T05:00:00Z"}"#,
            headers: paper)
        try await read("\(path)/M-2016-0003", as: "ind_park_tomsk")
    }
}
