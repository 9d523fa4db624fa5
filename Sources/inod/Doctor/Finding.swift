// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Wire

/// One thing that was looked at.
struct Finding: Codable, Equatable, Sendable {
    enum Level: String, Codable, Sendable {
        /// As it should be.
        case ok
        /// It works, and somebody should look at it.
        case warn
        /// It does not work, or will not keep what it promises.
        case fault
    }

    let level: Level
    /// What was looked at: `database.clock`.
    let name: String
    /// What was found.
    let detail: String
    /// What to do; nil when nothing is to be done.
    let next: String?

    static func ok(_ name: String, _ detail: String) -> Finding {
        Finding(level: .ok, name: name, detail: detail, next: nil)
    }

    static func warn(_ name: String, _ detail: String, next: String) -> Finding {
        Finding(level: .warn, name: name, detail: detail, next: next)
    }

    static func fault(_ name: String, _ detail: String, next: String) -> Finding {
        Finding(level: .fault, name: name, detail: detail, next: next)
    }
}

/// Findings as people and programs read them.
struct Findings: Codable, Equatable, Sendable {
    let findings: [Finding]
    let ok: Int
    let warnings: Int
    let faults: Int

    init(_ findings: [Finding]) {
        self.findings = findings
        ok = findings.count { $0.level == .ok }
        warnings = findings.count { $0.level == .warn }
        faults = findings.count { $0.level == .fault }
    }

    /// 0 without a fault, also with warnings; 2 with one.
    var exitCode: Int32 { faults == 0 ? 0 : 2 }

    /// A line a finding, what to do below it, and the sum.
    var text: String {
        let width = findings.map(\.name.count).max() ?? 0
        let lines = findings.flatMap { finding in
            let level = finding.level.rawValue.padding(to: 5)
            let line = "\(level)  \(finding.name.padding(to: width))  \(finding.detail)"
            return [line] + (finding.next.map { ["\("".padding(to: width + 9))→ \($0)"] } ?? [])
        }
        return (lines + ["\(findings.count) checks: \(ok) ok, \(warnings) warn, \(faults) fault"])
            .joined(separator: "\n")
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
