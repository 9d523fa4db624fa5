// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Which addresses a push may go to: those of the public internet, and those the operator has listed as inside.
///
/// Without it an endpoint's owner could make the daemon call what only the daemon can reach: the host itself, its
/// neighbours, a cloud's metadata (server-side request forgery). The rule is asked for the very address that is then
/// connected to, never for a name that could resolve to another one a moment later.
public struct AddressRule: Hashable, Sendable {
    /// Hosts by name that are inside, in lower case.
    public let hosts: Set<String>
    /// Networks that are inside.
    public let networks: [NetworkBlock]

    /// A rule; without a list, nothing is inside.
    public init(hosts: Set<String> = [], networks: [NetworkBlock] = []) {
        self.hosts = Set(hosts.map { $0.lowercased() })
        self.networks = networks
    }

    /// Reads the operator's list: host names, addresses and blocks, with commas or spaces between. An entry that is none
    /// of these is the error.
    public init(list: String) throws(Refusal) {
        var hosts: Set<String> = []
        var networks: [NetworkBlock] = []
        for entry in list.split(whereSeparator: { $0 == "," || $0 == " " }) {
            if let block = NetworkBlock(String(entry)) {
                networks.append(block)
            } else if WebhookURL.isHostName(entry) {
                hosts.insert(String(entry))
            } else {
                throw Refusal(
                    code: "invalid-value",
                    sentence: "'\(entry)' is no host name, no address and no block of addresses.",
                    next: "Write it as hooks.example.org, 10.0.0.5 or 10.0.0.0/8.")
            }
        }
        self.init(hosts: hosts, networks: networks)
    }

    /// Whether a host at this address is one the operator listed.
    public func isInside(host: String, address: NetworkAddress? = nil) -> Bool {
        if hosts.contains(host.lowercased()) { return true }
        guard let address = address ?? NetworkAddress(host) else { return false }
        return networks.contains { $0.contains(address) || (address.embedded.map($0.contains) ?? false) }
    }

    /// Why this address may not be called; nil when it may.
    public func refusal(host: String, address: NetworkAddress) -> String? {
        if isInside(host: host, address: address) { return nil }
        guard let kind = address.specialKind else { return nil }
        return "\(host) leads to \(address), \(kind): the operator has to list it as inside."
    }
}

extension NetworkAddress {
    /// What makes an address none of the public internet; nil for one that is (IANA's special-purpose registries, and the
    /// address at which a large cloud answers every guest).
    public var specialKind: String? {
        if let embedded { return embedded.specialKind }
        let table = bytes.count == 4 ? Self.four : Self.six
        if let found = table.first(where: { $0.block.contains(self) }) { return found.kind }
        return bytes.count == 16 && bytes[0] & 0xe0 != 0x20 ? "an address nobody has been given" : nil
    }

    /// The address of version 4 that one of version 6 stands for: mapped, translated (NAT64) or tunnelled (6to4).
    var embedded: NetworkAddress? {
        for (block, start) in Self.carriers where block.contains(self) {
            return NetworkAddress(bytes: Array(bytes[start..<start + 4]))
        }
        return nil
    }

    private static let carriers = [("::ffff:0:0/96", 12), ("64:ff9b::/96", 12), ("2002::/16", 2)].compactMap {
        text, start in NetworkBlock(text).map { ($0, start) }
    }

    private static let four = blocks([
        ("0.0.0.0/8", "an address of this network"), ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "an address shared behind a provider"), ("127.0.0.0/8", "the host itself"),
        ("168.63.129.16", "a cloud's metadata"), ("169.254.0.0/16", "a link-local address"),
        ("172.16.0.0/12", "a private address"), ("192.0.0.0/24", "an address of protocols"),
        ("192.0.2.0/24", "an address of examples"), ("192.88.99.0/24", "an address of relays"),
        ("192.168.0.0/16", "a private address"), ("198.18.0.0/15", "an address of benchmarks"),
        ("198.51.100.0/24", "an address of examples"), ("203.0.113.0/24", "an address of examples"),
        ("224.0.0.0/4", "a multicast address"), ("240.0.0.0/4", "a reserved address"),
    ])

    private static let six = blocks([
        ("::", "no address"), ("::1", "the host itself"), ("::/96", "an address out of use"),
        ("64:ff9b:1::/48", "a translated private address"), ("100::/64", "an address that is thrown away"),
        ("2001::/23", "an address of protocols"), ("2001:db8::/32", "an address of examples"),
        ("3fff::/20", "an address of examples"), ("5f00::/16", "an address of routing"),
        ("fc00::/7", "a private address"), ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a private address"), ("ff00::/8", "a multicast address"),
    ])

    private static func blocks(_ table: [(String, String)]) -> [(block: NetworkBlock, kind: String)] {
        table.map { text, kind in
            guard let block = NetworkBlock(text) else { preconditionFailure("'\(text)' is no block of addresses") }
            return (block, kind)
        }
    }
}
