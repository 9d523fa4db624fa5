// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import inoctl

@Suite struct SendStreamTests {
    private static let confirmed = #"""
        {"line":1,"message":{"deliveries":[],"hash":"00","id":"06xy5d398000d","recordedAt":"2016-03-25T06:00:00Z"},"status":201}
        {"line":3,"problem":{"code":"unknown-recipient","detail":"No organisation.","retryable":false,"errors":[],"status":422,"title":"x","type":"/x"},"status":422}

        """#

    @Test func everyConfirmationIsARowAndARefusalMakesTheExitThree() async {
        let run = await Run.tool(
            "message", "send", "--stream", "letters", "--dry-run", files: ["letters": "{}\n\n{}\n"],
            answers: ["/v1/programmes": Recorded.programmes],
            stream: { request, _, take in
                #expect(request.method == "POST" && request.uri == "/v1/messages/stream?dryRun=true")
                #expect(try await request.parts?() == Array("{}\n\n{}\n".utf8))
                let bytes = Array(Self.confirmed.utf8)
                try await take(Array(bytes.prefix(200)))
                try await take(Array(bytes.dropFirst(200)))
                return Answer(status: 200, body: [])
            })
        #expect(run.out == "1\t201\t06xy5d398000d\t\n3\t422\t\tNo organisation.\n")
        #expect(run.err == "1 sent, 1 refused; confirmed up to line 3\n")
        #expect(run.exit == Exit.some)
    }

    @Test func aLostStreamSaysUpToWhereItIsConfirmed() async {
        let run = await Run.tool(
            "message", "send", "--stream", "letters", "-o", "jsonl", files: ["letters": "{}\n"],
            stream: { _, _, take in
                try await take(Array(Self.confirmed.utf8.prefix(122)))
                throw TransportFailure(kind: .broken, sentence: "the connection broke")
            })
        #expect(run.out.hasPrefix(#"{"line":1,"message":"#))
        #expect(run.err.hasPrefix("1 sent, 0 refused; confirmed up to line 1\nwhat follows may have been sent"))
        #expect(run.exit == Exit.tryAgain)
    }

    @Test func aStreamStandsAlone() async {
        for flags in [["--to", "tsu"], ["--file", "x"], ["-o", "csv"], ["--key", "x"]] {
            let run = await Run.tool(
                arguments: ["message", "send", "--stream", "letters"] + flags, files: ["letters": ""],
                answers: ["/v1/programmes": Recorded.programmes])
            #expect(run.exit == Exit.usage, "\(flags)")
        }
        #expect(await Run.tool("message", "send", "--stream", "nowhere").err.contains("there is no file nowhere"))
    }
}
