// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@testable import inoctl

@Suite struct FailureTests {
    @Test(arguments: [
        ("rule-refused", 422, 5), ("deadline-policy", 422, 5), ("stale-revision", 412, 5),
        ("duplicate-conflict", 409, 5),
        ("not-authorised", 403, 4), ("needs-capacity", 403, 4), ("unauthenticated", 401, 4), ("not-found", 404, 6),
        ("ambiguous", 409, 2), ("import-refused", 422, 2), ("unknown-recipient", 422, 6),
        ("bad-request", 400, 64), ("quota", 429, 75),
        ("schema-not-ready", 503, 75), ("internal", 500, 1),
    ])
    func aProblemHasItsExitCode(_ code: String, _ status: Int, _ exit: Int32) async {
        let run = await Run.tool("org", "show", "tsu") { _, _ in
            Recorded.problem(code, status: status, detail: "No.")
        }
        #expect(run.exit == exit)
        #expect(run.err.hasPrefix("error: No.\n"))
        #expect(run.out.isEmpty)
    }

    @Test func aRefusalSaysRuleReasonAndNextStep() async {
        let run = await Run.tool("instruction", "report", "П-2016-0417", "--text", "Готово.", "-q") { _, _ in
            Recorded.problem(
                "rule-refused", status: 422, detail: "tpu has not given its part.",
                more: ",\"rule\":\"I14\",\"requestId\":\"r7\",\"next\":\"wait, or --waive tpu=REASON\"")
        }
        #expect(run.exit == 5)
        #expect(
            run.err == """
                error: tpu has not given its part. (rule I14) [request r7]
                  next: wait, or --waive tpu=REASON

                """)
    }

    @Test func everyFaultOfAnImportStandsOnItsLine() async {
        let answer = Recorded.problem(
            "unreadable", status: 422, detail: "2 faults, nothing loaded."
        ).with(
            errors: """
                {"pointer":"stakeholders.csv:3:7","code":"unknown-kind","detail":"there is no kind 'minstry'"},\
                {"pointer":"persons.csv:9:1","code":"duplicate","detail":"'ivanov' stands in line 4 too"}
                """)
        let run = await Run.tool(
            "calendar", "import", "/c.csv", "-q", files: ["/c.csv": "date\n"]
        ) { _, _ in answer }
        #expect(run.exit == 2)
        #expect(
            run.err == """
                error: 2 faults, nothing loaded.
                  stakeholders.csv:3:7: there is no kind 'minstry'
                  persons.csv:9:1: 'ivanov' stands in line 4 too

                """)
    }

    @Test func withJSONTheProblemItselfGoesToStderr() async throws {
        let run = await Run.tool("org", "show", "nowhere", "-o", "json")
        #expect(run.exit == 6)
        #expect(run.out.isEmpty)
        let problem = try StrictJSON.decodeAnswer(Problem.self, from: run.err.utf8)
        #expect(problem.code == "not-found")
        #expect(problem.requestId == "r1")
    }

    @Test func aTimeoutOfAWritePrintsTheKeyThatMakesRepetitionSafe() async throws {
        let run = await Run.tool("message", "send", "--to", "tsu", "--text", "x") {
            _, target async throws(TransportFailure) in
            throw TransportFailure(kind: .timedOut, sentence: "\(target) gave no answer within 60 s")
        }
        let key = try #require(run.requests.first?.headers["Idempotency-Key"])
        #expect(key.count == 32)
        #expect(run.exit == 75)
        #expect(
            run.err == """
                → socket /tmp/ino.sock
                error: socket /tmp/ino.sock gave no answer within 60 s
                  next: it may have been done; repeat it safely with --idempotency-key \(key)

                """)
    }

    @Test func anUnreachableDaemonIs69AndASocketOneMayNotOpen4() async {
        let gone = await Run.tool("inbox") { _, _ async throws(TransportFailure) in
            throw TransportFailure(kind: .unreachable, sentence: "nobody listens")
        }
        #expect(gone.exit == 69)
        let shut = await Run.tool("inbox") { _, _ async throws(TransportFailure) in
            throw TransportFailure(kind: .notAllowed, sentence: "this user may not open it")
        }
        #expect(shut.exit == 4)
        #expect(shut.err.contains("inod-admin"))
    }

    @Test func aForeignPageIsNotTakenForAnAnswer() async {
        let run = await Run.tool("org", "list") { _, _ in Answer(status: 502, body: Array("<html>".utf8)) }
        #expect(run.exit == 75)
        #expect(run.err.hasPrefix("error: socket /tmp/ino.sock answered GET /v1/organisations with status 502"))
        let page = await Run.tool("org", "list") { _, _ in Answer(status: 200, body: Array("<html>".utf8)) }
        #expect(page.exit == 1)
    }

    @Test func aClosedPipeEndsWithoutAWord() async {
        var surroundings = Surroundings.process
        surroundings.environment = [:]
        surroundings.outBytes = { _ in throw ClosedPipe() }
        surroundings.complain = { line in Issue.record("said \(line)") }
        let exit = await Surroundings.$current.withValue(surroundings) { await Program.run(["--help"]) }
        #expect(exit == 141)
    }
}

extension Answer {
    /// The problem with these entries.
    func with(errors: String) -> Answer {
        let text = String(decoding: body, as: UTF8.self).replacing("\"errors\":[]", with: "\"errors\":[\(errors)]")
        return Answer(status: status, body: Array(text.utf8))
    }
}
