// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Foundation
import Store

extension API {
    /// Asks an address whether it wants our events, before the first one goes there: nobody is made the target of
    /// messages they did not ask for.
    ///
    /// Either of two answers is enough: to OPTIONS with `WebHook-Request-Origin` a `WebHook-Allowed-Origin` that names the
    /// origin or `*` (CloudEvents, abuse protection), or to a signed event with a challenge the challenge in the body.
    func verify(_ url: String, endpoint: Identifier, _ secret: WebhookSecret) async throws {
        _ = try WebhookURL(url, rule: webhooks.outlet.rule)
        let (origin, now) = (ProcessInfo.processInfo.hostName, Dispatch.realClock())
        let challenge = try await store.newIdentifier().description
        let event = try OutgoingEvent.ofEndpoint(
            "challenge", id: "challenge-\(challenge)", endpoint: endpoint, at: now, text: challenge)
        let refusal = await webhooks.outlet.connected(to: url) { connection -> String? in
            let asked = await connection.ask(origin: origin, at: now)
            if case .forbidden(let sentence) = asked.result { return sentence }
            if case .done = asked.result.verdict, let allowed = asked.headers["webhook-allowed-origin"],
                allowed.split(separator: ",").contains(where: {
                    ["*", origin].contains(String($0.trimmingPrefix(" ")))
                })
            {
                return nil
            }
            let answered = await connection.post(event, id: "challenge-\(challenge)", at: now) {
                [WebhookSecrets.signature(of: $0, by: secret)]
            }
            if case .done = answered.result.verdict,
                String(decoding: answered.body, as: UTF8.self).contains(challenge)
            {
                return nil
            }
            return "Asked for its leave by OPTIONS: \(asked.sentence) Sent a challenge by POST: \(answered.sentence)"
        }
        guard let refusal else { return }
        throw Refusal(
            code: "endpoint-not-verified", sentence: "The endpoint has not said that it wants messages. \(refusal)",
            next:
                "Let it answer OPTIONS with 'WebHook-Allowed-Origin: *', or put the member data.challenge of the POSTed "
                + "event into the body of a 200.")
    }
}
