// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The rates of all rounds; printed as medians with their spread.
struct Table {
    private var order: [String] = []
    private var rates: [String: [Double]] = [:]
    private var ratios: [String: [Double]] = [:]

    mutating func add(_ row: String, _ way: String, _ rate: Double, ratio: Double? = nil) {
        let name = "\(row) \(way)"
        if rates[name] == nil { order.append(name) }
        rates[name, default: []].append(rate)
        if let ratio { ratios[name, default: []].append(ratio) }
    }

    /// One line a measurement: messages a second, and the ratio to raw of the same round.
    func print() {
        Swift.print("work        msg/s median (min–max)          × raw median (min–max)")
        for name in order {
            let rate = Self.spread(rates[name] ?? [], digits: 0)
            let ratio = ratios[name].map { Self.spread($0, digits: 2) } ?? ""
            Swift.print(
                name.padding(toLength: 12, withPad: " ", startingAt: 0)
                    + rate.padding(toLength: 32, withPad: " ", startingAt: 0) + ratio)
        }
    }

    private static func spread(_ values: [Double], digits: Int) -> String {
        let sorted = values.sorted()
        guard let least = sorted.first, let most = sorted.last else { return "" }
        func text(_ value: Double) -> String { String(format: "%.\(digits)f", value) }
        return "\(text(sorted[sorted.count / 2])) (\(text(least))–\(text(most)))"
    }
}
