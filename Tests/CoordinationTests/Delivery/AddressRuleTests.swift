// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

@Suite struct AddressRuleTests {
    @Test(arguments: [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "127.0.0.1",
        "127.255.255.254", "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192",
        "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9",
        "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::2", "::7f00:1",
        "::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::169.254.169.254",
        "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1",
        "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "febf::1", "fec0::1", "ff02::1", "4000::1",
        "e000::1", "8000::",
    ])
    func whatIsNotOfThePublicInternetIsRefused(text: String) throws {
        let address = try #require(NetworkAddress(text))
        #expect(address.specialKind != nil)
        #expect(AddressRule().refusal(host: "h.example", address: address)?.contains("h.example") == true)
    }

    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.1", "168.63.129.15", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",
        "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1111",
        "2a00:1450::1", "2001:200::1", "2400::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1",
    ])
    func whatIsOfThePublicInternetIsNot(text: String) throws {
        #expect(try #require(NetworkAddress(text)).specialKind == nil)
    }

    @Test func everyAddressOfAForbiddenBlockIsForbiddenHoweverItIsWritten() throws {
        var random = SeededGenerator(seed: 7)
        let blocks = ["10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/4"]
        for text in blocks {
            let block = try #require(NetworkBlock(text))
            for _ in 0..<200 {
                var bytes = (0..<4).map { _ in UInt8.random(in: 0...255, using: &random) }
                for bit in 0..<block.length {
                    let mask = UInt8(0x80) >> (bit % 8)
                    bytes[bit / 8] = bytes[bit / 8] & ~mask | block.address.bytes[bit / 8] & mask
                }
                let four = try #require(NetworkAddress(bytes: bytes))
                #expect(block.contains(four) && four.specialKind != nil, "\(four)")
                let forms = [
                    [UInt8](repeating: 0, count: 10) + [0xff, 0xff] + bytes,
                    [0, 0x64, 0xff, 0x9b] + [UInt8](repeating: 0, count: 8) + bytes,
                    [0x20, 0x02] + bytes + [UInt8](repeating: 0, count: 10),
                    [UInt8](repeating: 0, count: 12) + bytes,
                ]
                for form in forms {
                    let six = try #require(NetworkAddress(bytes: form))
                    #expect(six.specialKind != nil, "\(six) carries \(four)")
                    #expect(NetworkAddress(six.description) == six)
                }
            }
        }
    }

    @Test func whatTheOperatorListedIsInsideByNameAddressAndBlock() throws {
        let rule = try AddressRule(list: "hooks.local, 10.1.0.0/16 ::1,192.168.7.7")
        func refusal(_ host: String, _ text: String) throws -> String? {
            rule.refusal(host: host, address: try #require(NetworkAddress(text)))
        }
        #expect(try refusal("HOOKS.local", "127.0.0.1") == nil)
        #expect(try refusal("x.example", "10.1.2.3") == nil && refusal("x.example", "10.2.2.3") != nil)
        #expect(try refusal("x.example", "::ffff:10.1.2.3") == nil)
        #expect(try refusal("x.example", "192.168.7.7") == nil && refusal("x.example", "192.168.7.8") != nil)
        #expect(rule.isInside(host: "10.1.9.9") && !rule.isInside(host: "8.8.8.8"))
        #expect(throws: Refusal.self) { try AddressRule(list: "10.0.0.0/33") }
        #expect(throws: Refusal.self) { try AddressRule(list: "127.1") }
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.+4", "0x7f.0.0.1", "2130706433", ":", ":::",
        "1::2::3",
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "g::", "fe80::1%eth0", "[::1]", "::1.2.3", "1.2.3.4::",
        "1:2:3:4:5:6:7::8", " 1.2.3.4",
    ])
    func whatIsNoAddressIsNotRead(text: String) {
        #expect(NetworkAddress(text) == nil)
    }

    @Test(arguments: [
        ("https://hooks.example.org/in?x=1", "hooks.example.org", 443),
        ("https://Hooks.Example:8443", "hooks.example", 8443),
        ("https://[2606:4700::1111]/x", "2606:4700::1111", 443), ("http://inside.local/x", "inside.local", 80),
        ("http://10.0.0.7:81/", "10.0.0.7", 81), ("https://8.8.8.8/", "8.8.8.8", 443),
    ])
    func anAddressIsTakenApart(text: String, host: String, port: Int) throws {
        let url = try WebhookURL(text, rule: AddressRule(list: "inside.local 10.0.0.0/8"))
        #expect(url.host == host && url.port == port && url.description == text)
    }

    @Test(arguments: [
        "", "hooks.example", "ftp://x.example/", "http://x.example/", "https://", "https://user:pw@x.example/",
        "https://x.example/#a", "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://127.1/",
        "https://0x7f000001/", "https://2130706433/", "https://x.example:0/", "https://x.example:99999/",
        "https://x.example:/", "https://x..example/", "https://-x.example/", "https://x.example\\@y.example/",
        "https://кто.рф/", "https://x.example/ y", "https://[::1", "https://169.254.169.254/latest",
        "HTTPS://x.example/",
        "http://x.example@10.0.0.7/",
    ])
    func anAddressThatCouldLeadElsewhereIsRefusedWithASentence(text: String) {
        let refusal = #expect(throws: Refusal.self) { try WebhookURL(text, rule: AddressRule()) }
        #expect(refusal?.sentence.isEmpty == false && refusal?.next != nil)
    }
}
