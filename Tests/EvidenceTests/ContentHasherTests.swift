// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Evidence
import Testing

@Suite struct ContentHasherTests {
    @Test(arguments: [1, 63, 64, 65, 1000])
    func contentThatComesInPiecesHasTheHashOfTheWhole(_ size: Int) {
        let whole = (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        var hasher = ContentHasher()
        for start in stride(from: 0, to: whole.count, by: size) {
            hasher.add(Array(whole[start..<min(start + size, whole.count)]))
        }
        #expect(hasher.sha256 == ContentHash.sha256(whole))
    }

    @Test func nothingHasTheHashOfNothing() {
        #expect(ContentHasher().sha256 == ContentHash.sha256([]))
    }

    @Test func hexadecimalIsReadBackInEitherCase() {
        let bytes: [UInt8] = [0, 1, 0x7f, 0xab, 0xff]
        #expect(Hexadecimal.bytes(Hexadecimal.text(bytes)) == bytes)
        #expect(Hexadecimal.bytes("00017FABFF") == bytes)
        for text in ["0", "0g", "0 ", "\u{10}\u{11}", "я", "0x"] { #expect(Hexadecimal.bytes(text) == nil, "\(text)") }
    }
}
