// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import inoctl

@Suite struct OutputTests {
    static let table = TextTable(
        columns: ["code", "name", "left"],
        rows: [
            ["tsu", "Томский государственный университет", "2 wd"], ["pku", "北京大学", ""],
            ["х\u{301}", "a,\"b\"\nc", "1"],
        ])

    @Test func alignedColumnsCountTerminalColumns() {
        #expect(
            Self.table.aligned(width: nil) == """
                CODE  NAME                                 LEFT
                tsu   Томский государственный университет  2 wd
                pku   北京大学
                х́     a,"b" c                              1

                """)
    }

    @Test func onATerminalTheWidestColumnIsCut() {
        #expect(
            Self.table.aligned(width: 30) == """
                CODE  NAME                LEFT
                tsu   Томский государст…  2 wd
                pku   北京大学
                х́     a,"b" c             1

                """)
    }

    @Test func csvQuotesWhatMustBeQuoted() {
        #expect(
            Self.table.csv == """
                code,name,left
                tsu,Томский государственный университет,2 wd
                pku,北京大学,
                х́,"a,""b""
                c",1

                """)
    }

    @Test func plainIsARecordALineWithoutHeader() {
        #expect(Self.table.plain == "tsu\tТомский государственный университет\t2 wd\npku\t北京大学\t\nх́\ta,\"b\" c\t1\n")
    }

    @Test func nothingInDataSteersTheTerminal() {
        let table = TextTable(columns: ["a"], rows: [["\u{1B}[2Jgone\u{202E}"]])
        #expect(table.aligned(width: nil) == "A\n\u{FFFD}[2Jgone\u{FFFD}\n")
    }

    @Test func columnsAreChosenByName() throws {
        #expect(try Self.table.selecting(["left", "code"]).csv.hasPrefix("left,code\n2 wd,tsu\n"))
        #expect(throws: Failure.self) { try Self.table.selecting(["colour"]) }
    }

    @Test(arguments: [("Томск", 5), ("北京", 4), ("e\u{301}", 1), ("", 0), ("👍", 2)])
    func widthIsThatOfTheTerminal(_ text: String, _ columns: Int) {
        #expect(DisplayWidth.columns(of: text) == columns)
    }

    @Test func wrappingBreaksBetweenWords() {
        #expect(DisplayWidth.wrapped("один два три\nчетыре", to: 8) == ["один два", "три", "четыре"])
    }
}
