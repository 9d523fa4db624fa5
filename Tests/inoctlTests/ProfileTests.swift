// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Testing

@testable import inoctl

@Suite struct ProfileTests {
    static let user = "/home/i/.config/inoctl/config.toml"
    static let config = """
        # mine
        default = "prod"

        [profile.prod]
        server = "https://broker.tomsk.example"
        token-file = "~/prod.token"
        tz = "Asia/Tomsk"
        protected = true

        [profile.test]
        socket = "/run/test.sock"

        """

    private func show(_ arguments: [String] = [], environment: [String: String] = [:], config: String = config) async
        -> Run
    {
        await ProfileTests.tool(
            ["profile", "show", "--origin", "-o", "plain"] + arguments, environment: environment, config: config)
    }

    private static func tool(
        _ arguments: [String], environment: [String: String] = [:], config: String = config
    ) async -> Run {
        await Run.tool(
            arguments: arguments, environment: environment.merging(["HOME": "/home/i"]) { first, _ in first },
            files: [user: config, "/home/i/prod.token": "ino_live_x\n"],
            answers: ["/v1/tasks": "{\"items\":[]}", "/v1/messages": "{}"])
    }

    @Test func theFilesDefaultIsUsedWhenNothingElseIsSaid() async {
        let run = await show()
        #expect(
            run.out == """
                profile\tprod\tprofile prod in /home/i/.config/inoctl/config.toml
                target\thttps://broker.tomsk.example\tprofile prod in /home/i/.config/inoctl/config.toml
                token-file\t~/prod.token\tprofile prod in /home/i/.config/inoctl/config.toml
                output\tplain\t--output
                tz\tAsia/Tomsk\tprofile prod in /home/i/.config/inoctl/config.toml
                protected\ttrue\tprofile prod in /home/i/.config/inoctl/config.toml

                """)
    }

    @Test func theEnvironmentStandsBeforeTheFileAndAFlagBeforeBoth() async {
        let environment = ["INOCTL_SERVER": "https://env.example", "INOCTL_TZ": "Europe/Moscow"]
        #expect(await show(environment: environment).out.hasPrefix("target\thttps://env.example\tINOCTL_SERVER\n"))
        #expect(
            await show(["--socket", "/s", "--tz", "UTC"], environment: environment).out.contains("tz\tUTC\t--tz\n"))
        #expect(
            await show(environment: ["INOCTL_SOCKET": "/e.sock"]).out.hasPrefix(
                "target\tsocket /e.sock\tINOCTL_SOCKET\n"))
        #expect(await show(["--profile", "test"]).out.contains("target\tsocket /run/test.sock\tprofile test in"))
    }

    @Test func aProfilesTokenGoesToItsOwnDaemonOnly() async {
        let home = await Self.tool(["inbox"])
        #expect(home.requests.first?.headers["Authorization"] == "Bearer ino_live_x")
        let elsewhere = await Self.tool(["inbox", "--server", "https://other.example"])
        #expect(elsewhere.requests.first?.headers["Authorization"] == nil)
    }

    @Test func aProtectedProfileWantsYes() async {
        let run = await Self.tool(["message", "send", "--to", "tsu", "--text", "x"])
        #expect(run.exit == 64)
        #expect(run.err.hasPrefix("error: profile 'prod' (https://broker.tomsk.example) is protected\n"))
        #expect(run.requests.isEmpty)
        let dry = await Self.tool(["message", "send", "--to", "tsu", "--text", "x", "--dry-run"])
        #expect(dry.requests.count == 1)
    }

    @Test(arguments: [
        ("serverr = \"x\"", "the key 'serverr' is not known"),
        ("[profile.a]\nport = 1", "the key 'profile.a.port' is not known"),
        ("[profile.a]\nserver = 1", "profile.a.server must be a text in quotes"),
        ("default = \"gone\"", "there is no profile 'gone'"),
        ("default = ", "line 1, column"),
    ])
    func aBadFileIs78AndNamesTheFault(_ text: String, _ words: String) async {
        let run = await show(config: text)
        #expect(run.exit == 78)
        #expect(run.err.contains(words), "\(run.err)")
    }

    @Test func withoutAnyDaemonTheNextStepIsSaid() async {
        let run = await Run.tool("inbox", environment: [:])
        #expect(run.exit == 78)
        #expect(run.err.contains("name one: --server"))
    }

    @Test func editsKeepCommentsAndOtherProfiles() async {
        let added = await Self.tool(["profile", "add", "new", "--server", "https://n.example", "--tz", "UTC"])
        #expect(added.exit == 0)
        let wanted = Self.config + "\n[profile.new]\nserver = \"https://n.example\"\ntz = \"UTC\"\n"
        #expect(added.written[Self.user] == wanted)
        let used = await Self.tool(["profile", "use", "test"])
        #expect(used.written[Self.user] == Self.config.replacing("default = \"prod\"", with: "default = \"test\""))
        let removed = await Self.tool(["profile", "rm", "prod"])
        #expect(removed.written[Self.user] == "# mine\n\n[profile.test]\nsocket = \"/run/test.sock\"\n")
        let missing = await Self.tool(["profile", "use", "tst"])
        #expect(missing.exit == 6)
        #expect(missing.err.contains("Did you mean 'test'?"))
    }

    @Test func aTokenFileWithMoreThanATokenIsRefused() async {
        let run = await Run.tool(
            "inbox", "--token-file", "/t", files: ["/t": "one two"])
        #expect(run.exit == 78)
        #expect(run.err == "error: the token file /t must hold one token and nothing else\n")
    }
}
