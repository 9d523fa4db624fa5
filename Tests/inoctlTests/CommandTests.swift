// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import inoctl

/// The other commands: what they ask, what they print.
@Suite struct CommandTests {
    @Test func anImportSendsEveryCSVFileButTheCalendar() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["b.csv", "a.csv", "notes.txt", "working_calendar_ru.csv"] {
            try Data("code\n".utf8).write(to: folder.appending(path: name))
        }
        let path = folder.path(percentEncoded: false)
        let run = await Run.tool(
            arguments: ["registry", "import", path, "--dry-run"],
            files: ["\(path)/a.csv": "code\n", "\(path)/b.csv": "code\n"],
            answers: [
                "/v1/registry/import": """
                {"programme":"ino-tomsk","dryRun":true,"hasChanges":true,"filesHash":"00ff","files":[\
                {"file":"a.csv","rows":3,"added":["x","y"],"changed":["z"],"unchanged":0,"noLongerPresent":[]}],\
                "warnings":[{"file":"a.csv","line":2,"column":1,"trap":"D4","sentence":"look at the magnitude"}]}
                """
            ])
        #expect(run.exit == 0, "\(run.err)")
        #expect(
            String(decoding: run.requests.first?.body ?? [], as: UTF8.self) == """
                {"files":[{"base64":"Y29kZQo=","name":"a.csv"},{"base64":"Y29kZQo=","name":"b.csv"}]}
                """)
        #expect(
            run.out == """
                FILE   ROWS  ADDED  CHANGED  UNCHANGED  NO LONGER PRESENT
                a.csv  3     2      1        0          0

                """)
        #expect(
            run.err == """
                → socket /tmp/ino.sock   DRY RUN, nothing stored
                warning: a.csv:2:1: look at the magnitude (D4)
                a.csv changed: z
                would be loaded; files 00ff

                """)
    }

    static let created = """
        {"secret":"ino_live_abc","token":{"id":"t1","name":"desk","organisation":"tsu","scopes":["act","read"],\
        "createdAt":"2016-03-25T06:00:00Z"}}
        """

    @Test func aNewTokenIsShownOnceWithALineThatWorks() async {
        let run = await Run.tool(
            "token", "create", "--name", "desk", "--org", "tsu", "--scope", "read,act", "--tz", "UTC",
            answers: ["/v1/tokens": Self.created])
        #expect(run.out.hasPrefix("secret        ino_live_abc\nid            t1\n"))
        #expect(
            run.err.contains(
                "curl -sS -H \"Authorization: Bearer ino_live_abc\" --unix-socket '/tmp/ino.sock' 'http://localhost/v1/version'"
            ))
        #expect(
            String(decoding: run.requests.first?.body ?? [], as: UTF8.self)
                == "{\"name\":\"desk\",\"organisation\":\"tsu\",\"scopes\":[\"read\",\"act\"]}")
    }

    @Test func aSecretFileKeepsTheSecretOffTheScreen() async {
        let run = await Run.tool(
            "token", "create", "--name", "desk", "--secret-file", "/s", "--tz", "UTC", "--server", "https://b.example/",
            answers: ["/v1/tokens": Self.created])
        #expect(run.written == ["/s": "ino_live_abc\n"])
        #expect(!run.out.contains("ino_live") && !run.err.contains("ino_live"))
        #expect(run.err.contains("Bearer $(cat '/s')\" 'https://b.example/v1/version'"))
    }

    @Test func aReportIsATableOrAnArrayOfObjects() async {
        let answers = [
            "/v1/reports/overdue": """
            {"name":"overdue","columns":[{"name":"org","type":"text"},{"name":"n","type":"int8"},{"name":"late","type":"bool"}],\
            "rows":[["tsu","2","t"],["tpu",null,"f"]],"samples":1}
            """
        ]
        let table = await Run.tool("report", "run", "overdue", answers: answers)
        #expect(table.out == "org  n  late\ntsu  2  t\ntpu     f\n")
        #expect(table.err == "1 of 2 rows are samples\n")
        let json = await Run.tool("report", "run", "overdue", "-o", "jsonl", "-q", answers: answers)
        #expect(json.out == "{\"org\":\"tsu\",\"n\":2,\"late\":true}\n{\"org\":\"tpu\",\"n\":null,\"late\":false}\n")
        #expect(json.err.isEmpty)
    }

    @Test func parametersOfAReportAreValuesOfItsColumns() async {
        let table = #"{"name":"overdue","columns":[{"name":"state","type":"text"}],"rows":[]}"#
        let run = await Run.tool(
            "report", "run", "overdue", "-P", "state=IN_EXECUTION", "-P", "due_on=", "--as-of", "2016-04-01T00:00:00Z",
            answers: ["/v1/reports/overdue": table])
        #expect(run.exit == 0, "\(run.err)")
        let parameters = run.requests.first?.query.map { "\($0.name)=\($0.value)" }
        #expect(parameters == ["asOf=2016-04-01T00:00:00Z", "where=state=IN_EXECUTION", "where=due_on="])
        let wrong = await Run.tool("report", "run", "overdue", "-P", "state")
        #expect(wrong.exit == Exit.usage && wrong.err.contains("-P 'state' is not COLUMN=VALUE."))
    }

    @Test func psqlPrintsTheLineOrSaysWhoMayAsk() async {
        let line = await Run.tool(
            "report", "psql", answers: ["/v1/version": "{\"version\":\"1\",\"psql\":\"psql -h /x\"}"])
        #expect(line.out == "psql -h /x\n")
        let none = await Run.tool("report", "psql", answers: ["/v1/version": "{\"version\":\"1\"}"])
        #expect(none.exit == 4)
    }

    @Test func theToDoListSaysWhatNext() async {
        let answers = [
            "/v1/programmes": Recorded.programmes,
            "/v1/tasks": """
            {"items":[{"instruction":"0000000000abc","number":"П-2016-0417","text":"Предложения","issuer":"minekonom",\
            "organisation":"tsu","role":"responsible","state":"ISSUED","due":"2016-04-05T12:00:00Z","isOverdue":false,\
            "workingDaysLeft":2,"acts":["register","refuse"]}]}
            """,
        ]
        let run = await Run.tool("inbox", "--due", "7d", answers: answers)
        #expect(
            run.out == """
                NUMBER       WHAT         FROM       ROLE         DUE (Asia/Tomsk)  LEFT  STATE   CAN
                П-2016-0417  Предложения  minekonom  responsible  05.04.2016 18:00  2 wd  ISSUED  register;refuse

                """)
        #expect(run.err == "1 · overdue 0 · next: inoctl instruction why П-2016-0417\n")
        #expect(run.requests.first?.uri == "/v1/tasks?due=7d&limit=50")
    }

    @Test func anEmptyToDoListSaysWhatToType() async {
        let run = await Run.tool(
            "inbox", answers: ["/v1/tasks": "{\"items\":[]}", "/v1/programmes": Recorded.programmes])
        #expect(run.exit == 0)
        #expect(run.err == "nothing waits; what others are to do: inoctl instruction list --issuer ORG\n")
    }

    @Test func anAcknowledgementSendsTheBoundedRange() async {
        let run = await Run.tool(
            "message", "ack", "--up-to", "17", "--level", "registered", "--org", "tsu", "-o", "csv",
            answers: [
                "/v1/inbox/receipts": "{\"organisation\":\"tsu\",\"level\":\"registered\",\"upTo\":17,\"count\":2}"
            ])
        #expect(
            String(decoding: run.requests.first?.body ?? [], as: UTF8.self)
                == "{\"level\":\"registered\",\"organisation\":\"tsu\",\"upTo\":17}")
        #expect(run.out == "organisation,level,up-to,new\ntsu,registered,17,2\n")
    }

    @Test func aMessageCanBeABodyOfBytes() async {
        let run = await Run.tool(
            "message", "send", "--to", "tsu:responsible", "--body-file", "/f", "--key", "k1", "-o", "json",
            files: ["/f": "abc"],
            answers: ["/v1/messages": "{}"])
        #expect(
            String(decoding: run.requests.first?.body ?? [], as: UTF8.self) == """
                {"base64":"YWJj","contentType":"application/octet-stream","key":"k1","kind":"letter",\
                "recipients":[{"organisation":"tsu","role":"responsible"}]}
                """)
    }

    @Test func showMessageBodyPrintsTheBytesAlone() async {
        let log = LetterTests.log(capacity: "own")
        let message = String(log.dropFirst("{\"items\":[".count).dropLast(2))
            .replacing("\"text\":\"{}\"", with: "\"base64\":\"YWJj\"")
        let run = await Run.tool("message", "show", "abd", "--body", answers: ["/v1/messages/abd": message])
        #expect(run.out == "abc")
    }

    @Test func explainPrintsEveryStepAndTheNorm() async {
        let run = await Run.tool(
            "calendar", "explain", "2016-03-25", "--mark", "срочно", "--tz", "Asia/Tomsk",
            answers: [
                "/v1/calendar/explain": """
                {"policy":"federal","mark":"срочно","from":"2016-03-25","due":"2016-03-28","dueAt":"2016-03-28T12:00:00Z",\
                "steps":[{"date":"2016-03-28","text":"+ 3 calendar days","norm":"federal v1"}]}
                """
            ])
        #expect(run.out == "DATE        STEP               NORM\n2016-03-28  + 3 calendar days  federal v1\n")
        #expect(run.err == "due 28.03.2016 18:00 Asia/Tomsk\n")
        #expect(run.requests.first?.query.map(\.value) == ["2016-03-25", "срочно"])
    }

    @Test func theVersionOfTheToolIsSaidEvenWithoutADaemon() async {
        let run = await Run.tool("version") { _, _ async throws(TransportFailure) in
            throw TransportFailure(kind: .unreachable, sentence: "nobody listens")
        }
        #expect(run.exit == 69)
        #expect(run.out == "inoctl      \(Inoctl.version)\n")
    }
}
