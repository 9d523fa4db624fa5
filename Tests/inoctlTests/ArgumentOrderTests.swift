// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import inoctl

@Suite struct ArgumentOrderTests {
    @Test(arguments: [
        (["-o", "json", "org", "list"], ["org", "list", "-o", "json"]),
        (["org", "-o", "json", "list", "--all"], ["org", "list", "-o", "json", "--all"]),
        (["--output=json", "-q", "org", "list"], ["org", "list", "--output=json", "-q"]),
        (["--profile", "prod", "inbox", "--due", "7d"], ["inbox", "--profile", "prod", "--due", "7d"]),
        (["org", "show", "tsu", "-o", "csv"], ["org", "show", "tsu", "-o", "csv"]),
        (["org", "--help"], ["org", "--help"]),
        (["org"], ["org"]),
        (["help", "org", "list"], ["help", "org", "list"]),
    ])
    func globalFlagsMoveBehindTheVerb(_ given: [String], _ wanted: [String]) throws {
        #expect(try ArgumentOrder.leavesFirst(given, in: Inoctl.self) == wanted)
    }

    @Test(arguments: [
        (["org", "lst"], "error: 'inoctl org' has no command 'lst'\n  next: Did you mean 'list'?\n"),
        (["instructon", "list"], "error: 'inoctl' has no command 'instructon'\n  next: Did you mean 'instruction'?\n"),
        (
            ["org", "paint"],
            "error: 'inoctl org' has no command 'paint'\n  next: It has: list show add edit rename merge\n"
        ),
    ])
    func aMistypedCommandIsAnsweredWithTheRightOne(_ given: [String], _ wanted: String) async {
        let run = await Run.tool(arguments: given)
        #expect(run.exit == 64)
        #expect(run.err == wanted)
        #expect(run.out.isEmpty)
    }

    @Test func anUnknownOptionIsAFaultOfUsage() async {
        let run = await Run.tool("org", "list", "--knd", "sme")
        #expect(run.exit == 64)
        #expect(run.err.hasPrefix("error: Unknown option '--knd'. Did you mean '--kind'?"))
    }

    @Test func aNounAloneSaysItsVerbsAndIsNoFault() async {
        let run = await Run.tool("org")
        #expect(run.exit == 0)
        #expect(run.out.contains("list                    List organisations."))
    }
}
