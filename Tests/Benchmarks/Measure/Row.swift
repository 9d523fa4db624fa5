// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// One row of the benchmark: one work, and all who do it in turn.
struct Row {
    /// Its short name, as given on the command line.
    let name: String
    /// What the work is.
    let says: String
    /// What it is measured by; the first is the one the table shows when there is room for one only.
    let measures: [Measure]
    /// Who does it. The first is what the others are compared with.
    let contenders: [Contender]
    /// How many rounds it is worth; nil for as many as were asked for.
    var rounds: Int?
}

/// What is measured, in a unit of its own.
enum Measure: String, Codable, CodingKeyRepresentable, Sendable {
    /// Messages a second.
    case rate
    /// Milliseconds that half of the messages took at most.
    case p50
    /// Milliseconds that 99 of 100 took at most.
    case p99
    /// Milliseconds a message.
    case time
    /// What is left of the rate, in per cent.
    case left
    /// Rows that nobody sees and vacuum may not take.
    case dead
    /// Resident memory in MB (2²⁰ bytes).
    case memory

    var unit: String {
        switch self {
        case .rate: "msg/s"
        case .p50, .p99: "ms \(rawValue)"
        case .time: "ms"
        case .left: "% left"
        case .dead: "dead rows"
        case .memory: "MB"
        }
    }

    /// How many digits after the point are worth showing.
    var digits: Int {
        switch self {
        case .rate, .dead: 0
        case .left, .memory: 1
        case .p50, .p99, .time: 2
        }
    }
}

/// Somebody who does the work of a row.
struct Contender {
    let name: String
    let side: Side
    /// What it is to reach.
    var targets: [Target] = []
    /// Does the work once. What it prepares and checks besides is not measured; only `Run.measure` is.
    let run: (Run) async throws -> Reading
}

/// Whom a contender stands for.
enum Side: String, Codable, Sendable {
    /// The limit: the same work done by PostgreSQL alone.
    case raw
    case ino
    /// Another broker; takes part when it is asked for and installed.
    case peer
}

/// What one contender is to reach in one measure.
struct Target: Codable, Sendable {
    enum Basis: String, Codable, Sendable {
        /// Times what raw reached.
        case raw
        /// Times what the best peer of the same run reached.
        case bestPeer
        /// The value itself.
        case absolute
    }

    let measure: Measure
    let basis: Basis
    /// Whether more is better.
    let isFloor: Bool
    let value: Double
    /// Whether it is what one would like to reach beyond what is promised.
    var isStretch = false

    static func atLeast(_ value: Double, _ measure: Measure = .rate, of basis: Basis = .raw) -> Target {
        Target(measure: measure, basis: basis, isFloor: true, value: value)
    }

    static func atMost(_ value: Double, _ measure: Measure = .time, of basis: Basis = .raw) -> Target {
        Target(measure: measure, basis: basis, isFloor: false, value: value)
    }

    /// The same beyond the promise.
    var stretch: Target {
        var target = self
        target.isStretch = true
        return target
    }

    /// Whether what was reached, in the unit of the basis, is enough.
    func isReached(by reached: Double) -> Bool { isFloor ? reached >= value : reached <= value }
}

/// What one run of a contender reached, and what it cost.
struct Reading: Sendable {
    var values: [Measure: Double]
    /// How many messages that were; 0 where a message is not what is counted.
    var messages = 0
    var used = CPUTime.none
    /// By how much `pg_stat_wal.wal_sync` grew.
    var syncs = 0
    /// What else is worth knowing, for the notes under the table.
    var note: String?
}
