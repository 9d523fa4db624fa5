// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Evidence
import Testing

@Suite struct HexadecimalTests {
    private static let texts: [([UInt8], String)] = [
        ([], ""), ([0x00], "00"), ([0x0a, 0xff], "0aff"), ([0xde, 0xad, 0xbe, 0xef], "deadbeef"),
    ]

    @Test(arguments: texts) func everyByteIsTwoLowerCaseDigits(_ bytes: [UInt8], _ text: String) {
        #expect(Hexadecimal.text(bytes) == text)
    }

    @Test func everyByteReadsBackAsItself() {
        for byte in UInt8.min ... .max { #expect(UInt8(Hexadecimal.text([byte]), radix: 16) == byte) }
    }
}
