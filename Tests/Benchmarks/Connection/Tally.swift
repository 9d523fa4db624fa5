// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What was confirmed: how many ids, and two sums over them that tell whether the database holds exactly these.
struct Tally: Equatable, Sendable {
    private(set) var count = 0
    private(set) var sum: UInt64 = 0
    private(set) var xor: UInt64 = 0

    init() {}

    /// As the database counts them; the sum goes round at 64 bits.
    init(count: Int, sum: String, xor: Int64) {
        self.count = count
        self.sum = UInt64(sum) ?? 0
        self.xor = UInt64(bitPattern: xor)
    }

    /// Takes in every `"id":"…"` of an answer; answers how many there were.
    @discardableResult
    mutating func take(_ answer: UnsafeRawBufferPointer) throws -> Int {
        var from = 0
        var taken = 0
        while let place = answer.place(after: #""id":""#, from: from) {
            guard place + 13 <= answer.count else { throw BenchmarkError("an answer ends in the middle of an id") }
            var id: UInt64 = 0
            for byte in answer[place..<(place + 13)] { id = id << 5 | Self.digits[Int(byte)] }
            add(id)
            taken += 1
            from = place + 13
        }
        return taken
    }

    private mutating func add(_ id: UInt64) {
        count += 1
        sum &+= id
        xor ^= id
    }

    /// Both together.
    static func + (left: Tally, right: Tally) -> Tally {
        var both = left
        both.count += right.count
        both.sum &+= right.sum
        both.xor ^= right.xor
        return both
    }

    /// The value of each Crockford base-32 digit.
    private static let digits: [UInt64] = {
        var digits = [UInt64](repeating: 0, count: 256)
        for (value, digit) in "0123456789abcdefghjkmnpqrstvwxyz".utf8.enumerated() {
            digits[Int(digit)] = UInt64(value)
        }
        return digits
    }()
}
