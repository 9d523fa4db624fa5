// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Foundation
import HTTPTypes
import HummingbirdTesting
import Schema
import Store
import TestDatabase
import Testing

@testable import inod

/// What Prometheus scrapes, read as it reads it.
@Suite(.database, .timeLimit(.minutes(3))) struct MetricsTests {
    @Test func theFiguresFollowWhatHappens() async throws {
        try await HookServer.run { hooks in
            try await APIHarness.run(limits: SenderLimits(SendingLimit(perSecond: 1, burst: 2), time: { .zero })) {
                api in
                let before = try await scrape(api)
                #expect(before["inod_build_info{version=\"\(Inod.version)\"}"] == 1)
                #expect(before["inod_schema_version"] == Schema.migrations.last.map { Double($0.number) })
                #expect(before["inod_database_up"] == 1 && before["inod_db_pool_size"] == 4)
                #expect(before["inod_paused{flow=\"intake\"}"] == 0 && before["inod_paused{flow=\"webhook\"}"] == 0)
                #expect(before["inod_outbox_messages"] == 517 && before["inod_outbox_inboxes"] == 517)
                #expect((before["inod_outbox_oldest_age_seconds"] ?? -1) >= 0)
                #expect(before["inod_messages_accepted_total{kind=\"letter\"}"] == nil)

                _ = try await api.ask(.post, "/v1/webhooks", as: "tpu", json: #"{"url":"\#(hooks.url)/ok"}"#)
                for (key, to) in [("a", "tpu"), ("a", "tpu"), ("b", "tsu")] {
                    let letter = #"{"recipients":["\#(to)"],"key":"\#(key)","text":"x","kind":"\#(key).any"}"#
                    _ = try await api.ask(.post, "/v1/messages?dryRun", as: "minekonom", json: letter)
                    _ = try await api.ask(.post, "/v1/messages", as: "minekonom", json: letter)
                }
                let nobody = #"{"recipients":["nobody"],"key":"c","text":"x"}"#
                _ = try await api.ask(.post, "/v1/messages", as: "tsu", json: nobody)
                let instruction = #"{"responsible":"tsu","text":"x","basis":"b","mark":"срочно"}"#
                _ = try await api.ask(
                    .post, "/v1/instructions", as: "tpu", key: "the-key-of-an-act", json: instruction)
                _ = try await api.ask(.post, "/v1/inbox/receipts", as: "tsu", json: #"{"upTo":2,"level":"delivered"}"#)
                _ = try await api.dispatching { await hooks.arrivals.first { $0.headers["webhook-id"]?.count == 13 } }
                _ = try await api.ask(
                    .post, "/v1/broker/flows/webhook/pause", as: "operator", key: "the-key-of-a-pause",
                    json: #"{"reason":"x"}"#)

                let after = try await scrape(api)
                // The second 'a' is the first one again and took room; with it 'b' was too many.
                #expect(after["inod_messages_accepted_total{kind=\"letter\"}"] == 1)
                #expect(after["inod_messages_accepted_total{kind=\"instruction\"}"] == 2)
                #expect(after["inod_messages_refused_total{reason=\"quota\"}"] == 1)
                #expect(after["inod_messages_refused_total{reason=\"unknown-recipient\"}"] == 1)
                #expect(after["inod_deliveries_total{channel=\"pull\"}"] == 2)
                #expect(after["inod_deliveries_total{channel=\"webhook\"}"] == 1)
                #expect(after["inod_webhook_attempts_total{result=\"done\"}"] == 1)
                #expect(after["inod_webhook_attempts_total{result=\"retry\"}"] == 0)
                #expect(after["inod_paused{flow=\"webhook\"}"] == 1 && after["inod_paused{flow=\"intake\"}"] == 0)
                #expect(after["inod_intake_waiting"] == 0)
                let used = after["inod_db_pool_connections{state=\"used\"}"] ?? -1
                #expect((0...4).contains(used + (after["inod_db_pool_connections{state=\"idle\"}"] ?? -1)))
            }
        }
    }

    @Test func nothingInternalIsToldToStrangers() async throws {
        try await APIHarness.run { api in
            let stranger = try await api.ask(.get, "/metrics")
            #expect(stranger.status == .unauthorized)
            for who in ["minekonom", "reader"] {
                let answer = try await api.ask(.get, "/metrics", as: who)
                #expect(answer.status == .forbidden)
            }
            #expect(try await api.ask(.head, "/metrics", as: "operator").status == .ok)
        }
    }

    @Test func aValueIsWrittenAsTheFormatWantsIt() throws {
        var text = MetricsText()
        text.add("inod_a", .gauge, "One \\ line\nof help.", [(["b": "say \"\\\n", "a": "x"], 0.5), (["a": "y"], 3)])
        text.add("inod_unknown", .gauge, "Not known.", nil)
        #expect(
            text.text == #"""
                # HELP inod_a One \\ line\nof help.
                # TYPE inod_a gauge
                inod_a{a="x",b="say \"\\\n"} 0.5
                inod_a{a="y"} 3

                """#)
    }

    private func scrape(_ api: APIHarness) async throws -> [String: Double] {
        let answer = try await api.ask(.get, "/metrics", as: "operator")
        #expect(answer.status == .ok && answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
        return try Exposition.read(String(decoding: answer.bytes, as: UTF8.self))
    }
}

/// The text format as a scraper reads it: a help and a type before a family's figures, each name once, each figure once.
enum Exposition {
    static func read(_ text: String) throws -> [String: Double] {
        var figures: [String: Double] = [:]
        var families: Set<String> = []
        var (family, kind) = ("", "")
        try #require(text.hasSuffix("\n"))
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if let help = line.wholeMatch(of: #/# HELP (inod_[a-z_]+) \S.*/#) {
                family = String(help.output.1)
                kind = ""
                #expect(families.insert(family).inserted, "\(family) stands twice")
            } else if let type = line.wholeMatch(of: #/# TYPE (inod_[a-z_]+) (counter|gauge)/#) {
                #expect(type.output.1 == family)
                kind = String(type.output.2)
                #expect((kind == "counter") == family.hasSuffix("_total"), "\(family)")
            } else {
                let label = #"[a-z_]+="(?:[^"\\\n]|\\["\\n])*""#
                let sample = try Regex(
                    #"([a-z_]+)(\{\#(label)(?:,\#(label))*\})? (\S+)"#,
                    as: (Substring, Substring, Substring?, Substring).self)
                let found = try #require(try sample.wholeMatch(in: line), "\(line)")
                #expect(found.output.1 == family && !kind.isEmpty, "\(line)")
                let name = "\(found.output.1)\(found.output.2 ?? "")"
                let value = try #require(Double(found.output.3), "\(line)")
                #expect(figures.updateValue(value, forKey: name) == nil, "\(name) stands twice")
            }
        }
        return figures
    }
}
