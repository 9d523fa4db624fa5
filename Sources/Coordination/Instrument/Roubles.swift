// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// An amount of money, exact to the kopeck: never a floating-point number, whose sums would not be.
///
/// The register keeps millions of roubles as its sources state them; what a case carries is what an application or an
/// agreement says, so it is written in roubles: `120000000`, `41000.50`.
public struct Roubles: Hashable, TextCoded {
    /// Whole kopecks.
    public let kopecks: Int64

    /// Ten trillion roubles: more than the whole federal budget had in any year of the programme.
    public static let most = Roubles(kopecks: 1_000_000_000_000_000)

    /// No money.
    public static let zero = Roubles(kopecks: 0)

    /// So many kopecks.
    public init(kopecks: Int64) {
        self.kopecks = kopecks
    }

    /// Reads `120000000`, `41000.5`, `120 000 000,50`, and `120 млн`, `1,5 млрд`, `300 тыс`; nothing negative, nothing finer
    /// than a kopeck, nothing above `most`.
    public init?(_ description: String) {
        var text = description.lowercased().filter { !Self.spaces.contains($0) }
        var places = 2
        for (word, zeros) in Self.units where text.hasSuffix(word) {
            text.removeLast(word.count)
            places += zeros
            break
        }
        let parts = text.split(separator: Character("."), omittingEmptySubsequences: false)
            .flatMap { $0.split(separator: Character(","), omittingEmptySubsequences: false) }
        guard (1...2).contains(parts.count), !parts[0].isEmpty, parts.count == 1 || !parts[1].isEmpty else {
            return nil
        }
        var fraction = parts.count == 2 ? String(parts[1]) : ""
        while fraction.hasSuffix("0") { fraction.removeLast() }
        guard fraction.count <= places, parts[0].count <= 15 else { return nil }
        let digits = parts[0] + fraction + String(repeating: "0", count: places - fraction.count)
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let kopecks = Int64(digits),
            kopecks <= Self.most.kopecks
        else { return nil }
        self.init(kopecks: kopecks)
    }

    /// `120000000`, or `41000.50` when there are kopecks: the one form in JSON and in the database.
    public var description: String {
        let (roubles, rest) = kopecks.magnitude.quotientAndRemainder(dividingBy: 100)
        let sign = kopecks < 0 ? "-" : ""
        return rest == 0 ? "\(sign)\(roubles)" : "\(sign)\(roubles).\(Int(rest).padded(2))"
    }

    /// `120 000 000 ₽`, as people read it.
    public var written: String {
        let parts = description.split(separator: ".")
        var grouped = ""
        for (place, digit) in (parts.first ?? "0").reversed().enumerated() {
            if place > 0, place % 3 == 0, digit != "-" { grouped.append("\u{a0}") }
            grouped.append(digit)
        }
        return String(grouped.reversed()) + (parts.count == 2 ? ",\(parts[1])" : "") + "\u{a0}₽"
    }

    private static let spaces: Set<Character> = [" ", "\u{a0}", "\u{202f}", "_"]
    private static let units = [("млрд", 9), ("млн", 6), ("тыс.", 3), ("тыс", 3)]
}

extension Roubles: Comparable {
    /// Less first.
    public static func < (left: Roubles, right: Roubles) -> Bool { left.kopecks < right.kopecks }
}
