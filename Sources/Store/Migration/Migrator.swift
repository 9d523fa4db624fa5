// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Logging
import Postgres
package import Schema

/// Brings a database to the schema of this binary: one transaction a step, each with its row in `core.schema_version`.
///
/// Any number may run at once: each step is taken under a lock and looked at again there. A step that fails leaves nothing
/// behind, and the steps before it stay.
public struct Migrator: Sendable {
    private let connection: ConnectionConfiguration
    private let logger: Logger
    let steps: [Schema.Step]
    let reports: [Schema.Report]
    /// How long a step waits for a table that others use, before it gives way.
    package var patience = Duration.seconds(5)

    /// A migrator for one database.
    ///
    /// - Parameter conninfo: Of `ino_owner`, or of somebody who may become it.
    public init(conninfo: String, password: String? = nil, logger: Logger) {
        self.init(
            conninfo: conninfo, password: password, logger: logger, steps: Schema.migrations, reports: Schema.reports)
    }

    /// A migrator with texts of its own, for tests.
    package init(
        conninfo: String, password: String? = nil, logger: Logger, steps: [Schema.Step], reports: [Schema.Report]
    ) {
        // Steps take what time they need; who waits for a lock in them is told so after five seconds.
        connection = Self.connection(conninfo: conninfo, password: password)
        self.logger = logger
        self.steps = steps
        self.reports = reports
    }

    /// What the database has, beside what this binary wants.
    public func status() async throws -> MigrationStatus {
        try await transaction { [steps, reports] db in try db.migrationStatus(steps: steps, reports: reports) }
    }

    /// The names of what `up` would do now, in order; `reports` is the views, made anew.
    ///
    /// - Throws: `MigrationError` where `up` would refuse.
    public func plan() async throws -> [String] { try Self.plan(await status()) }

    /// Does what `plan` says, and tells about each part as it is done.
    ///
    /// - Returns: What the database has then.
    /// - Throws: `MigrationError`.
    @discardableResult
    public func up(progress: (MigrationProgress) -> Void = { _ in }) async throws -> MigrationStatus {
        let plan = try await plan()
        for (place, name) in plan.enumerated() {
            if let step = steps.first(where: { $0.name == name }) {
                try await apply(step)
            } else {
                try await applyReports()
            }
            progress(MigrationProgress(name: name, place: place + 1, count: plan.count))
        }
        return try await status()
    }

    /// One transaction on a connection of its own.
    func transaction<R: Sendable>(_ body: @Sendable (isolated Connection) throws -> R) async throws -> R {
        try await Connection.with(connection, logger: logger) { db in try db.transaction(body) }
    }

    /// Settings for work that may take long.
    static func connection(conninfo: String, password: String?) -> ConnectionConfiguration {
        ConnectionConfiguration(
            conninfo: conninfo, password: password, applicationName: "inod migrate", statementTimeout: .zero,
            lockTimeout: .zero)
    }

    /// What is to be done about a database in this state.
    private static func plan(_ status: MigrationStatus) throws -> [String] {
        switch status.state {
        case .current, .ahead: return []
        case .behind: return status.pending + [reportsName]
        case .tooNew: throw MigrationError(code: .tooNew, sentence: status.sentence, next: "Nothing was changed")
        case .broken: throw MigrationError(code: .broken, sentence: status.sentence, next: "Nothing was changed")
        }
    }

    /// What `plan` and `progress` call the report views.
    static let reportsName = "reports"
}
