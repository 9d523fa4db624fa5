// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The rates of all rounds; printed as medians with their spread.
struct Table {
    private var order: [String] = []
    private var rates: [String: [Double]] = [:]
    private var ratios: [String: [Double]] = [:]
    private var daemon: [String: [Double]] = [:]
    private var server: [String: [Double]] = [:]

    mutating func add(_ row: String, _ way: String, _ rate: Double) {
        let name = "\(row) \(way)"
        if rates[name] == nil { order.append(name) }
        rates[name, default: []].append(rate)
    }

    /// Adds what a way through the broker reached and used, beside the raw rate of the same round.
    mutating func add(_ row: String, _ way: String, _ reached: Reached, raw: Double) {
        add(row, way, reached.rate)
        let name = "\(row) \(way)"
        ratios[name, default: []].append(reached.rate / raw)
        daemon[name, default: []].append(reached.used.daemon * 1e6 / Double(reached.messages))
        server[name, default: []].append(reached.used.server * 1e6 / Double(reached.messages))
    }

    /// One line a measurement: messages a second, the ratio to raw of the same round, and the processor time a message
    /// cost the daemon and PostgreSQL.
    func print() {
        Self.line("work", "msg/s median (min–max)", "× raw median (min–max)", "inod µs", "PostgreSQL µs")
        for name in order {
            func column(_ values: [String: [Double]], _ digits: Int) -> String {
                values[name].map { Self.spread($0, digits: digits) } ?? ""
            }
            Self.line(name, column(rates, 0), column(ratios, 2), column(daemon, 0), column(server, 0))
        }
    }

    private static func line(_ columns: String...) {
        let padded = zip(columns, [12, 30, 26, 20, 0]).map {
            $0.padding(toLength: max($0.count, $1), withPad: " ", startingAt: 0)
        }
        Swift.print(padded.joined())
    }

    private static func spread(_ values: [Double], digits: Int) -> String {
        let sorted = values.sorted()
        guard let least = sorted.first, let most = sorted.last else { return "" }
        func text(_ value: Double) -> String { String(format: "%.\(digits)f", value) }
        return "\(text(sorted[sorted.count / 2])) (\(text(least))–\(text(most)))"
    }
}
