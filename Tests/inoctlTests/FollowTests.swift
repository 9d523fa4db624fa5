// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Testing
import Wire

@testable import inoctl

@Suite struct FollowTests {
    @Test func rowsArePrintedAsTheyComeAndALostStreamIsTakenUpBehindTheLast() async {
        let calls = Mutex(0)
        let run = await Run.tool(
            "message", "inbox", "--org", "tsu", "--follow", "--after", "4", "-o", "jsonl",
            stream: { request, _, take in
                #expect(request.uri == "/v1/inbox?organisation=tsu")
                #expect(request.headers["Accept"] == "text/event-stream")
                let call = calls.withLock { calls in
                    calls += 1
                    return calls
                }
                #expect(request.headers["Last-Event-ID"] == ["4", "6", "7"][call - 1])
                switch call {
                case 1:
                    let bytes = Array("retry: 5000\n\n\(Self.event(5)):\n\n\(Self.event(6))".utf8)
                    // Cut in the middle of an event.
                    try await take(Array(bytes.prefix(40)))
                    try await take(Array(bytes.dropFirst(40)))
                    return Answer(status: 200, body: [])
                case 2:
                    try await take(Array(Self.event(7).utf8))
                    return Answer(status: 200, body: [])
                default:
                    let problem = Recorded.problem("unauthenticated", status: 401, detail: "The token has expired.")
                    try await take(
                        Array("event: problem\ndata: \(String(decoding: problem.body, as: UTF8.self))\n\n".utf8))
                    return Answer(status: 200, body: [])
                }
            })
        let lines = run.out.split(separator: "\n")
        #expect(lines.map { $0.hasPrefix(#"{"number":"#) } == [true, true, true])
        #expect(run.err.contains("The token has expired."))
        #expect(run.exit == Exit.notAllowed)
    }

    @Test func ctrlCSaysWhereItStoppedAndHowToGoOn() async {
        let (printed, tell) = AsyncStream<Void>.makeStream()
        let run = await Run.tool(
            "message", "inbox", "--follow", answers: ["/v1/programmes": Recorded.programmes],
            stream: { _, _, take in
                try await take(Array(Self.event(1).utf8))
                tell.yield()
                try await Task.sleep(for: .seconds(1000))
                return Answer(status: 200, body: [])
            },
            interrupted: { for await _ in printed { break } })
        #expect(run.out == "1\t25.03.2016 12:00\tletter\tminekonom\t\t06xy5d398000d\tПросьба\t\t\n")
        #expect(run.err == "stopped after number 1 · go on: inoctl message inbox --follow --after 1\n")
        #expect(run.exit == Exit.interrupted)
    }

    @Test func aSessionIsTakenNamedAndGivenBack() async {
        let (printed, tell) = AsyncStream<Void>.makeStream()
        let held = #"{"organisation":"tsu","holder":"clerk","session":7,"until":"2016-03-25T06:01:00Z"}"#
        let run = await Run.tool(
            "message", "inbox", "--follow", "--session", "clerk", "--after", "3",
            answers: [
                "/v1/programmes": Recorded.programmes, "/v1/inbox/sessions": held,
                "/v1/inbox/sessions/7/release": held,
            ],
            stream: { request, _, _ in
                #expect(request.uri == "/v1/inbox?session=7")
                tell.yield()
                try await Task.sleep(for: .seconds(1000))
                return Answer(status: 200, body: [])
            },
            interrupted: { for await _ in printed { break } })
        #expect(
            run.err == """
                session 7 is held · acknowledge: inoctl message ack --session 7
                stopped after number 3 · go on: inoctl message inbox --follow --after 3 --session clerk

                """)
        #expect(run.requests.map(\.path).last == "/v1/inbox/sessions/7/release")
        #expect(run.exit == Exit.interrupted)
    }

    @Test func whatHasAnEndHasNoMeaningInAStream() async {
        for flags in [
            ["--wait", "3"], ["--all"], ["--limit", "3"], ["-o", "json"], ["-o", "csv"], ["--sort", "no"],
        ] {
            let run = await Run.tool(
                arguments: ["message", "inbox", "--follow"] + flags, answers: ["/v1/programmes": Recorded.programmes])
            #expect(run.exit == Exit.usage, "\(flags)")
            #expect(run.err.contains("--follow"), "\(flags)")
        }
    }

    private static func event(_ number: Int) -> String {
        """
        id: \(number)
        data: {"number":\(number),"message":{"id":"06xy5d398000d","programme":"ino-tomsk","kind":"letter",\
        "sender":"minekonom","actor":{"organisation":"minekonom","capacity":"system"},\
        "occurredAt":"2016-03-25T06:00:00Z","knownAt":"2016-03-25T06:00:00Z","recordedAt":"2016-03-25T06:00:00Z",\
        "audience":[{"organisation":"tsu"}],"contentType":"text/plain","hash":"00","text":"Просьба"}}


        """
    }
}

@Suite struct ServerSentEventTests {
    @Test func whatIsWrittenIsReadHoweverItIsCut() {
        let events = [
            ServerSentEvent(id: "1", data: #"{"a":"б"}"#), ServerSentEvent(name: "problem", id: "1", data: "one\ntwo"),
            ServerSentEvent(id: "2", data: " space"),
        ]
        var bytes = ServerSentEvent.retry(afterMilliseconds: 5000) + ServerSentEvent.heartbeat
        for event in events { event.write(to: &bytes) }
        var asked = events
        asked[1].id = "1"
        for size in 1...bytes.count {
            var reader = ServerSentEventReader()
            var read: [ServerSentEvent] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                read += reader.read(bytes[start..<min(start + size, bytes.count)])
            }
            #expect(read == asked, "parts of \(size)")
        }
    }

    @Test func theStandardsExamplesAreRead() {
        let text =
            "data: YHOO\ndata: +2\r\ndata: 10\r\r: test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\n"
        var reader = ServerSentEventReader()
        let events = reader.read(Array((text + "data:  third event\n\ndata").utf8))
        #expect(
            events == [
                ServerSentEvent(data: "YHOO\n+2\n10"), ServerSentEvent(id: "1", data: "first event"),
                ServerSentEvent(id: "", data: "second event"), ServerSentEvent(id: "", data: " third event"),
            ])
    }
}
