// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Where an endpoint is: scheme, host, port and path of an `https` address, checked without asking anybody.
public struct WebhookURL: Hashable, Sendable, CustomStringConvertible {
    /// As it was given.
    public let description: String
    /// The host's name or address, in lower case and without brackets.
    public let host: String
    /// The port.
    public let port: Int
    /// Whether the connection is encrypted.
    public let isSecure: Bool

    /// Reads and checks an address. Plain `http` is for hosts the operator has listed as inside.
    public init(_ text: String, rule: AddressRule) throws(Refusal) {
        guard text.utf8.count <= 2000, text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }), !text.contains("\\") else {
            throw Self.refusal("An address has at most 2000 visible ASCII characters.")
        }
        let isSecure = text.hasPrefix("https://")
        guard isSecure || text.hasPrefix("http://") else {
            throw Self.refusal("'\(text)' does not begin with https://.")
        }
        let rest = text.dropFirst(isSecure ? 8 : 7)
        guard !rest.contains("#") else { throw Self.refusal("An address has no part behind '#'.") }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else {
            throw Self.refusal("An address holds no user and no password: what is sent is signed instead.")
        }
        let (host, port) = try Self.hostAndPort(authority, standard: isSecure ? 443 : 80)
        guard isSecure || rule.isInside(host: host) else {
            throw Self.refusal("'\(text)' is not encrypted, and the operator has not listed \(host) as inside.")
        }
        if let address = NetworkAddress(host), let sentence = rule.refusal(host: host, address: address) {
            throw Self.refusal(sentence)
        }
        description = text
        self.host = host
        self.port = port
        self.isSecure = isSecure
    }

    /// A name of letters, digits, hyphens and dots that is not a number in disguise (`127.1`, `0x7f000001`).
    static func isHostName(_ text: some StringProtocol) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 253, let last = labels.last, last.utf8.first.map(isLetter) == true else {
            return false
        }
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x2d }
        }
    }

    private static func hostAndPort(_ authority: Substring, standard: Int) throws(Refusal) -> (String, Int) {
        var host = authority
        var digits: Substring?
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { throw refusal("'\(authority)' is no host.") }
            host = authority[authority.index(after: authority.startIndex)..<end]
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.first == ":" else { throw refusal("'\(authority)' is no host.") }
            digits = rest.isEmpty ? nil : rest.dropFirst()
            guard host.contains(":"), NetworkAddress(String(host)) != nil else {
                throw refusal("'\(host)' is no address of version 6.")
            }
        } else {
            if let colon = authority.firstIndex(of: ":") {
                host = authority[..<colon]
                digits = authority[authority.index(after: colon)...]
            }
            guard isHostName(host) || NetworkAddress(String(host)) != nil else {
                throw refusal("'\(host)' is no host.")
            }
        }
        guard let digits else { return (host.lowercased(), standard) }
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits),
            (1...65_535).contains(port)
        else { throw refusal("'\(digits)' is no port.") }
        return (host.lowercased(), port)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) && byte >= 0x41 }

    private static func refusal(_ sentence: String) -> Refusal {
        Refusal(
            code: "invalid-value", sentence: sentence,
            next: "Give the address as https://host/path; for one inside, ask the operator to list its host.")
    }
}

extension WebhookURL {
    /// Scheme, host and port of an address: what follows may hold a secret.
    public static func withoutPath(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return "" }
        return String(url[..<scheme.upperBound] + url[scheme.upperBound...].prefix { !"/?#".contains($0) })
    }
}
