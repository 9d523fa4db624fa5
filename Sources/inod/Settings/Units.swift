// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Configuration

/// A length of time as people write it in settings: `500ms`, `30s`, `2min`, `12h`, `7d`; a bare number is refused.
struct TimeSpan: ExpressibleByConfigString, Equatable, Sendable, CustomStringConvertible {
    let description: String
    let duration: Duration

    private static let units: [(String, Int64)] = [
        ("ms", 1), ("min", 60_000), ("s", 1000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    init?(configString: String) {
        guard let (number, unit) = splitQuantity(configString),
            let milliseconds = Self.units.first(where: { $0.0 == unit })?.1
        else { return nil }
        let (total, tooLarge) = number.multipliedReportingOverflow(by: milliseconds)
        guard !tooLarge else { return nil }
        self.description = configString
        self.duration = .milliseconds(total)
    }
}

/// A number of bytes as people write it in settings: `512 KiB`, `1 MiB`, `2 GiB`, `10 kB`, `1 MB`, `100 B`.
struct ByteCount: ExpressibleByConfigString, Equatable, Sendable, CustomStringConvertible {
    let description: String
    let bytes: Int

    private static let units: [(String, Int64)] = [
        ("B", 1), ("kB", 1000), ("KiB", 1 << 10), ("MB", 1_000_000), ("MiB", 1 << 20), ("GB", 1_000_000_000),
        ("GiB", 1 << 30),
    ]

    init?(configString: String) {
        guard let (number, unit) = splitQuantity(configString),
            let size = Self.units.first(where: { $0.0 == unit })?.1
        else { return nil }
        let (total, tooLarge) = number.multipliedReportingOverflow(by: size)
        guard !tooLarge, let bytes = Int(exactly: total) else { return nil }
        self.description = configString
        self.bytes = bytes
    }
}

/// `30 s` and `30s` alike; nil without a number or without a unit.
private func splitQuantity(_ text: String) -> (Int64, String)? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }
    guard let number = Int64(digits), !unit.isEmpty else { return nil }
    return (number, String(unit))
}
