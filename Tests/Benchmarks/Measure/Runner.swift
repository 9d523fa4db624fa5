// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Runs the rows in rounds: within a round all contenders of a row follow one another, in turned order every other round,
/// since the disk and the machine change from minute to minute and only what is measured side by side compares.
struct Runner {
    let rows: [Row]
    let rounds: Int
    let scale: Scale
    let arena: Arena
    let history: Arena?
    let progress: Progress

    /// What was reached; a contender that failed stays in the report with its reason.
    func run() async -> [RowReport] {
        var reports = rows.map { RowReport($0) }
        for round in 1...rounds {
            for (place, row) in rows.enumerated() where round <= row.rounds ?? rounds {
                let order = round % 2 == 1 ? Array(row.contenders.indices) : row.contenders.indices.reversed()
                for index in order {
                    let contender = row.contenders[index]
                    progress.show(
                        "round \(round) of \(min(rounds, row.rounds ?? rounds)): \(row.name) \(contender.name)")
                    let run = Run(
                        arena: arena, history: history, row: row.name, contender: contender.name, round: round,
                        scale: scale)
                    do {
                        reports[place].contenders[index].readings.append(try await contender.run(run))
                    } catch {
                        reports[place].contenders[index].readings.append(nil)
                        reports[place].contenders[index].failures.append("round \(round): \(error)")
                        progress.say("\(row.name) \(contender.name), round \(round) failed: \(error)")
                    }
                }
            }
        }
        progress.clear()
        return reports
    }
}

/// The readings of a row.
struct RowReport {
    let name: String
    let says: String
    let measures: [Measure]
    var contenders: [ContenderReport]

    init(_ row: Row) {
        (name, says, measures) = (row.name, row.says, row.measures)
        contenders = row.contenders.map { ContenderReport(name: $0.name, side: $0.side, targets: $0.targets) }
    }

    /// The limit the others are compared with.
    var raw: ContenderReport? { contenders.first { $0.side == .raw } }

    /// The value that a target compares with; nil when nobody gave it.
    func basis(of target: Target) -> Double? {
        switch target.basis {
        case .absolute: return 1
        case .raw: return raw?.spread(target.measure)?.median
        case .bestPeer:
            let peers = contenders.filter { $0.side == .peer }.compactMap { $0.spread(target.measure)?.median }
            return target.isFloor ? peers.max() : peers.min()
        }
    }
}

/// The readings of one contender, one a round; nil for a round that failed.
struct ContenderReport {
    let name: String
    let side: Side
    let targets: [Target]
    var readings: [Reading?] = []
    var failures: [String] = []

    func values(_ measure: Measure) -> [Double] { readings.compactMap { $0?.values[measure] } }

    func spread(_ measure: Measure) -> Spread? { Spread(values(measure)) }

    /// Microseconds of processor time a message, of inod and of PostgreSQL.
    func microseconds(_ part: (CPUTime) -> Double) -> Spread? {
        Spread(
            readings.compactMap { reading in
                reading.flatMap { $0.messages > 0 ? part($0.used) * 1e6 / Double($0.messages) : nil }
            })
    }

    /// How many syncs of the write-ahead log a message cost.
    var syncsPerMessage: Spread? {
        Spread(
            readings.compactMap { reading in
                reading.flatMap { $0.messages > 0 ? Double($0.syncs) / Double($0.messages) : nil }
            })
    }
}

/// The middle of some values and their ends.
struct Spread: Codable, Sendable {
    let median: Double
    let min: Double
    let max: Double

    init?(_ values: [Double]) {
        let sorted = values.sorted()
        guard let least = sorted.first, let most = sorted.last else { return nil }
        (min, max) = (least, most)
        let middle = sorted.count / 2
        median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    func text(_ digits: Int) -> String {
        let (middle, least, most) = (median.text(digits), min.text(digits), max.text(digits))
        return least == most ? middle : "\(middle) (\(least)–\(most))"
    }
}
