// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import inoctl

/// `--dry-run` on the writes beside acts and imports: it is asked for, said aloud, and nothing is kept.
@Suite struct DryRunTests {
    private static let programme = """
        {"code":"next","nameEn":"Next","nameRu":"Далее","zone":"Asia/Tomsk","endOfDayHour":18,"calendar":"ru",\
        "policy":"federal","clock":"replay","now":"2016-04-01T00:00:00Z"}
        """
    private static let token = """
        {"id":"0000000000abc","name":"desk","organisation":"tsu","scopes":["read"],"createdAt":"2016-03-25T06:00:00Z"}
        """

    @Test(arguments: [
        (
            "programme add next --name-en Next --name-ru Далее --zone Asia/Tomsk", "/v1/programmes", programme,
            "code        next"
        ),
        (
            "programme clock next --to 2016-04-01T00:00:00Z", "/v1/programmes/next/clock", programme,
            "clock  replay"
        ),
        (
            "token create --name desk --org tsu --secret-file /s", "/v1/tokens", #"{"token":\#(token)}"#,
            "id            0000000000abc"
        ),
        ("token revoke 0000000000abc", "/v1/tokens/0000000000abc", token, "id            0000000000abc"),
        (
            "message ack --up-to 3", "/v1/inbox/receipts",
            #"{"organisation":"tsu","level":"delivered","upTo":3,"count":3}"#, "new           3"
        ),
    ])
    func aTrialSaysThatNothingIsStoredAndShowsWhatWouldBe(
        _ line: String, _ path: String, _ answer: String, _ shown: String
    ) async {
        let run = await Run.tool(
            arguments: line.split(separator: " ").map(String.init) + ["--dry-run", "--tz", "UTC"],
            answers: [path: answer])
        #expect(run.exit == 0, "\(run.err)")
        #expect(run.requests.first?.uri == "\(path)?dryRun=true")
        #expect(run.err == "→ socket /tmp/ino.sock   DRY RUN, nothing stored\n")
        #expect(run.out.contains(shown), "\(run.out)")
        #expect(!run.out.contains("secret"))
        #expect(run.written.isEmpty)
    }
}
