// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Manual
import Testing
import Wire

@testable import inoctl

/// What the tool says about itself: completion, manual, doctor, the day's screen.
@Suite struct OwnCommandTests {
    @Test(arguments: ["bash", "zsh", "fish"])
    func everyShellCanComplete(_ shell: String) async throws {
        let run = await Run.tool("completion", shell)
        #expect(run.exit == 0 && run.out.contains("instruction") && run.out.contains("idempotency-key"))
        #expect(try Self.isAccepted(run.out, by: shell, "-n"))
    }

    @Test func thereIsAPageForTheToolAndForEveryNoun() async throws {
        let pages = try ManCommand.pages()
        let nouns = Inoctl.configuration.subcommands.map { "inoctl-\($0.commandName)" }
        #expect(pages.map(\.name) == ["inoctl"] + nouns)
        let page = await Run.tool("man", "instruction").out
        #expect(page.hasPrefix(".\\\" Written by"))
        #expect(page.contains(".SS inoctl instruction issue\nGive an instruction"))
        #expect(page.contains("\\-\\-without\\-deadline"))
        // The options of every command stand on the tool's page alone.
        #expect(!page.contains("\\-\\-columns") && pages[0].roff.contains("\\-\\-columns"))
        #expect(pages[0].roff.contains("EXIT STATUS") && pages[0].roff.contains(".SH FILES"))
        for page in pages {
            #expect(
                try Self.isAccepted(page.roff, by: "groff", "-Kutf8", "-Tutf8", "-man", "-ww", "-z"), "\(page.name)")
        }
        let mistyped = await Run.tool("man", "instrucion")
        #expect(mistyped.exit == 64 && mistyped.err.contains("Did you mean 'instruction'?"))
        let all = await Run.tool("man", "--folder", "/man1")
        #expect(all.written.count == pages.count && all.written["/man1/inoctl-org.1"] != nil)
    }

    /// Whether a program takes a text without a word; a program that is not here has nothing against it.
    private static func isAccepted(_ text: String, by name: String, _ arguments: String...) throws -> Bool {
        guard let path = ["/usr/bin/", "/bin/"].map({ $0 + name }).first(where: FileManager.default.fileExists) else {
            return true
        }
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text.utf8).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments + [file.path(percentEncoded: false)]
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let said = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        if !said.isEmpty { Issue.record("\(name): \(String(decoding: said, as: UTF8.self))") }
        return process.terminationStatus == 0 && said.isEmpty
    }

    private func doctor(_ answers: [String: String], now: Int64 = 1_800_000_000) async -> Run {
        await Run.tool("doctor", "--columns", "state,check", "-o", "plain", answers: answers)
    }

    private static let version = "{\"version\":\"\(Inoctl.version)\",\"api\":\"v1\",\"programmes\":[\"ino-tomsk\"]}"

    private static func me(now: String = "2027-01-15T08:00:00Z", expires: String = "2027-06-01T00:00:00Z") -> String {
        "{\"name\":\"desk\",\"organisation\":\"tsu\",\"scopes\":[\"act\"],\"expiresAt\":\"\(expires)\",\"now\":\"\(now)\"}"
    }

    @Test func aHealthyToolHasNoFault() async {
        let run = await doctor([
            "/livez": "{}", "/readyz": "{}", "/v1/whoami": Self.me(), "/v1/version": Self.version,
        ])
        #expect(run.exit == 0)
        #expect(run.out.split(separator: "\n").allSatisfy { $0.hasPrefix("ok\t") }, "\(run.out)")
        #expect(run.out.contains("clock") && run.out.contains("token.expiry"))
    }

    @Test func whatIsWrongIsNamedAndEndsWithTwo() async {
        let skewed = await doctor([
            "/livez": "{}", "/v1/whoami": Self.me(now: "2027-01-15T09:00:00Z", expires: "2027-01-17T00:00:00Z"),
            "/v1/version": Self.version.replacing(Inoctl.version, with: "0.0.1"),
        ])
        #expect(skewed.exit == 2)
        for line in ["fault\tdaemon.ready", "warn\ttoken.expiry", "fault\tclock", "warn\tversions"] {
            #expect(skewed.out.contains(line), "\(line) in \(skewed.out)")
        }
        let nobody = await Run.tool("doctor", environment: [:])
        #expect(nobody.exit == 2 && nobody.out.contains("no daemon is named"))
        let away = await Run.tool("doctor") { _, _ async throws(TransportFailure) in
            throw TransportFailure(kind: .unreachable, sentence: "nobody listens")
        }
        #expect(away.exit == 2 && away.out.contains("nobody listens"))
    }

    @Test func everyLineOfTodayEndsWithACommandThatExists() async throws {
        let answer = """
            {"now":"2016-03-25T06:00:00Z","organisation":"tsu","items":[\
            {"kind":"overdue","reference":"П-2016-0001","text":"Предложения по площадке","who":"minekonom","acts":["assign","report"]},\
            {"kind":"due-soon","reference":"П-2016-0002","text":"Перечень","who":"minekonom","due":"2016-03-28T12:00:00Z","acts":["register"]},\
            {"kind":"issued-late","reference":"П-2016-0003","text":"Отчёт","who":"tpu","acts":[]},\
            {"kind":"messages","reference":"tsu","text":"2 not yet received","count":2,"acts":[]},\
            {"kind":"window","reference":"sez_tomsk","text":"ОЭЗ","day":"2016-04-01","acts":[]}]}
            """
        let answers = ["/v1/today": answer, "/v1/programmes": Recorded.programmes]
        let run = await Run.tool("today", "--columns", "next", "-o", "plain", answers: answers)
        #expect(
            run.out == """
                inoctl instruction report П-2016-0001
                inoctl instruction register П-2016-0002
                inoctl instruction why П-2016-0003
                inoctl message inbox
                inoctl instrument show sez_tomsk

                """)
        for line in run.out.split(separator: "\n") {
            let words = line.split(separator: " ").dropFirst().map(String.init)
            #expect(try ArgumentOrder.leavesFirst(words, in: Inoctl.self) == words)
        }
        let narrow = await Run.tool("today", terminal: 90, answers: answers)
        #expect(narrow.out.contains("inoctl instruction register П-2016-0002"))
        #expect(narrow.err == "tsu · 25.03.2016 12:00 · 1 overdue, 1 due-soon, 1 issued-late, 1 messages, 1 window\n")
    }
}
