// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres
import Schema

extension Store {
    /// What the database has, beside what this binary wants; the daemon is ready only when it is current or one ahead.
    public func schemaState() async throws -> MigrationStatus {
        try await reading { db in
            try db.migrationStatus(steps: Schema.migrations, reports: Schema.reports)
        }
    }
}
