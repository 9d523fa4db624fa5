// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Postgres

/// The run as JSON, for other programs. Its keys stay; new ones may come.
///
/// - `machine`: `cores`, `memoryMB`, `kernel`, `load` (1-minute, at the end), `postgres` (version), `settings` (those of
///   PostgreSQL that decide about durability and size), `command`, `at` (the end, ISO 8601), `rounds`, `seconds` (of a run).
/// - `rows`: `name`, `says`, and `contenders`: `name`, `side` (`raw`, `ino`, `peer`), `failures`, and `measures`, by the
///   measure's name (`rate` msg/s; `p50`, `p99`, `time` ms; `left` %; `dead` rows; `memory` MB):
///   `median`, `min`, `max`, `rounds` (one value a round), `ratio` (its median over raw's), `ratios` (of each round), and
///   `targets`, each with `value`, `basis` (`raw`, `bestPeer`, `absolute`), `isFloor`, `isStretch`, `reached`,
///   `isReached`.
///   Beside them: `inodMicroseconds`, `postgresMicroseconds` and `syncs`, each a message (`median`, `min`, `max`).
/// - `missing`: the peers that were asked for and are not installed, each with its reason.
struct Report: Codable {
    struct Machine: Codable {
        var cores: Int
        var memoryMB: Int
        var kernel: String
        var load: Double
        var postgres: String
        var settings: [String: String]
        var command: String
        var at: Date
        var rounds: Int
        var seconds: Double
    }

    struct Row: Codable {
        var name: String
        var says: String
        var contenders: [Contender]
    }

    struct Contender: Codable {
        var name: String
        var side: Side
        var failures: [String]
        var notes: [String]
        var measures: [Measure: Value]
        var inodMicroseconds: Spread?
        var postgresMicroseconds: Spread?
        var syncs: Spread?
    }

    struct Value: Codable {
        var unit: String
        var median: Double
        var min: Double
        var max: Double
        var rounds: [Double?]
        var ratio: Double?
        var ratios: Spread?
        var targets: [Aim]
    }

    /// A target and whether it was reached.
    struct Aim: Codable {
        var value: Double
        var basis: Target.Basis
        var isFloor: Bool
        var isStretch: Bool
        var reached: Double?
        var isReached: Bool?
    }

    var machine: Machine
    var rows: [Row]
    var missing: [String]

    /// Writes it to a file.
    func write(to file: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        encoder.nonConformingFloatEncodingStrategy = .throw
        try encoder.encode(self).write(to: URL(fileURLWithPath: file))
    }
}

extension Report.Row {
    init(_ report: RowReport) {
        self.init(
            name: report.name, says: report.says,
            contenders: report.contenders.map { contender in
                .init(
                    name: contender.name, side: contender.side, failures: contender.failures,
                    notes: Set(contender.readings.compactMap { $0?.note }).sorted(),
                    measures: report.measures.reduce(into: [:]) { values, measure in
                        values[measure] = Report.Value(report, contender, measure)
                    },
                    inodMicroseconds: contender.microseconds(\.daemon),
                    postgresMicroseconds: contender.microseconds(\.server), syncs: contender.syncsPerMessage)
            })
    }
}

extension Report.Value {
    init?(_ report: RowReport, _ contender: ContenderReport, _ measure: Measure) {
        guard let spread = contender.spread(measure) else { return nil }
        let raw = contender.side == .raw ? nil : report.raw
        let ratios = raw.map { raw in
            zip(contender.readings, raw.readings).compactMap { own, raw in
                own?.values[measure].flatMap { own in
                    raw?.values[measure].flatMap { $0 > 0 ? own / $0 : nil }
                }
            }
        }
        self.init(
            unit: measure.unit, median: spread.median, min: spread.min, max: spread.max,
            rounds: contender.readings.map { $0?.values[measure] },
            ratio: raw?.spread(measure).flatMap { $0.median > 0 ? spread.median / $0.median : nil },
            ratios: ratios.flatMap { Spread($0) },
            targets: contender.targets.filter { $0.measure == measure }.map { target in
                let reached = report.basis(of: target).map { spread.median / $0 }
                return Report.Aim(
                    value: target.value, basis: target.basis, isFloor: target.isFloor, isStretch: target.isStretch,
                    reached: reached, isReached: reached.map { target.isReached(by: $0) })
            })
    }
}
