// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
public import Coordination
import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// The way out to endpoints: HTTP to the address that was checked and to no other.
///
/// A host's name is resolved once for a run of messages, its address is checked, and the connection goes to that very
/// address, while TLS still verifies the name. Redirects are not followed, no proxy is asked, and 2 KB of an answer are
/// read at most.
public struct WebhookOutlet: Sendable {
    /// Where it may go.
    public let rule: AddressRule
    /// How long an exchange may take from its beginning to the end of the answer.
    public let timeout: Duration
    /// A file of certificates that are trusted besides the system's; for tests, which have an authority of their own.
    package var trusted: String?
    /// The signatures of bytes by the secrets of an endpoint, the newest secret's first.
    let signatures: @Sendable (_ webhook: Identifier, _ bytes: [UInt8]) async throws -> [[UInt8]]

    /// An outlet; `signatures` is asked for every message, so that a rotated secret counts at once.
    public init(
        rule: AddressRule, timeout: Duration = .seconds(20),
        signatures: @escaping @Sendable (_ webhook: Identifier, _ bytes: [UInt8]) async throws -> [[UInt8]]
    ) {
        self.rule = rule
        self.timeout = timeout
        self.signatures = signatures
    }

    /// Opens the way to an address for a closure, and closes it after.
    public func connected<R: Sendable>(
        to url: String, _ body: (WebhookConnection) async throws -> R
    ) async rethrows -> R {
        let way: WebhookConnection.Way
        do {
            way = try await resolved(url)
        } catch let refusal as Refusal {
            way = .closed(.forbidden(refusal.sentence))
        } catch {
            way = .closed(.failed(WebhookConnection.sentence(for: error)))
        }
        let connection = WebhookConnection(way: way, timeout: timeout)
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    private func resolved(_ text: String) async throws -> WebhookConnection.Way {
        let url = try WebhookURL(text, rule: rule)
        // The client takes the host from here: were the two ever of another mind, the pin below would not hold.
        guard let host = URL(string: text)?.host, host.lowercased().trimmingBrackets == url.host else {
            throw Refusal(code: "invalid-value", sentence: "The host of '\(text)' can be read in two ways.")
        }
        let address: NetworkAddress
        if let literal = NetworkAddress(url.host) {
            address = literal
        } else {
            let found = try await WebhookConnection.within(timeout) {
                try await NIOThreadPool.singleton.runIfActive {
                    try SocketAddress.makeAddressResolvingHost(url.host, port: url.port).ipAddress
                }
            }
            guard let found, let known = NetworkAddress(found) else {
                throw Refusal(code: "invalid-value", sentence: "\(url.host) has no address.")
            }
            address = known
        }
        if let sentence = rule.refusal(host: url.host, address: address) {
            throw Refusal(code: "invalid-value", sentence: sentence)
        }
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(10)))
        configuration.httpVersion = .http1Only
        if let trusted {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.additionalTrustRoots = [.file(trusted)]
            configuration.tlsConfiguration = tls
        }
        // Trying again is the table's, not the client's.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.dnsOverride = [host: address.description]
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        return .open(client, text, isInside: rule.isInside(host: url.host, address: address))
    }
}

extension String {
    fileprivate var trimmingBrackets: String { hasPrefix("[") ? String(dropFirst().dropLast()) : self }
}
