// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres

extension TestDatabase {
    /// One value the database answers, as the superuser sees it; for tests that do not speak to PostgreSQL themselves.
    public func value(_ sql: String) async throws -> String? {
        try await connection().table("\(unescaped: sql)").rows.first?.first ?? nil
    }
}
