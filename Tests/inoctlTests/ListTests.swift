// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import inoctl

@Suite struct ListTests {
    static let page = "{\"items\":[\(Recorded.minekonom),\(Recorded.tsu)]}"

    private func list(_ format: String, terminal: Int? = nil) async -> Run {
        await Run.tool("org", "list", "-o", format, terminal: terminal, answers: ["/v1/organisations": Self.page])
    }

    @Test func aTableHasOneOrganisationALine() async {
        let run = await list("table")
        #expect(run.exit == 0)
        #expect(run.err.isEmpty)
        #expect(
            run.out == """
                CODE       KIND              NAME                                 PARENT  CLUSTER  PROVENANCE
                minekonom  federal_ministry  Минэкономразвития                                     document
                tsu        university        Томский государственный университет                   document

                """)
    }

    @Test func onATerminalTheCountStandsOnStderr() async {
        let run = await list("table", terminal: 120)
        #expect(run.err == "2 in all\n")
    }

    @Test func jsonIsOneArrayWithEverythingTheDaemonSaid() async {
        let run = await Run.tool(
            "org", "list", "-o", "json", answers: ["/v1/organisations": "{\"items\":[\(Recorded.tsu)]}"])
        #expect(
            run.out == """
                [
                  {
                    "code": "tsu",
                    "kind": "university",
                    "nameEn": "tsu",
                    "nameRu": "Томский государственный университет",
                    "formerNames": [],
                    "provenance": "document",
                    "evidence": "document_text",
                    "sourceNote": "file, item 1",
                    "newMember": 1
                  }
                ]

                """)
        #expect(run.err.isEmpty)
    }

    @Test func anEmptyListIsAnEmptyArray() async {
        let run = await Run.tool("org", "list", "-o", "json", answers: ["/v1/organisations": "{\"items\":[]}"])
        #expect(run.out == "[]\n")
    }

    @Test func jsonlIsOneObjectALine() async {
        let lines = await list("jsonl").out.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.hasPrefix("{\"code\":") && $0.hasSuffix("}") })
    }

    @Test func csvAndPlainHaveTheSameColumns() async {
        let csv = await list("csv").out
        #expect(
            csv.hasPrefix("code,kind,name,parent,cluster,provenance\nminekonom,federal_ministry,Минэкономразвития,"))
        let plain = await list("plain").out
        #expect(plain.hasPrefix("minekonom\tfederal_ministry\tМинэкономразвития\t\t\tdocument\n"))
    }

    @Test func allFollowsTheCursorAndAFilterGoesWithEachPage() async {
        let run = await Run.tool("org", "list", "--all", "--kind", "sme", "-o", "jsonl") { request, _ in
            let isSecond = request.query.contains { $0 == ("after", "c 1") }
            let text =
                isSecond ? "{\"items\":[\(Recorded.tsu)]}" : "{\"items\":[\(Recorded.minekonom)],\"next\":\"c 1\"}"
            return Answer(status: 200, body: Array(text.utf8))
        }
        #expect(run.out.split(separator: "\n").count == 2)
        #expect(
            run.requests.map(\.uri) == [
                "/v1/organisations?kind=sme&limit=500", "/v1/organisations?kind=sme&limit=500&after=c%201",
            ])
    }

    @Test func aListThatIsCutSaysSo() async {
        let run = await Run.tool(
            "org", "list", "--limit", "1",
            answers: ["/v1/organisations": "{\"items\":[\(Recorded.tsu)],\"next\":\"x\"}"])
        #expect(run.err == "the first 1; --all prints all\n")
    }

    @Test func timesStandInTheProgrammesZoneAndSayWhich() async {
        let run = await Run.tool("programme", "list", answers: ["/v1/programmes": Recorded.programmes])
        #expect(run.out.contains("NOW (Asia/Tomsk)"))
        #expect(run.out.contains("25.03.2016 12:00"))
        let csv = await Run.tool("programme", "list", "-o", "csv", answers: ["/v1/programmes": Recorded.programmes])
        #expect(csv.out.contains("2016-03-25T06:00:00Z"))
        let other = await Run.tool(
            "programme", "list", "--tz", "Europe/Moscow", answers: ["/v1/programmes": Recorded.programmes])
        #expect(other.out.contains("25.03.2016 09:00"))
    }
}
