// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Foundation
import Store

/// `inod keys`: the master key that seals the secrets of webhooks.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "The master key that seals the secrets of webhooks.",
        discussion: """
            A new master key comes in four steps, in which every secret stays readable:
              1. inod keys init --file NEW
              2. set webhook.master-key to NEW and webhook.previous-master-key to what it was, on every daemon; restart them
              3. inod keys rotate (can be broken off and repeated), then inod keys list shows all as current
              4. take webhook.previous-master-key out again, and destroy the old key
            """,
        subcommands: [Init.self, List.self, Rotate.self])

    /// Makes a key.
    struct Init: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a master key in a file that only its owner may read; one that is there stays.")
        @Option(help: ArgumentHelp("Where.", valueName: "path")) var file = "/etc/inod/credentials/master-key"

        func run() async throws {
            let isNew: Bool
            do {
                isNew = try MasterKeyFile.make(file)
            } catch {
                complain("\(file) cannot be made: make its folder first, and run this as who owns that.")
                throw ExitCode(1)
            }
            print(isNew ? "made \(file)" : "kept \(file), which is there already")
        }
    }

    /// Says by which key each secret is sealed.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says by which key the secrets of each webhook are sealed; exit 2 when neither opens one.")
        @OptionGroup var options: SettingsOptions

        func run() async throws {
            let settings = try options.load()
            let unreadable = try await withSecrets(settings) { secrets, store in
                var unreadable = 0
                for sealed in try await store.sealedSecrets() {
                    let seals = try ([sealed.secret] + [sealed.old].compactMap(\.self)).map {
                        try secrets.seal(of: $0, of: sealed.webhook)
                    }
                    print("\(sealed.webhook)  \(sealed.organisation)  \(seals.map(\.rawValue).joined(separator: ", "))")
                    if seals.contains(.none) { unreadable += 1 }
                }
                return unreadable
            }
            guard unreadable > 0 else { return }
            complain(
                "\(unreadable) cannot be opened by the keys of these settings: set webhook.previous-master-key to the key "
                    + "before, or give each a new secret: inoctl webhook rotate ID.")
            throw ExitCode(2)
        }
    }

    /// Seals every secret by the present key.
    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Seals by the present master key what is sealed by the previous one, webhook by webhook.",
            discussion: "It can be broken off and repeated at any time: each webhook is sealed anew or as it was.")
        @OptionGroup var options: SettingsOptions

        func run() async throws {
            let settings = try options.load()
            let actor = Account.current?.name ?? "uid \(geteuid())"
            let (changed, failed) = try await withSecrets(settings) { secrets, store in
                var (changed, failed): (Int, [Identifier]) = (0, [])
                for sealed in try await store.sealedSecrets() {
                    let id = sealed.webhook
                    do {
                        if try await store.reseal(id, by: actor, { try secrets.resealed($0, of: id) }) { changed += 1 }
                    } catch is WebhookSecrets.Unreadable {
                        failed.append(id)
                    }
                }
                return (changed, failed)
            }
            print("\(changed) sealed anew")
            guard !failed.isEmpty else { return }
            complain(
                "Neither key opens the secrets of \(failed.map(\.description).joined(separator: ", ")): "
                    + "give each a new one, inoctl webhook rotate ID.")
            throw ExitCode(2)
        }
    }
}

/// Runs what needs the keys of the settings and the database.
private func withSecrets<R: Sendable>(
    _ settings: Settings, _ work: @escaping @Sendable (WebhookSecrets, Store) async throws -> R
) async throws -> R {
    let folder = try await orExplain { try await DatabaseReach(settings).cluster?.folder.path }
    return try await withStore(settings) { store in
        let webhooks = try Webhooks(settings.webhook, store: store, privateFolder: folder)
        return try await work(webhooks.secrets, store)
    }
}
