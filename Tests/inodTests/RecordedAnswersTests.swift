// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import TestDatabase
import Testing

@testable import inod

/// The answers that inoctl's golden output is made from are the daemon's own: the story that gave them is played again,
/// and every request in it must be answered as recorded, but for ids, hashes of messages and real times.
///
/// `INOCTL_GOLDEN=record swift test --filter RecordedAnswersTests` records them anew.
@Suite(.database, .timeLimit(.minutes(5))) struct RecordedAnswersTests {
    @Test func everyCommandIsAnsweredAsRecorded() async throws {
        try await HookServer.run { hooks in
            try await APIHarness.run { api in
                let story = RecordedStory(api, who: try await RecordedStory.persons(api))
                try await story.tell(pushedTo: hooks)
                let recorded = try FileManager.default.contentsOfDirectory(
                    atPath: RecordedStory.folder.path(percentEncoded: false))
                let given = await story.kept.names
                #expect(
                    Set(recorded).subtracting(given) == RecordedStory.withoutStep, "no step of the story gives these")
            }
        }
    }
}

/// What inoctl asks the daemon, step by step, and the files its answers are kept in.
struct RecordedStory: Sendable {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "inoctlTests/Recorded")

    /// The files that the story has given so far.
    actor Kept {
        var names: Set<String> = []
        func insert(_ name: String) { names.insert(name) }
        private var steps = 0
        /// The key of the next step: the same whenever the story is told, since it stands in messages as their sender's.
        func key() -> String {
            steps += 1
            return "recorded-story-\(steps)"
        }
    }

    let api: APIHarness
    let kept = Kept()
    let secrets: [String: String]

    init(_ api: APIHarness, who secrets: [String: String]) {
        self.api = api
        self.secrets = secrets
    }

    /// Persons' tokens, by the body they act for: votes are theirs.
    static func persons(_ api: APIHarness) async throws -> [String: String] {
        var secrets: [String: String] = [:]
        for body in ["minekonom", "tsu", "tpu", "fano", "ind_park_tomsk", "tomsk_admin"] {
            let hasPersons = !["ind_park_tomsk", "tomsk_admin"].contains(body)
            let new = NewToken(
                name: "p-\(body)", person: hasPersons ? "sample-\(body)-signatory" : nil,
                position: hasPersons ? "Signatory" : nil, organisation: body, scopes: [.read, .send, .act])
            secrets[body] = try await api.store.createToken(new, by: "test").secret
        }
        return secrets
    }

    /// What a command asks, whose answer is kept for it; without a command it only leads to the next.
    @discardableResult
    func keep(
        _ command: String?, _ path: String, by method: HTTPRequest.Method = .post, as who: String,
        _ body: String? = nil, headers: [String: String] = [:], bodyIsKept: Bool = true
    ) async throws -> Data {
        let answer = try await ask(path, by: method, as: who, body, headers: headers)
        guard let command else { return answer }
        var record: [String: Any] = ["method": method.rawValue, "path": String(path.split(separator: "?")[0])]
        if let body, bodyIsKept { record["body"] = try JSONSerialization.jsonObject(with: Data(body.utf8)) }
        record["answer"] = try JSONSerialization.jsonObject(with: answer, options: .fragmentsAllowed)
        try await compare(record, with: command.replacing(" ", with: "-") + ".json")
        return answer
    }

    /// A request that must be answered.
    @discardableResult
    func ask(
        _ path: String, by method: HTTPRequest.Method = .post, as who: String, _ body: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> Data {
        let escaped = path.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? path
        let key = await kept.key()
        let response = try await api.ask(
            method, escaped, as: secrets[who] ?? who, key: method == .get ? nil : key,
            headers: headers, body: body.map { Array($0.utf8) })
        let answer = String(decoding: response.bytes, as: UTF8.self)
        try #require((200..<300).contains(response.status.code), "\(method) \(path): \(answer)")
        return Data(response.bytes)
    }

    /// Reads what the tool reads; kept under the path, without its query. An id in the path is another every time, and is
    /// kept as the one that the command names.
    @discardableResult
    func read(
        _ path: String, as who: String, id: String? = nil, keptAs alias: String = ""
    ) async throws -> [String: Any] {
        var texts = [String(decoding: try await ask(path, by: .get, as: who), as: UTF8.self)]
        texts.append(String(path.prefix { $0 != "?" }))
        if let id { texts = texts.map { $0.replacing(id, with: alias) } }
        let object = try JSONSerialization.jsonObject(with: Data(texts[0].utf8))
        let name = "GET" + texts[1].replacing("/v1/", with: ".").replacing("/", with: ".") + ".json"
        try await compare(object, with: name)
        return object as? [String: Any] ?? [:]
    }

    private func compare(_ value: Any, with name: String) async throws {
        await kept.insert(name)
        let file = Self.folder.appending(path: name)
        let text = try Self.text(value)
        // What has not changed stays as it is, with its ids and times.
        let before = try? Self.lasting(String(contentsOf: file, encoding: .utf8))
        if ProcessInfo.processInfo.environment["INOCTL_GOLDEN"] == "record", try before != Self.lasting(text) {
            try Data(text.utf8).write(to: file)
        }
        guard let recorded = try? String(contentsOf: file, encoding: .utf8) else {
            Issue.record("\(name) is not recorded: INOCTL_GOLDEN=record swift test --filter RecordedAnswersTests")
            return
        }
        #expect(try Self.lasting(text) == Self.lasting(recorded), "\(name) is not what the daemon answers")
    }

    /// A document as it is kept: its secrets are not.
    private static func text(_ value: Any) throws -> String {
        let data = try JSONSerialization.data(
            withJSONObject: value, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        let secret = try Regex("ino_live_[0-9a-z]+")
        let ofWebhook = try Regex("whsec_[0-9A-Za-z+/=]+")
        return String(decoding: data, as: UTF8.self).replacing(
            secret, with: "ino_live_" + String(repeating: "0", count: 64)
        ).replacing(ofWebhook, with: "whsec_" + String(repeating: "A", count: 43) + "=") + "\n"
    }

    /// What is the same whenever the story is told: neither ids nor the hashes and real times that come with them, nor
    /// where the endpoint happened to listen and how long it took.
    private static func lasting(_ text: String) throws -> String {
        try text.replacing(Regex("(\"|/)[0-9a-hjkmnp-tv-z]{13}(\"|/)"), with: "ID")
            .replacing(
                Regex("\"(hash|recordedAt|createdAt|expiresAt|revokedAt|parkedAt|pausedAt)\" : \"[^\"]*\""),
                with: "TIME"
            )
            // The programme's own times are of 2016.
            .replacing(Regex("\"20(2[4-9]|[3-9][0-9])-[0-9]{2}-[0-9]{2}T[^\"]*\""), with: "TIME")
            .replacing(Regex("127\\.0\\.0\\.1:[0-9]+"), with: "PORT")
            .replacing(Regex("\"milliseconds\" : [0-9]+"), with: "MILLISECONDS")
    }
}
