// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Wire

/// Says what stands between this user and the daemon.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look at everything between you and the daemon, and say what to mend.",
        discussion: "Ends with 2 when something is at fault. 'inod doctor' looks at the daemon's own side.")
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        // Its job is to find what is wrong, so it asks for no profile before it prints.
        let output = try Output(global, format: global.output ?? .table, in: Surroundings.current)
        var doctor = Doctor(global)
        await doctor.examine()
        let rows = doctor.findings.map { [$0.state.rawValue, $0.check, $0.text, $0.fix] }
        let columns = ["state", "check", "finding", "fix"]
        let table = try output.sorted(TextTable(columns: columns, rows: rows))
        if output.format.isJSON {
            try output.array(
                table.rows.map { row in
                    .object(zip(columns, row).map { JSON.Member(name: $0, value: .string($1)) })
                })
        } else {
            try output.table(table)
        }
        let counts = [Finding.State.ok, .warn, .fault].map { state in
            "\(doctor.findings.count { $0.state == state }) \(state.rawValue)"
        }
        if output.format.isForPeople && !global.quiet {
            Surroundings.current.complain("\(doctor.findings.count) checks: \(counts.joined(separator: ", "))")
        }
        if doctor.findings.contains(where: { $0.state == .fault }) { throw ExitCode(Exit.no) }
    }
}
