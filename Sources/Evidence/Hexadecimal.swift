// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Bytes as people copy them, as `sha256sum` prints them and as the vectors of the evidence hold them.
public enum Hexadecimal {
    /// Two lower-case digits a byte.
    public static func text(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(2 * bytes.count)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0x0f)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
