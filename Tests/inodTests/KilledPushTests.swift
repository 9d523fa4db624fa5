// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Coordination
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NIOHTTP1
import Postgres
import Store
import Synchronization
import TestDatabase
import Testing

@testable import inod

/// A real daemon is killed by SIGKILL while an endpoint has its message and has not answered, again and again.
@Suite(.database, .timeLimit(.minutes(20))) struct KilledPushTests {
    @Test func whatItWasPushingGoesOutAgainUnderTheSameIdAndNothingIsLost() async throws {
        let kills = ProcessInfo.processInfo.environment["INO_KILLS"].flatMap { Int($0) } ?? 20
        let database = try TestDatabase.current
        try await database.furnish()
        let office = try MortalOffice(database)
        defer { office.clear() }
        try await HeldHook.run { hook in
            var daemon = try await office.start()
            defer { daemon.end() }
            let webhook = try await office.addWebhook(at: hook.url)
            var arrivals = hook.arrivals.makeAsyncIterator()
            for number in 1...kills {
                hook.isHolding = true
                try await office.send("letter \(number)")
                let pushed = try #require(await arrivals.next())
                let before = try await office.lease()
                kill(daemon.process.processIdentifier, SIGKILL)
                #expect(await daemon.exited() == SIGKILL)
                hook.isHolding = false
                // Nobody waits for the half minute after which a silent daemon is taken for dead.
                try await database.connection().script("update core.daemon set alive_until = now() - interval '1 s'")
                daemon = try await office.start()
                let again = try #require(await arrivals.next())
                #expect(again == pushed, "kill \(number)")
                try await office.wait(for: webhook, at: Int64(number))
                let after = try await office.lease()
                #expect(after.epoch > before.epoch && after.owner != before.owner, "kill \(number)")
                let late = try await office.lateRecord(of: pushed, number: Int64(number), webhook, under: before)
                #expect(late == .leaseLost, "kill \(number): the word of the dead counts no more")
            }
            let attempts = try await office.store.attempts(of: webhook, limit: 10 * kills)
            #expect(attempts.map(\.number).sorted() == Array(1...Int64(kills)), "the dead one wrote nothing down")
            #expect(attempts.allSatisfy { $0.result == "done" && $0.n == 1 })
            let inbox = try await office.store.inbox(of: "tsu", after: 0, limit: 10 * kills)
            let acknowledged = "select acknowledged::text from core.inbox_position('tsu')"
            #expect(try await TestDatabase.current.value(acknowledged) == "\(kills)")
            #expect(
                hook.hits == inbox.items.flatMap { Array(repeating: $0.message.id.description, count: 2) },
                "each went out twice, in order")
        }
    }
}

/// A database with one endpoint, and daemons that come and go.
private struct MortalOffice {
    let folder: String
    let settings: String
    let store: Store
    private let database: TestDatabase

    init(_ database: TestDatabase) throws {
        self.database = database
        folder = try temporaryFolder()
        settings = try RealSettings.write(in: folder, conninfo: database.conninfo(user: "ino_daemon"))
        let key = "\(folder)/master.key"
        let made = FileManager.default.createFile(
            atPath: key, contents: Data(String(repeating: "k", count: 64).utf8), attributes: [.posixPermissions: 0o600])
        try #require(made)
        let text = try String(contentsOfFile: settings, encoding: .utf8)
        try (text + "\n[webhook]\ninside = \"127.0.0.1\"\nmaster-key = { file = \"\(key)\" }\n")
            .write(toFile: settings, atomically: true, encoding: .utf8)
        store = Store(
            StoreConfiguration(conninfo: database.conninfo(user: "ino_daemon"), poolSize: 2),
            logger: Logger(label: "test"))
    }

    func clear() { try? FileManager.default.removeItem(atPath: folder) }

    /// Starts a daemon and waits until it serves.
    func start() async throws -> RealProgram {
        let place = "\(folder)/notify-\(UUID().uuidString.prefix(8))"
        let receiver = try #require(Receiver(path: place))
        let daemon = try RealProgram(
            ["serve", "--config", settings], environment: ["NOTIFY_SOCKET": place], in: folder)
        try await receiver.wait(for: "STATUS=serving")
        return daemon
    }

    func addWebhook(at url: String) async throws -> Identifier {
        let answer = try await post("/v1/webhooks", #"{"organisation":"tsu","url":"\#(url)"}"#)
        let made = try JSONSerialization.jsonObject(with: answer) as? [String: Any]
        let webhook = try #require(made?["webhook"] as? [String: Any], "\(String(decoding: answer, as: UTF8.self))")
        return try #require((webhook["id"] as? String).flatMap { Identifier($0) })
    }

    func send(_ text: String) async throws {
        _ = try await post("/v1/messages", #"{"recipients":["tsu"],"key":"\#(text)","text":"\#(text)"}"#)
    }

    private func post(_ path: String, _ body: String) async throws -> Data {
        let socket = folder.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        var request = HTTPClientRequest(url: "http+unix://\(socket)%2Fadmin.sock\(path)")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Ino-On-Behalf-Of", value: "minekonom")
        request.headers.add(name: "Ino-Basis", value: Data("тест".utf8).base64EncodedString())
        request.body = .bytes(ByteBuffer(string: body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let answer = Data(try await response.body.collect(upTo: 1 << 20).readableBytesView)
        #expect(response.status.code == 201, "\(String(decoding: answer, as: UTF8.self))")
        return answer
    }

    /// Who pushes from the inbox of tsu, and for the how-manieth time somebody does.
    func lease() async throws -> (owner: String, shard: Int16, epoch: Int64) {
        try await database.connection().one(
            """
            select s.owner::text, s.shard, s.epoch
              from core.shard s
             where s.shard = (select o.id % 64 from core.organisation o where o.code = 'tsu')
            """, as: (String, Int16, Int64).self)
    }

    func wait(for webhook: Identifier, at position: Int64) async throws {
        while try await store.webhook(webhook.description).position < position {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    /// What the dead daemon would have written down, had it come to it.
    func lateRecord(
        of message: String, number: Int64, _ webhook: Identifier,
        under lease: (owner: String, shard: Int16, epoch: Int64)
    ) async throws -> PushRecorded {
        try await store.record(
            PushRecord(
                webhook: webhook, message: try #require(Identifier(message)), number: number, replay: nil, attempts: 1,
                at: Instant(microsecondsSince1970: Int64(Date.now.timeIntervalSince1970 * 1_000_000)),
                meaning: .step(.done), status: 200, detail: "", milliseconds: 1, answer: []),
            daemon: lease.owner, shard: lease.shard, epoch: lease.epoch)
    }
}

/// An endpoint that can keep who pushes to it waiting.
private final class HeldHook: Sendable {
    let port: Int
    /// The ids of what came, as it comes.
    let arrivals: AsyncStream<String>
    private let state: Mutex<(isHolding: Bool, hits: [String])>

    var url: String { "http://127.0.0.1:\(port)/hook" }
    var hits: [String] { state.withLock { $0.hits } }
    var isHolding: Bool {
        get { state.withLock { $0.isHolding } }
        set { state.withLock { $0.isHolding = newValue } }
    }

    private init(port: Int, arrivals: AsyncStream<String>) {
        self.port = port
        self.arrivals = arrivals
        state = Mutex((false, []))
    }

    private func add(_ id: String) { state.withLock { $0.hits.append(id) } }

    /// Runs it while a closure works.
    static func run(_ body: @escaping @Sendable (HeldHook) async throws -> Void) async throws {
        let (arrivals, arrived) = AsyncStream.makeStream(of: String.self)
        let held = Mutex<HeldHook?>(nil)
        let router = Router()
        router.on("**", method: .options) { _, _ in
            var response = Response(status: .ok)
            if let name = HTTPField.Name("WebHook-Allowed-Origin") { response.headers[name] = "*" }
            return response
        }
        router.on("**", method: .post) { request, _ in
            _ = try await request.body.collect(upTo: 1 << 20)
            let id = HTTPField.Name("webhook-id").flatMap { request.headers[$0] } ?? ""
            let hook = held.withLock { $0 }
            hook?.add(id)
            arrived.yield(id)
            while hook?.isHolding == true { try await Task.sleep(for: .milliseconds(5)) }
            return Response(status: .ok)
        }
        try await Application(router: router).test(.live) { client in
            let hook = HeldHook(port: client.port ?? 0, arrivals: arrivals)
            held.withLock { $0 = hook }
            try await body(hook)
        }
    }
}
