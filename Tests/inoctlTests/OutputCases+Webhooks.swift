// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Wire

@testable import inoctl

extension OutputCase {
    private static let webhook = "06xy6b2n8000e"
    private static let parked = "06xy6d0vr000h"

    /// Where the endpoint of the story happened to listen.
    private static var address: String {
        (try? recorded("webhook-add.json"))?["body"]?["url"]?.scalarText ?? "nowhere"
    }

    /// Receiving by push.
    static let webhooks = [
        OutputCase("webhook list"), OutputCase("webhook show", webhook),
        OutputCase("webhook add", address, "--org", "tsu"),
        OutputCase("webhook edit", webhook, "--policy", "park"), OutputCase("webhook rm", webhook),
        OutputCase("webhook test", webhook), OutputCase("webhook pause", webhook, "--reason", "перенос сервера"),
        OutputCase("webhook resume", webhook), OutputCase("webhook rotate", webhook),
        OutputCase("webhook log", webhook), OutputCase("webhook deliveries", webhook),
        OutputCase("webhook replay", webhook, "--from", "1", "--to", "2"),
        OutputCase("queue list"), OutputCase("queue show", parked), OutputCase("queue requeue", parked),
        OutputCase("queue discard", parked, "--reason", "устарело"),
    ]
}
