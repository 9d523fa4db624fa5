// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import inoctl

/// The flags that every command has: each works, or is refused aloud.
@Suite struct GlobalOptionTests {
    static let page = "{\"items\":[\(Recorded.minekonom),\(Recorded.tsu)]}"

    private func list(_ more: String..., environment: [String: String] = [:], terminal: Int? = nil) async -> Run {
        await Run.tool(
            arguments: ["org", "list"] + more,
            environment: environment.merging(["INOCTL_SOCKET": Run.socket]) { first, _ in first },
            terminal: terminal, answers: ["/v1/organisations": Self.page])
    }

    @Test func wideShowsEveryColumnAndCutsNone() async {
        let wide = await list("-o", "wide", terminal: 40)
        #expect(wide.out.contains("NAME EN") && wide.out.contains("SOURCE"))
        #expect(wide.out.contains("Томский государственный университет"))
        #expect(await !list().out.contains("SOURCE"))
    }

    @Test func aWideColumnCanBeNamedInAnyTable() async {
        #expect(await list("--columns", "code,source", "-o", "csv").out.hasPrefix("code,source\nminekonom,"))
    }

    @Test func tsvKeepsOneRecordALine() async {
        let table = TextTable(columns: ["a", "b"], rows: [["x\ty", "1\n2\\"]])
        #expect(table.tsv == "a\tb\nx\\ty\t1\\n2\\\\\n")
        #expect(await list("-o", "tsv").out.hasPrefix("code\tkind\tname"))
    }

    @Test func excelGetsAMarkSemicolonsAndNoFormula() async {
        let run = await list("--excel", "--columns", "code,name")
        #expect(
            run.out == "\u{FEFF}CODE;NAME\r\nminekonom;Минэкономразвития\r\ntsu;Томский государственный университет\r\n"
        )
        let table = TextTable(columns: ["a"], rows: [["=cmd()"], ["-5,2"], ["-rm"], ["a;b"]])
        #expect(table.spreadsheet == "\u{FEFF}A\r\n'=cmd()\r\n-5,2\r\n'-rm\r\n\"a;b\"\r\n")
    }

    @Test func excelWritesDecimalCommas() async {
        let run = await Run.tool(
            "report", "run", "money", "--excel",
            answers: [
                "/v1/reports/money": """
                {"name":"money","columns":[{"name":"v","type":"text"},{"name":"m","type":"numeric"}],\
                "rows":[["1.5","2.5"],["x",null]]}
                """
            ])
        #expect(run.out == "\u{FEFF}v;m\r\n1.5;2,5\r\nx;\r\n")
    }

    @Test func sortingGoesByTheColumnAndAsksForTheWholeList() async {
        let run = await list("--sort", "kind:desc,code", "--columns", "code", "-o", "plain", "--limit", "1")
        #expect(run.out == "tsu\n")
        #expect(run.requests.first?.uri == "/v1/organisations?limit=500")
        let json = await list("--sort", "kind:desc", "-o", "jsonl")
        #expect(json.out.hasPrefix("{\"code\":\"tsu\""))
    }

    @Test func numbersSortAsNumbersAndNothingStandsLast() {
        let rows: [[Cell]] = [[.number("10")], [.number("")], [.number("9")]]
        #expect(SortKey.order(rows, by: [(0, false)]) == [2, 0, 1])
        #expect(SortKey.order(rows, by: [(0, true)]) == [0, 2, 1])
    }

    @Test func colourFollowsTheFlagTheTerminalAndTheEnvironment() async {
        #expect(await !list().out.contains("\u{1B}"))
        #expect(await list(terminal: 100).out.contains("\u{1B}[1mCODE"))
        #expect(await !list(environment: ["NO_COLOR": "1"], terminal: 100).out.contains("\u{1B}"))
        #expect(await !list(environment: ["TERM": "dumb"], terminal: 100).out.contains("\u{1B}"))
        #expect(await list("--color", "always").out.contains("\u{1B}"))
        #expect(await !list("--color", "never", terminal: 100).out.contains("\u{1B}"))
        #expect(await !list("--color", "always", "-o", "csv").out.contains("\u{1B}"))
    }

    @Test func verboseSaysWhatWasAsked() async {
        let run = await list("-v")
        #expect(run.err.hasPrefix("GET /v1/organisations?limit=50: 200, "))
    }

    @Test(arguments: [
        ("org list -o json --columns code", "--columns has no meaning here: -o json prints all"),
        ("org show tsu --sort code", "--sort has no meaning here: there is one thing"),
        ("org list --excel -o json", "--excel is a kind of CSV"),
        ("org list --sort colour", "there is no column 'colour'"),
        ("org list --sort code:up", "--sort cannot be 'code:up'"),
        ("org list --columns nam", "there is no column 'nam'"),
        ("org show tsu --columns nam", "there is no column 'nam'"),
        ("org show tsu --limit 3", "Unknown option '--limit'"),
        ("org list --timeout 0", "--timeout must be at least 1"),
        ("org list -q -v", "exclude each other"),
        ("profile list --timeout 3", "--timeout has no meaning here: no daemon is asked"),
        ("report psql -o csv", "-o csv has no meaning here: this is a text"),
    ])
    func whatHasNoMeaningIsRefusedAloud(_ line: String, _ words: String) async {
        let run = await Run.tool(
            arguments: line.split(separator: " ").map(String.init),
            answers: [
                "/v1/organisations": Self.page, "/v1/organisations/tsu": Recorded.tsu,
                "/v1/version": "{\"version\":\"1\",\"psql\":\"psql\"}",
            ])
        #expect(run.exit == 64)
        #expect(run.err.contains(words), "\(run.err)")
        #expect(run.out.isEmpty)
    }

    @Test func aProtectedProfileAsksAPersonAndNobodyElse() async {
        let config = """
            default = "prod"
            [profile.prod]
            server = "https://b.example"
            protected = true
            """
        func send(_ typed: String?, _ more: String...) async -> Run {
            await Run.tool(
                arguments: ["message", "send", "--to", "tsu", "--text", "x"] + more,
                environment: ["HOME": "/h"], files: ["/h/.config/inoctl/config.toml": config], typed: typed,
                answers: ["/v1/messages": "{}"])
        }
        let agreed = await send("yes")
        #expect(agreed.requests.first?.path == "/v1/messages")
        #expect(
            agreed.err.hasPrefix("profile 'prod' (https://b.example) is protected. Write there? [y/N] \n→ profile prod")
        )
        let refused = await send("n")
        #expect(refused.exit == 2 && refused.requests.isEmpty)
        for run in [await send(nil), await send("y", "--no-input"), await send("y", "-o", "json")] {
            #expect(run.exit == 64 && run.requests.isEmpty)
            #expect(run.err.contains("--yes"))
        }
    }
}
