// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Bytes as people copy them, as `sha256sum` prints them and as the vectors of the evidence hold them.
public enum Hexadecimal {
    /// Two lower-case digits a byte.
    public static func text(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0x0f)]] }, as: UTF8.self)
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
