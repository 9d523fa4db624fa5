// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import Logging
import Store
import TestDatabase
import Testing

@testable import inod

@Suite(.database, .timeLimit(.minutes(3))) struct KeysTests {
    private static let (old, new) = (String(repeating: "o", count: 64), String(repeating: "n", count: 64))

    private let store: Store
    private let before = WebhookSecrets(masterKey: old)
    private let after = WebhookSecrets(masterKey: new)
    private let between = WebhookSecrets(masterKey: new, previous: old)

    init() async throws {
        let database = try TestDatabase.current
        try await database.furnish(bodies: ["minekonom", "tpu", "tsu"])
        store = Store(
            StoreConfiguration(conninfo: database.conninfo(user: "ino_daemon"), poolSize: 2),
            logger: Logger(label: "test"))
    }

    /// Endpoints under the old key, one of them in the middle of a rotation of its secret.
    private func furnish() async throws -> [Identifier: [WebhookSecret]] {
        var made: [Identifier: [WebhookSecret]] = [:]
        for body in ["minekonom", "tpu", "tsu"] {
            let id = try await store.newIdentifier()
            let (secret, sealed) = try before.make(for: id)
            let new = NewWebhook(id: id, organisation: body, url: "https://hooks.example/\(body)")
            _ = try await store.addWebhook(new, sealedSecret: sealed, by: "test")
            made[id] = [secret]
            guard body == "tsu" else { continue }
            let (next, nextSealed) = try before.make(for: id)
            _ = try await store.rotateWebhookSecret(id, sealedSecret: nextSealed, by: "test")
            made[id] = [next, secret]
        }
        return made
    }

    private func read(by secrets: WebhookSecrets) async throws -> [Identifier: [WebhookSecret]] {
        var read: [Identifier: [WebhookSecret]] = [:]
        for webhook in try await store.webhooks() {
            read[webhook.id] = try await store.sealedWebhookSecrets(webhook.id).map {
                try secrets.unseal($0, of: webhook.id)
            }
        }
        return read
    }

    private func settings(in folder: String) throws -> String {
        let database = try TestDatabase.current
        let path = try RealSettings.write(in: folder, conninfo: database.conninfo(user: "ino_daemon"))
        var text = try String(contentsOfFile: path, encoding: .utf8) + "\n[webhook]\n"
        for (name, key) in [("master-key", Self.new), ("previous-master-key", Self.old)] {
            let made = FileManager.default.createFile(
                atPath: "\(folder)/\(name)", contents: Data(key.utf8), attributes: [.posixPermissions: 0o600])
            try #require(made)
            text += "\(name) = { file = \"\(folder)/\(name)\" }\n"
        }
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test func everySecretIsReadableBeforeInTheMiddleOfAndAfterANewMasterKey() async throws {
        let made = try await furnish()
        #expect(try await read(by: before) == made)
        #expect(try await read(by: between) == made)
        // Broken off after the first.
        let first = try #require(try await store.sealedSecrets().first?.webhook)
        let secrets = between
        #expect(try await store.reseal(first, by: "test") { try secrets.resealed($0, of: first) })
        #expect(try await read(by: between) == made)
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let settings = try settings(in: folder)
        let halfway = try await RealProgram.run(["keys", "list", "--config", settings], in: folder)
        #expect(halfway.output.contains("\(first)  minekonom  current\n"), "\(halfway.errors)")
        #expect(halfway.output.contains("  tsu  previous, previous\n"))
        for expected in ["2 sealed anew\n", "0 sealed anew\n"] {
            let rotated = try await RealProgram.run(["keys", "rotate", "--config", settings], in: folder)
            #expect(rotated.output == expected && rotated.process.terminationStatus == 0, "\(rotated.errors)")
            #expect(try await read(by: between) == made)
            #expect(try await read(by: after) == made)
        }
        await #expect(throws: StoreError.self) { try await read(by: before) }
        let log = try await store.webhookEvents(of: first, limit: 10).map(\.kind)
        #expect(log == ["resealed", "made"])
    }

    @Test func aSecretThatNeitherKeyOpensIsNamedAndTheOthersAreSealedAnew() async throws {
        let made = try await furnish()
        let lost = try #require(try await store.webhooks(of: "tpu").first?.id)
        let foreign = try WebhookSecrets(masterKey: String(repeating: "f", count: 64)).make(for: lost).sealed
        #expect(try await store.reseal(lost, by: "test") { _ in foreign })
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let settings = try settings(in: folder)
        let rotated = try await RealProgram.run(["keys", "rotate", "--config", settings], in: folder)
        #expect(rotated.output == "2 sealed anew\n" && rotated.process.terminationStatus == 2)
        #expect(rotated.errors.contains("\(lost)") && rotated.errors.contains("inoctl webhook rotate"))
        let listed = try await RealProgram.run(["keys", "list", "--config", settings], in: folder)
        #expect(listed.output.contains("\(lost)  tpu  none\n") && listed.process.terminationStatus == 2)
        #expect(listed.output.contains("  tsu  current, current\n"))
        #expect(made.count == 3)
    }

    @Test func aKeyIsMadeOnceAndForItsOwnerAlone() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = "\(folder)/master-key"
        let made = try await RealProgram.run(["keys", "init", "--file", file], in: folder)
        let key = try String(contentsOfFile: file, encoding: .utf8)
        #expect(made.output == "made \(file)\n" && key.count == 65)
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        let again = try await RealProgram.run(["keys", "init", "--file", file], in: folder)
        #expect(again.output == "kept \(file), which is there already\n")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == key)
        let nowhere = try await RealProgram.run(["keys", "init", "--file", "\(folder)/none/key"], in: folder)
        #expect(nowhere.process.terminationStatus == 1 && nowhere.errors.contains("make its folder first"))
    }

    @Test func theDoctorLooksWhetherTheUnitGivesTheCredentialsThatAreNamed() throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let unit = "\(folder)/inod.service"
        let wanted = [(key: "webhook.master-key", name: "master-key")]
        func examine(_ text: String) throws -> Finding? {
            try text.write(toFile: unit, atomically: true, encoding: .utf8)
            return UnitFile.examine(unit, credentials: wanted).first
        }
        let absent = try #require(try examine("[Service]\nType=notify\n"))
        #expect(absent.level == .fault && absent.next?.contains("LoadCredential=master-key:") == true)
        let line = "[Service]\nLoadCredential=other:/x\nLoadCredential=master-key:\(folder)/key\n"
        let missing = try #require(try examine(line))
        #expect(missing.level == .fault && missing.next == "inod keys init --file \(folder)/key")
        try MasterKeyFile.make("\(folder)/key")
        #expect(try examine(line)?.level == .ok)
        #expect(UnitFile.examine("\(folder)/none", credentials: wanted).isEmpty)
    }
}
