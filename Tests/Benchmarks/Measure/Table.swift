// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// The reports as a text for people: one line a contender and measure.
struct Table {
    let reports: [RowReport]

    private static let columns = [
        "row", "who", "median (min–max)", "unit", "× raw", "target", "stretch", "inod µs", "PostgreSQL µs", "syncs/msg",
    ]

    func print() {
        var lines = [Self.columns]
        for report in reports {
            for contender in report.contenders {
                for measure in report.measures { lines += Self.line(report, contender, measure) }
            }
        }
        let widths = Self.columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        for line in lines {
            let padded = zip(line, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            Swift.print(padded.joined(separator: "  ").trimmingEnd())
        }
        for report in reports {
            for contender in report.contenders {
                for note in Set(contender.readings.compactMap { $0?.note }).sorted() {
                    Swift.print("\(report.name) \(contender.name): \(note)")
                }
                for failure in contender.failures { Swift.print("FAILED \(report.name) \(contender.name), \(failure)") }
            }
        }
    }

    private static func line(_ report: RowReport, _ contender: ContenderReport, _ measure: Measure) -> [[String]] {
        guard let spread = contender.spread(measure) else {
            return contender.readings.isEmpty || contender.failures.isEmpty || measure != report.measures.first
                ? [] : [[report.name, contender.name, "failed", measure.unit, "", "", "", "", "", ""]]
        }
        let raw = contender.side == .raw ? nil : report.raw?.spread(measure)?.median
        let ratio = raw.flatMap { $0 > 0 ? spread.median / $0 : nil }
        let targets = contender.targets.filter { $0.measure == measure }
        func verdicts(_ targets: [Target]) -> String {
            targets.map { target in verdict(target, report.basis(of: target).map { spread.median / $0 }) }
                .joined(separator: ", ")
        }
        let isFirst = measure == report.measures.first
        return [
            [
                report.name, contender.name, spread.text(measure.digits), measure.unit,
                ratio.map { $0.text(2) } ?? "", verdicts(targets.filter { !$0.isStretch }),
                verdicts(targets.filter(\.isStretch)),
                isFirst ? contender.microseconds(\.daemon)?.text(0) ?? "" : "",
                isFirst ? contender.microseconds(\.server)?.text(0) ?? "" : "",
                isFirst ? contender.syncsPerMessage?.text(3) ?? "" : "",
            ]
        ]
    }

    private static func verdict(_ target: Target, _ reached: Double?) -> String {
        let basis =
            switch target.basis {
            case .raw: "×"
            case .bestPeer: "× best peer"
            case .absolute: ""
            }
        let text = "\(target.isFloor ? "≥" : "≤") \(target.value.text(target.value >= 10 ? 0 : 2))\(basis)"
        return "\(text) \(reached.map { target.isReached(by: $0) ? "yes" : "no" } ?? "?")"
    }
}

extension String {
    fileprivate func trimmingEnd() -> String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
