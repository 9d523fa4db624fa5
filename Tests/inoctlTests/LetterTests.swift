// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

@testable import inoctl

/// The page that is printed and posted, compared whole.
@Suite struct LetterTests {
    static let instruction = """
        {"id":"0000000000abc","programme":"ino-tomsk","number":"П-2016-0417","issuer":"minekonom",\
        "text":"Подготовить предложения по созданию производства на основе фторидных технологий и доложить об их согласовании с участниками кластера.",\
        "mark":"оперативно","withoutDeadline":false,"aboutAction":"v1-05","instruments":["toser_seversk"],\
        "policy":"federal","state":"ISSUED","control":"ON_CONTROL",\
        "deadline":{"original":"2016-04-04T12:00:00Z","current":"2016-04-04T12:00:00Z","pending":false,\
        "explanation":[{"date":"2016-03-25","text":"signed 25.03.2016","norm":"federal v1: «оперативно» is 10 calendar days from signing"},\
        {"date":"2016-04-04","text":"+ 10 calendar days = 04.04.2016","norm":"federal v1: «оперативно» is 10 calendar days from signing"}]},\
        "cycle":1,"revision":2,"assignments":[\
        {"organisation":"tsu","role":"responsible","state":"OPEN","lateContribution":false},\
        {"organisation":"tpu","role":"co-executor","state":"OPEN","lateContribution":false,"halfTermDue":"2016-03-30T12:00:00Z"},\
        {"organisation":"fano","role":"observer","state":"OPEN","lateContribution":false}],\
        "extensions":[],"corrections":0,"fired":[],"issuedAt":"2016-03-25T06:00:00Z","evidence":[],"returnedReports":[],"lastOccurredAt":"2016-03-25T06:00:00Z"}
        """

    static func log(capacity: String) -> String {
        """
        {"items":[{"id":"0000000000abd","programme":"ino-tomsk","caseId":"0000000000abc","kind":"instruction.issue",\
        "sender":"minekonom","actor":{"person":"fomichev","organisation":"minekonom","capacity":"\(capacity)"\
        \(capacity == "own" ? "" : ",\"basis\":\"письмо № 1 от 25.03.2016\"")},\
        "occurredAt":"2016-03-25T06:00:00Z","knownAt":"2016-03-25T06:00:00Z","recordedAt":"2026-11-21T06:00:00Z",\
        "audience":[{"organisation":"tsu","role":"responsible"}],"contentType":"application/json","hash":"00ff","text":"{}"}]}
        """
    }

    static func answers(capacity: String) -> [String: String] {
        [
            "/v1/instructions/417": instruction, "/v1/instructions/417/log": log(capacity: capacity),
            "/v1/programmes": Recorded.programmes,
            "/v1/organisations/minekonom": Recorded.organisation(
                "minekonom", "Министерство экономического развития Российской Федерации", kind: "federal_ministry"),
            "/v1/organisations/tsu": Recorded.tsu,
            "/v1/organisations/tpu": Recorded.organisation(
                "tpu", "Томский политехнический университет", kind: "university"),
            "/v1/instruments/toser_seversk": "{\"nameRu\":\"ТОСЭР «Северск»\"}",
            "/v1/roadmaps": "{\"items\":[{\"code\":\"v1\"}]}",
            "/v1/roadmaps/v1":
                "{\"actions\":[{\"code\":\"v1-05\",\"titleRu\":\"Начать производство на основе фторидных технологий\"}]}",
            "/v1/persons/fomichev": """
            {"code":"fomichev","nameEn":"Oleg Fomichev","nameRu":"О. В. Фомичёв","positions":[{"organisation":"minekonom",\
            "positionEn":"Deputy Minister","positionRu":"Статс-секретарь, заместитель Министра","isCurrent":true}],\
            "provenance":"document","evidence":"document_text","sourceNote":"x"}
            """,
        ]
    }

    @Test func aLetterHasNumberAddresseesTermAndSignatory() async {
        let run = await Run.tool("instruction", "show", "417", "--letter", answers: Self.answers(capacity: "own"))
        #expect(run.exit == 0, "\(run.err)")
        #expect(run.out == Self.page)
        #expect(run.out.split(separator: "\n").allSatisfy { DisplayWidth.columns(of: String($0)) <= 78 })
    }

    @Test func whatAnOperatorEnteredSaysSoAboveTheFoot() async {
        let run = await Run.tool(
            "instruction", "show", "417", "--letter", answers: Self.answers(capacity: "operator-on-behalf"))
        #expect(run.out.contains("Внесено оператором по поручению органа; основание: письмо № 1 от 25.03.2016."))
    }

    @Test(arguments: [(1, "1 рабочий день"), (3, "3 рабочих дня"), (10, "10 рабочих дней"), (21, "21 рабочий день")])
    func termsAreCountedInRussian(_ count: Int, _ words: String) {
        #expect(LetterNorm.term(.init(count, .workingDays)) == words)
    }

    static let page = """
                 МИНИСТЕРСТВО ЭКОНОМИЧЕСКОГО РАЗВИТИЯ РОССИЙСКОЙ ФЕДЕРАЦИИ

                                         ПОРУЧЕНИЕ
        25.03.2016                                                     № П-2016-0417
                                                                          ОПЕРАТИВНО

        Ответственный исполнитель:  Томский государственный университет
        Соисполнители:              Томский политехнический университет
        Контроль:                   Министерство экономического развития Российской
                                    Федерации
        Для сведения:               fano
        Дорожная карта:             Начать производство на основе фторидных
                                    технологий (v1-05)
        Инструменты:                ТОСЭР «Северск» (toser_seversk)

        Подготовить предложения по созданию производства на основе фторидных
        технологий и доложить об их согласовании с участниками кластера.

        Срок исполнения: 04.04.2016 18:00 (Asia/Tomsk).
        Норма: «оперативно» — 10 календарных дней со дня подписания; срок, который
        приходится на нерабочий день, истекает в предшествующий рабочий день
        (политика «federal», версия 1).
        Соисполнители представляют предложения ответственному исполнителю не позднее
        30.03.2016 18:00 (Asia/Tomsk).

        Статс-секретарь, заместитель Министра            ____________  О. В. Фомичёв

        ────────────────────────────────────────────────────────────────────────────
        Дело 0000000000abc, программа ino-tomsk
        Сообщение 0000000000abd от 25.03.2016 12:00 (Asia/Tomsk)
        SHA-256 00ff

        """
}
