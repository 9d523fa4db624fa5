// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Wire

@testable import inoctl

/// What the acts on instructions send, and how their answers are printed.
@Suite struct InstructionTests {
    static let answer = """
        {"instruction":"0000000000abc","number":"П-2016-0417","state":"ISSUED","due":"2016-04-04T12:00:00Z",\
        "message":{"id":"0000000000abd","hash":"00ff","recordedAt":"2026-11-21T06:00:00Z",\
        "deliveries":[{"organisation":"tpu","number":3},{"organisation":"tsu","number":17}]}}
        """

    private func act(_ arguments: String...) async -> Run {
        await Run.tool(arguments: ["instruction"] + arguments + ["--tz", "Asia/Tomsk"]) { _, _ in
            Answer(status: 200, body: Array(Self.answer.utf8))
        }
    }

    private func body(_ run: Run) -> String {
        String(decoding: run.requests.first?.body ?? [], as: UTF8.self)
    }

    @Test func issueSendsTheWholeDraftInOneStep() async throws {
        let run = await act(
            "issue", "--from", "minekonom", "--to", "tsu", "--co", "tpu", "--observer", "fano", "--about", "v1-05",
            "--instrument", "sez_tomsk", "--mark", "оперативно", "--text", "Подготовить предложения.", "--basis",
            "письмо № 1", "--idempotency-key", "key-0000-0000-0000")
        #expect(run.exit == 0)
        let request = try #require(run.requests.first)
        #expect(request.method == "POST")
        #expect(request.uri == "/v1/instructions")
        #expect(request.headers["Ino-On-Behalf-Of"] == "minekonom")
        #expect(request.headers["Ino-Basis"] == Data("письмо № 1".utf8).base64EncodedString())
        #expect(request.headers["Idempotency-Key"] == "key-0000-0000-0000")
        #expect(
            body(run) == """
                {"aboutAction":"v1-05","coExecutors":["tpu"],"instruments":["sez_tomsk"],"mark":"оперативно",\
                "observers":["fano"],"responsible":"tsu","text":"Подготовить предложения.","withoutDeadline":false}
                """)
        #expect(
            run.out == """
                number       П-2016-0417
                instruction  0000000000abc
                state        ISSUED
                due          04.04.2016 18:00 Asia/Tomsk
                message      0000000000abd
                hash         00ff
                recorded     21.11.2026 13:00 Asia/Tomsk
                delivered    tpu #3;tsu #17

                """)
        #expect(run.err == "→ socket /tmp/ino.sock\n")
    }

    @Test func whatCameOnPaperIsEnteredWithTheDayItHappened() async {
        let paper = ["--on-behalf", "tsu", "--basis", "письмо № 1", "--occurred-at", "2016-03-21T12:00:00+06:00"]
        let run = await Run.tool(
            arguments: ["instruction", "register", "0417", "--number", "1"] + paper + ["--tz", "Asia/Tomsk"]
        ) { _, _ in Answer(status: 200, body: Array(Self.answer.utf8)) }
        #expect(run.exit == 0, "\(run.err)")
        #expect(body(run) == #"{"occurredAt":"2016-03-21T06:00:00Z","recipientNumber":"1"}"#)
        #expect(run.requests.first?.headers["Ino-On-Behalf-Of"] == "tsu")
        let unfounded = await act("accept", "0417", "--occurred-at", "2016-03-21T12:00:00+06:00")
        #expect(unfounded.exit == 64 && unfounded.requests.isEmpty)
        #expect(unfounded.err.contains("--occurred-at needs --basis"), "\(unfounded.err)")
    }

    @Test func theLogShowsWhenAnActWasEnteredOnlyWhereThatWasLater() async {
        func entry(_ known: String) -> String {
            """
            {"id":"0000000000abd","programme":"ino-tomsk","kind":"instruction.issue","sender":"minekonom",\
            "actor":{"organisation":"minekonom","capacity":"operator-on-behalf","basis":"b"},\
            "occurredAt":"2016-03-21T06:00:00Z","knownAt":"\(known)","recordedAt":"2026-11-21T06:00:00Z",\
            "audience":[],"contentType":"application/json","hash":"00"}
            """
        }
        func log(_ known: String) async -> String {
            await Run.tool(
                "instruction", "log", "0417", "--tz", "UTC",
                answers: ["/v1/instructions/0417/log": "{\"items\":[\(entry(known))]}"]
            ).out
        }
        #expect(await log("2016-03-25T06:00:00Z").contains("ENTERED (UTC)"))
        #expect(await log("2016-03-25T06:00:00Z").contains("21.03.2016 06:00  25.03.2016 06:00"))
        #expect(await !log("2016-03-21T06:00:00Z").contains("ENTERED"))
    }

    @Test func aDryRunSaysSoAndAsksForNothingToBeStored() async {
        let run = await act("withdraw", "П-2016-0417", "--reason", "ошибка", "--dry-run")
        #expect(run.err == "→ socket /tmp/ino.sock   DRY RUN, nothing stored\n")
        #expect(run.requests.first?.uri == "/v1/instructions/%D0%9F-2016-0417/withdraw?dryRun=true")
    }

    @Test func everyActSendsItsMembersToItsPath() async {
        let acts: [(arguments: [String], path: String, body: String)] = [
            (["issue", "abcde"], "issue", "{}"),
            (["register", "abcde", "--number", "5"], "register", "{\"recipientNumber\":\"5\"}"),
            (
                ["register", "abcde", "--number", "5", "--date", "2016-03-28"], "register",
                "{\"recipientDate\":\"2016-03-28\",\"recipientNumber\":\"5\"}"
            ),
            (
                ["refuse", "abcde", "--reason", "wrong-addressee", "--comment", "не нам"], "refuse",
                "{\"comment\":\"не нам\",\"reason\":\"wrong-addressee\"}"
            ),
            (["assign", "abcde", "--person", "ivanov"], "assign", "{\"person\":\"ivanov\"}"),
            (["contribute", "abcde", "--text", "a"], "contribute", "{\"text\":\"a\"}"),
            (["interim-report", "abcde", "--text", "a"], "interim-report", "{\"text\":\"a\"}"),
            (
                [
                    "request-extension", "abcde", "--new-date", "2016-04-15", "--reason", "funding", "--text", "a",
                ], "request-extension", "{\"newDate\":\"2016-04-15\",\"reason\":\"funding\",\"text\":\"a\"}"
            ),
            (["withdraw-extension", "abcde"], "withdraw-extension", "{}"),
            (
                ["dispute-executor", "abcde", "--replacement", "tpu", "--visa", "v", "--text", "a"],
                "dispute-executor", "{\"replacement\":\"tpu\",\"text\":\"a\",\"visa\":\"v\"}"
            ),
            (
                ["uphold-dispute", "abcde", "--responsible", "fano", "--restart-clock"], "uphold-dispute",
                "{\"responsible\":\"fano\",\"restartClock\":true}"
            ),
            (["reject-dispute", "abcde", "--reason", "a"], "reject-dispute", "{\"reason\":\"a\"}"),
            (
                ["request-report", "abcde", "--org", "tpu", "--due", "2016-03-31", "--text", "a"], "request-report",
                "{\"date\":\"2016-03-31\",\"organisation\":\"tpu\",\"text\":\"a\"}"
            ),
            (
                ["supersede", "abcde", "--by", "П-2016-0002", "--reason", "a"], "supersede",
                "{\"by\":\"П-2016-0002\",\"reason\":\"a\"}"
            ),
            (
                [
                    "correct", "abcde", "--reason", "a", "--revision", "4", "--to", "tpu", "--co", "", "--due",
                    "2016-04-12",
                ], "correct",
                "{\"coExecutors\":[],\"deadline\":\"2016-04-12\",\"reason\":\"a\",\"responsible\":\"tpu\",\"revision\":4}"
            ),
            (["reopen", "abcde", "--reason", "a"], "reopen", "{\"reason\":\"a\"}"),
            (
                ["grant-extension", "abcde", "--new-date", "2016-04-12", "--comment", "a"], "grant-extension",
                "{\"comment\":\"a\",\"newDate\":\"2016-04-12\"}"
            ),
            (["deny-extension", "abcde", "--reason", "a"], "deny-extension", "{\"reason\":\"a\"}"),
            (
                ["report", "abcde", "--text", "a", "--evidence", "doc-1", "--waive", "tpu=нет ответа"], "report",
                "{\"evidence\":[\"doc-1\"],\"text\":\"a\",\"waived\":{\"tpu\":\"нет ответа\"}}"
            ),
            (
                ["return", "abcde", "--reason", "a", "--new-date", "2016-04-12"], "return",
                "{\"newDate\":\"2016-04-12\",\"reason\":\"a\"}"
            ),
            (["accept", "abcde"], "accept", "{}"),
            (["close", "abcde", "--answer", "a"], "close", "{\"answer\":\"a\"}"),
            (
                ["close-unexecuted", "abcde", "--reason", "a", "--document", "b"], "close-unexecuted",
                "{\"basis\":\"b\",\"reason\":\"a\"}"
            ),
            (["withdraw", "abcde", "--reason", "a"], "withdraw", "{\"reason\":\"a\"}"),
        ]
        for act in acts {
            let run = await Run.tool(arguments: ["instruction"] + act.arguments + ["-q", "-o", "json"]) { _, _ in
                Answer(status: 200, body: Array(Self.answer.utf8))
            }
            #expect(run.exit == 0, "\(act.arguments): \(run.err)")
            #expect(run.requests.first?.uri == "/v1/instructions/abcde/\(act.path)")
            #expect(body(run) == act.body)
        }
    }

    @Test func evidenceFilesAreReportedByTheirHash() async {
        let run = await Run.tool(
            "instruction", "report", "abcde", "--text-file", "/t", "--evidence-file", "/e", "-o", "json",
            files: ["/t": "Готово.\n", "/e": "abc"]
        ) { _, _ in Answer(status: 200, body: Array(Self.answer.utf8)) }
        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(body(run) == "{\"evidence\":[\"sha256:\(hash)\"],\"text\":\"Готово.\",\"waived\":{}}")
    }

    @Test(arguments: [
        (["issue", "--text", "x"], "--to is missing: name who answers for it."),
        (["issue", "--to", "tsu"], "--text is missing: say what is to be done."),
        (
            ["issue", "--to", "tsu", "--text", "x", "--due", "2016-02-30"],
            "The value '2016-02-30' is invalid for '--due <due>'"
        ),
        (["issue", "--to", "a", "--text", "x", "--due", "2016-02-28", "--without-deadline"], "exclude each other"),
        (["accept", "abcde", "--on-behalf", "tsu"], "--on-behalf needs --basis"),
        (["report", "abcde"], "give one of --text and --text-file."),
        (["close", "abcde"], "Missing expected argument '--answer <answer>'"),
    ])
    func whatIsMissingIsNamed(_ arguments: [String], _ words: String) async {
        let run = await Run.tool(arguments: ["instruction"] + arguments)
        #expect(run.exit == 64)
        #expect(run.err.hasPrefix("error: "))
        #expect(run.err.contains(words), "\(run.err)")
        #expect(run.requests.isEmpty)
    }
}
