// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import TestDatabase
import Testing
import Wire

@testable import inod

/// A reader whose connection is cut at random moments while messages flow gets each of them exactly in order, none
/// missing and none twice.
///
/// The short form is 50 cuts and 2,000 messages. The long one:
/// `INO_CUTS=1000 INO_CUT_MESSAGES=100000 swift test --filter CutReaderTests`; `INO_SEED` repeats a run.
@Suite(.database, .timeLimit(.minutes(30))) struct CutReaderTests {
    private static func number(_ name: String, _ standard: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? standard
    }

    @Test func aReaderThatIsCutOffAgainAndAgainGetsEachMessageOnceAndInOrder() async throws {
        let cuts = Self.number("INO_CUTS", 50)
        let messages = Self.number("INO_CUT_MESSAGES", 2000)
        let seed = UInt64(Self.number("INO_SEED", Int.random(in: 1...1_000_000)))
        print("cut reader: seed \(seed), \(cuts) cuts, \(messages) messages")
        try await APIHarness.run { api in
            let base = try await api.store.inbox(of: "tsu", after: 0, limit: 1).last
            async let sent: Void = send(messages, api)
            var random = Moments(seed)
            var got: [Int64] = []
            var texts: [String?] = []
            var cut = 0
            while got.count < messages || cut < cuts {
                let after = base + Int64(got.count)
                // Parts of a stream end anywhere, in the middle of an event too.
                let parts = cut < cuts ? random.next(upTo: max(2, 2 * messages / cuts / 8)) : .max
                let read = try await api.stream("/v1/inbox", as: "tsu", after: after) { reader in
                    var read: [InboxItem] = []
                    var taken = 0
                    while taken < parts, got.count + read.count < messages {
                        let events = try await reader.events()
                        guard let events else { break }
                        taken += 1
                        for event in events {
                            read.append(try StrictJSON.decodeAnswer(InboxItem.self, from: event.data.utf8))
                        }
                    }
                    return read
                }
                got += read.map(\.number)
                texts += read.map(\.message.text)
                cut += 1
            }
            try await sent
            #expect(got == Array((base + 1)...(base + Int64(messages))), "seed \(seed)")
            #expect(texts == (1...messages).map { "letter \($0)" }, "seed \(seed)")
        }
    }

    /// Sends by 20 in a request, so that the reader is at the end of the inbox as often as behind it.
    private func send(_ messages: Int, _ api: APIHarness) async throws {
        for start in stride(from: 1, through: messages, by: 20) {
            let letters = (start...min(start + 19, messages)).map {
                #"{"recipients":["tsu"],"key":"letter \#($0)","text":"letter \#($0)"}"#
            }
            let answer = try await api.ask(
                .post, "/v1/messages/batch", as: "minekonom",
                json: #"{"messages":[\#(letters.joined(separator: ","))]}"#)
            try #require(answer.status == .ok)
        }
    }
}

/// Numbers that a seed gives again: SplitMix64.
private struct Moments: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func next(upTo limit: Int) -> Int { Int.random(in: 0...limit, using: &self) }
}
