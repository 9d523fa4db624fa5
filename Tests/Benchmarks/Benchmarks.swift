// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// What Ino carries, and how fast its reports are. A timing is an output, not a test.
@main struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures Ino beside bare PostgreSQL and other brokers.",
        subcommands: [Carriage.self, ReportQueries.self], defaultSubcommand: Carriage.self)
}
