// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import inoctl

/// Instructions and messages from a file that a person wrote.
@Suite struct FormTests {
    private func issue(_ text: String, _ more: String...) async -> Run {
        await Run.tool(
            arguments: ["instruction", "issue", "--file", "/p.yaml", "--tz", "UTC"] + more, files: ["/p.yaml": text],
            answers: ["/v1/instructions": InstructionTests.answer])
    }

    private func body(_ run: Run) -> String { String(decoding: run.requests.first?.body ?? [], as: UTF8.self) }

    @Test func theExampleIsAnInstructionAsItStands() async {
        let example = await Run.tool("instruction", "issue", "--example")
        #expect(example.exit == 0 && example.requests.isEmpty)
        let run = await issue(example.out)
        #expect(run.exit == 0, "\(run.err)")
        #expect(
            body(run) == """
                {"aboutAction":"v1-05","coExecutors":["tpu"],"instruments":["sez_tomsk"],"mark":"оперативно",\
                "observers":["fano"],"responsible":"tsu",\
                "text":"Подготовить предложения по площадке для фторидных технологий\\nв ОЭЗ «Томск».\\n",\
                "withoutDeadline":false}
                """)
    }

    @Test func everyCommentedKeyOfTheExampleIsKnown() async {
        let lines = InstructionFile.example.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("#") && !line.hasPrefix("# ") ? line.dropFirst() : line
        }
        let run = await issue(lines.joined(separator: "\n"))
        #expect(run.err.contains("'due' is missing: with without-deadline there is none"))
        #expect(!run.err.contains("not known"))
        let message = MessageFile.example.replacing("\n#", with: "\n").split(separator: "\n")
            .filter { !$0.hasPrefix(" ") || $0.hasPrefix("  ") }
        let sent = await Run.tool(
            "message", "send", "--file", "/m", "--dry-run", files: ["/m": message.joined(separator: "\n")],
            answers: ["/v1/messages": "{}"])
        #expect(!sent.err.contains("/m:"), "\(sent.err)")
    }

    @Test func anUnknownKeyIsRefusedWithItsLineAndTheNearestOne() async {
        let run = await issue("to: tsu\ntext: x\nobservrs: [fano]\n")
        #expect(run.exit == 64 && run.requests.isEmpty)
        #expect(
            run.err.hasPrefix(
                "error: /p.yaml:3:1: the key 'observrs' is not known; did you mean 'observers'?\n"), "\(run.err)")
    }

    @Test func allFaultsAreSaidAtOnceWithLineAndColumn() async {
        let run = await issue("to: [tsu]\nmark: скоро\ndue: 2016-13-01\nco:\n  a: b\n")
        #expect(run.exit == 64)
        for words in [
            "/p.yaml:1:5: 'to' is a text", "/p.yaml:2:7: 'mark' cannot be 'скоро'", "/p.yaml:3:6: 'due' cannot be",
            "'co' is a list", "'text' is missing",
        ] {
            #expect(run.err.contains(words), "\(words) in \(run.err)")
        }
    }

    @Test func brokenYAMLSaysWhere() async {
        let run = await issue("to: tsu\ntext: [x\n")
        #expect(run.exit == 64)
        #expect(run.err.contains("/p.yaml:") && run.err.contains("this is not YAML"), "\(run.err)")
        let twice = await issue("to: tsu\ntext: x\nto: tpu\n")
        #expect(twice.exit == 64 && twice.err.contains("'to' is given twice") && twice.err.contains("/p.yaml:"))
        #expect(await issue("").err.contains("the file is empty"))
        #expect(await issue("just words").err.contains("one 'key: value' a line"))
    }

    @Test func aFileStandsAlone() async {
        #expect(await issue("to: tsu\n", "--to", "tpu").exit == 64)
        #expect(await Run.tool("message", "send", "--file", "/m", "--text", "x").exit == 64)
    }

    @Test func aMessageComesFromAFileToo() async {
        let run = await Run.tool(
            "message", "send", "--file", "-", "-o", "json",
            files: ["-": "to: ['tsu:responsible', tpu]\ntext: Просим.\nfrom: minekonom\nbasis: письмо № 1\n"],
            answers: ["/v1/messages": "{}"])
        #expect(run.exit == 0, "\(run.err)")
        #expect(
            body(run) == """
                {"kind":"letter","recipients":[{"organisation":"tsu","role":"responsible"},"tpu"],"text":"Просим."}
                """)
        #expect(run.requests.first?.headers["Ino-On-Behalf-Of"] == "minekonom")
    }
}
