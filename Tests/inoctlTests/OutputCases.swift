// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

@testable import inoctl

extension OutputCase {
    /// Every command, noun by noun.
    static let all: [OutputCase] = [
        register, registryEdits, instrumentParts, instrumentUses, instructions, approvals, messages, webhooks, office,
        own,
    ].flatMap(\.self)

    private static let register = [
        OutputCase("org list", "--kind", "foreign_counterparty"), OutputCase("org show", "tsu"),
        OutputCase("person list", "--org", "minobrnauki"), OutputCase("person show", "antonov"),
        OutputCase("instrument list", "--kind", "standard"), OutputCase("instrument show", "asi_standard"),
        OutputCase("roadmap list"), OutputCase("roadmap show", "v1"),
        OutputCase("roadmap action list", "--roadmap", "v1", "--cluster", "hard_oil"),
        OutputCase("project list", "--lead", "tomsk_city"), OutputCase("project show", "p-001"),
        OutputCase("indicator list", "--owner", "minekonom"), OutputCase("indicator show", "area_types"),
        OutputCase("meeting list", "--kind", "opening"), OutputCase("meeting show", "ev-2011-10-06"),
        OutputCase("policy list"),
        OutputCase("registry import", registryFolder, "--dry-run", files: registryFiles),
    ]

    private static let instruction = "06xy5djy4000q"

    /// Which of the recorded cases an act is done on, by the act; the first when it is not here.
    private static let numbers = [
        "withdraw": 2, "refuse": 3, "close-unexecuted": 4, "vote refuse": 3, "resubmit": 3, "request-extension": 5,
        "withdraw-extension": 5, "deny-extension": 5, "grant-extension": 5, "dispute-executor": 5, "reject-dispute": 5,
        "uphold-dispute": 5, "request-report": 5, "reopen": 6,
        "correct": 7, "supersede": 7,
        "vote opinion": 4, "vote not-competent": 4,
    ]

    private static let instructions =
        [
            OutputCase("instruction list"), OutputCase("instruction show", instruction),
            OutputCase(
                "instruction issue", "--to", "tsu", "--co", "tpu", "--mark", "оперативно", "--about", "v1-05", "--text",
                "Подготовить предложения по площадке.", "--document", "протокол № 3"),
            OutputCase("instruction why", instruction), OutputCase("instruction log", instruction),
            OutputCase("instruction allowed-actions", instruction),
            OutputCase("instruction simulate", instruction, "--at", "2016-04-30"),
            OutputCase("inbox"), OutputCase("today"),
        ]
        + [
            ["register", "--number", "ТГУ-318"],
            ["refuse", "--reason", "wrong-addressee", "--comment", "Не наш профиль."],
            ["assign", "--person", "sample-tsu-registrar"], ["contribute", "--text", "Предложения."],
            ["interim-report", "--text", "Идёт."], ["report", "--text", "Исполнено.", "--evidence", "отчёт"],
            ["return", "--reason", "Нет расчёта."], ["accept"], ["close", "--answer", "исх. № 87"],
            ["close-unexecuted", "--reason", "Отпало.", "--document", "протокол № 3"],
            ["withdraw", "--reason", "Ошибка."],
            ["request-extension", "--new-date", "2016-04-15", "--reason", "information", "--text", "Нет выписки."],
            ["withdraw-extension"], ["deny-extension", "--reason", "Срок достаточен."],
            ["grant-extension", "--comment", "Согласен."],
            ["dispute-executor", "--replacement", "tpu", "--visa", "письмо № 5", "--text", "Площадка ТПУ."],
            ["reject-dispute", "--reason", "Вопрос ваш."], ["uphold-dispute", "--comment", "Согласен."],
            ["request-report", "--due", "2016-03-31", "--text", "Ход работ."],
            ["reopen", "--reason", "Расчёт неверен."],
            ["correct", "--reason", "Ошибка адресации.", "--to", "tpu", "--co", "", "--revision", "3"],
            ["supersede", "--by", "П-2016-0006", "--reason", "Изменены условия."],
        ].map { act(noun: "instruction", $0, of: "П-2016-000\(numbers[$0[0]] ?? 1)") }

    private static let approval = "06xychf5c000c"

    private static let approvals =
        [
            OutputCase("approval list"), OutputCase("approval show", approval),
            OutputCase(
                "approval create", "--title", "Дорожная карта, редакция 2", "--text", "Дорожная карта, редакция 2",
                "--note", "Прошу согласовать", "--signer", "fano", "--stage", "Университеты: tsu,tpu term=5"),
            OutputCase("approval why", approval), OutputCase("approval log", approval),
            OutputCase("approval remarks", approval), OutputCase("approval allowed-actions", approval),
        ]
        + [
            ["submit"], ["vote approve"], ["vote remarks", "--remark", "п. 3=Уточнить срок"],
            ["vote refuse", "--remark", "Срок не обоснован"], ["vote not-competent"],
            ["vote opinion", "--text", "Целесообразно."], ["answer", "--accept", "1=Учтено"],
            ["resubmit", "--note", "Срок уточнён", "--accept", "1=Учтено"], ["sign", "--number", "17-р"],
            ["withdraw", "--reason", "Отпало."],
        ].map { act(noun: "approval", $0, of: $0[0] == "submit" ? approval : "C-2016-000\(numbers[$0[0]] ?? 1)") }

    /// An act on a case: its verb, its flags, and the case.
    static func act(noun: String, _ words: [String], of reference: String) -> OutputCase {
        var made = OutputCase("\(noun) \(words[0])")
        made.arguments = words.dropFirst() + [reference]
        return made
    }

    private static let message = "06xy5d398000d"

    private static let messages = [
        OutputCase("message send", "--to", "tsu", "--text", "Просьба подтвердить участие."),
        OutputCase("message list", "--kind", "letter"), OutputCase("message inbox", "--after", "1"),
        OutputCase("message ack", "--up-to", "1"),
        OutputCase("message show", message), OutputCase("message track", message),
        OutputCase("attachment add", "/home/i/акт.pdf", files: ["/home/i/акт.pdf": attachment]),
        OutputCase("attachment list", message),
        OutputCase(
            "attachment get", "9d6f14c8a447762574713c996697059efe8559a14f521ccdc33726414e5cd9a6", "--to",
            "/home/i/copy.pdf"
        ),
    ]

    /// The content of the one attachment.
    static let attachment = "Акт № 12"

    private static let office = [
        OutputCase("programme list"), OutputCase("programme show", "ino-tomsk"),
        OutputCase(
            "programme add", "demo", "--name-en", "Demo", "--name-ru", "Показ", "--zone", "Asia/Tomsk",
            "--replay-from", "2016-01-01T00:00:00Z"),
        OutputCase("programme clock", "demo", "--to", "2016-02-01T00:00:00Z"),
        OutputCase("calendar explain", "2016-03-25"),
        OutputCase("calendar import", "/days.csv", "--dry-run", files: ["/days.csv": "date\n"]),
        OutputCase("report list"), OutputCase("report describe", "indicator_value"),
        OutputCase("audit log", "--kind", "approval.sign"), OutputCase("broker status"),
        OutputCase("broker pause", "webhook", "--reason", "замена сервера", "--until", "2099-01-01T00:00:00Z"),
        OutputCase("broker resume", "webhook"), OutputCase("auth status"),
        OutputCase("report run", "overdue_by_organisation"),
        OutputCase("report run", "instrument_use", "-P", "state=EXHAUSTED", variant: "where"),
        OutputCase("report psql"),
        OutputCase("token list"), OutputCase("token create", "--name", "desk", "--org", "tsu"),
        OutputCase("token revoke", "06xy5tqkg001c"),
    ]

    private static let configuration = [
        "/home/i/.config/inoctl/config.toml": """
        default = "prod"

        [profile.prod]
        server = "https://broker.tomsk.example"
        tz = "Asia/Tomsk"
        protected = true

        """
    ]

    /// What no daemon is asked for, and the version.
    private static let own = [
        OutputCase("profile list", files: configuration), OutputCase("profile show", files: configuration),
        OutputCase("profile add", "new", "--server", "https://n.example", files: configuration),
        OutputCase("profile use", "prod", files: configuration), OutputCase("profile rm", "prod", files: configuration),
        OutputCase("version"), OutputCase("doctor"),
        OutputCase("completion", "bash", keeps: 300), OutputCase("man", "version"),
    ]

    private static let registryFolder = folder.appending(path: "../../sql/reference/ino-tomsk").standardized
        .path(percentEncoded: false)

    private static let registryFiles = Dictionary(
        uniqueKeysWithValues: ((try? FileManager.default.contentsOfDirectory(atPath: registryFolder)) ?? []).map {
            ("\(registryFolder)/\($0)", "code\n")
        })
}
