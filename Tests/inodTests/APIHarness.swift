// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import ServiceLifecycle
import Store
import TestDatabase
import Wire

@testable import inod

/// The API on a real socket and a real database that holds the INO Tomsk registry.
struct APIHarness: Sendable {
    let client: any TestClientProtocol
    let store: Store
    let intake: Intake
    let doorbell: Doorbell
    let flows: FlowControl
    let webhooks: Webhooks
    let counters: Counters
    /// Secrets by what they are for.
    let tokens: [String: String]
    /// The paths that write.
    let writes: [Routes.Write]

    /// `environment` holds settings as the daemon reads them from there.
    static func run(
        environment: [String: String] = [:], limits: SenderLimits = SenderLimits(nil),
        _ body: @escaping @Sendable (APIHarness) async throws -> Void
    ) async throws {
        let database = try TestDatabase.current
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let store = Store(
            StoreConfiguration(conninfo: database.conninfo(user: "ino_daemon"), poolSize: 4), logger: logger)
        let doorbell = Doorbell(store: store, logger: logger)
        let flows = FlowControl(store: store, doorbell: doorbell, logger: logger)
        let intake = Intake(store: store, doorbell: doorbell, logger: logger)
        let settings = try HTTPSettings(reader: SettingsSource.load(file: nil, environment: environment).reader)
        let webhooks = Webhooks(rule: try AddressRule(list: "127.0.0.1"), masterKey: "a key of tests", store: store)
        let counters = Counters()
        let api = API(
            store: store, intake: intake, doorbell: doorbell, flows: flows, readiness: Readiness(store: store),
            settings: settings,
            psql: nil, webhooks: webhooks, senderLimits: limits, counters: counters)
        let tokens = try await seed(store)
        let table = api.table(logger: logger)
        let writes = table.writes
        let application = Application(
            responder: table.finished().buildResponder(), services: [doorbell, flows, intake], logger: logger)
        try await application.test(.live) { client in
            try await body(
                APIHarness(
                    client: client, store: store, intake: intake, doorbell: doorbell, flows: flows,
                    webhooks: webhooks, counters: counters, tokens: tokens, writes: writes))
        }
    }

    /// The files of the INO Tomsk data set, by name.
    static func referenceFiles() throws -> [String: [UInt8]] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("sql/reference/ino-tomsk").path
        var files: [String: [UInt8]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasSuffix(".csv") {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
            files[name] = Array(data)
        }
        return files
    }

    private static func seed(_ store: Store) async throws -> [String: String] {
        var files = try referenceFiles()
        let calendar = files.removeValue(forKey: "working_calendar_ru.csv") ?? []
        let (data, _, _) = RegistryValidation.check(RegistryFiles(files: files))
        let actor = Actor(person: nil, position: nil, organisation: "", capacity: .operatorOnBehalf, basis: nil)
        if let data { _ = try await store.importRegistry(data, by: actor, importer: "test") }
        if let days = CalendarValidation.check(file: "working_calendar_ru.csv", bytes: calendar).0 {
            _ = try await store.importCalendar(days, calendar: "ru", importer: "test")
        }
        var tokens: [String: String] = [:]
        for organisation in ["minekonom", "tsu", "tpu"] {
            let new = NewToken(name: organisation, organisation: organisation, scopes: [.read, .send, .act])
            tokens[organisation] = try await store.createToken(new, by: "test").secret
        }
        tokens["operator"] = try await store.createToken(NewToken(name: "op", scopes: [.read, .operate]), by: "t")
            .secret
        tokens["reader"] = try await store.createToken(
            NewToken(name: "reader", organisation: "tsu", scopes: [.read]), by: "t"
        ).secret
        return tokens
    }

    /// One request; `key` is the Idempotency-Key.
    func ask(
        _ method: HTTPRequest.Method, _ path: String, as who: String? = nil, key: String? = nil,
        headers: [String: String] = [:], body: [UInt8]? = nil
    ) async throws -> TestResponse {
        var fields = HTTPFields()
        if let who { fields[.authorization] = "Bearer \(tokens[who] ?? who)" }
        if let key { fields[.idempotencyKey] = key }
        for (name, value) in headers { if let name = HTTPField.Name(name) { fields[name] = value } }
        return try await client.execute(
            uri: path, method: method, headers: fields, body: body.map { ByteBuffer(bytes: $0) }
        ) { $0 }
    }

    func ask(
        _ method: HTTPRequest.Method, _ path: String, as who: String, key: String? = nil,
        headers: [String: String] = [:], json: String
    ) async throws -> TestResponse {
        try await ask(method, path, as: who, key: key, headers: headers, body: Array(json.utf8))
    }
}

extension TestResponse {
    var bytes: [UInt8] { Array(body.readableBytesView) }

    func json<T: Decodable>(_ type: T.Type) throws -> T { try StrictJSON.decodeAnswer(type, from: bytes) }
}
