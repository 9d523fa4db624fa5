// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres
import Store
import TestDatabase

/// A login of a reader, made as an administrator would, and gone with the closure.
enum Reader {
    static func reading<R: Sendable>(
        as kind: Migrator.ReaderKind, _ body: (Connection) async throws -> R
    ) async throws -> R {
        let database = try TestDatabase.current
        let login = "reader_\(database.name)"
        let admin = try await database.connection()
        try await admin.script(Migrator.readerSQL(login: login, kind: kind, zone: "Asia/Tomsk"))
        let result: Result<R, any Error>
        do {
            result = .success(try await body(try await database.connection(user: login)))
        } catch {
            result = .failure(error)
        }
        try await admin.script("drop owned by \(login); drop role \(login)")
        return try result.get()
    }
}
