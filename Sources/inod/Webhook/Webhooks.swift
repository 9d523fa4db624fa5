// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Store

/// What the daemon needs for webhooks beside the database: their secrets' seal and the way out.
struct Webhooks: Sendable {
    let secrets: WebhookSecrets
    let outlet: WebhookOutlet

    /// Webhooks with a key to seal by, or without one, and then none can be made.
    init(rule: AddressRule, masterKey: String?, previous: String? = nil, store: Store, timeout: Duration = .seconds(20))
    {
        let secrets = WebhookSecrets(masterKey: masterKey, previous: previous)
        self.secrets = secrets
        outlet = WebhookOutlet(rule: rule, timeout: timeout) { webhook, bytes in
            try await secrets.signatures(of: bytes, webhook: webhook, in: store)
        }
    }

    /// As the settings have it; a private PostgreSQL has its key beside it.
    init(_ settings: WebhookSettings, store: Store, privateFolder: String?) throws {
        let key = try settings.masterKey ?? privateFolder.map { try MasterKeyFile.key(in: $0) }
        self.init(rule: settings.rule, masterKey: key, previous: settings.previousMasterKey, store: store)
    }
}
