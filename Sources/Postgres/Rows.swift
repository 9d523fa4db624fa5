// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import CLibPQ

/// What the server answered to one statement. It is cleared when it goes out of scope, and no pointer into it leaves.
@safe
struct Rows: ~Copyable {
    private let result: OpaquePointer

    init(_ result: OpaquePointer) { unsafe self.result = unsafe result }

    deinit { unsafe PQclear(result) }

    var status: ExecStatusType { unsafe PQresultStatus(result) }
    var count: Int { Int(unsafe PQntuples(result)) }
    var columnCount: Int { Int(unsafe PQnfields(result)) }

    /// What the server says it did: `COMMIT`, `INSERT 0 3`.
    var tag: String { unsafe String(cString: PQcmdStatus(result)) }

    /// How many rows it touched or returned.
    var affected: Int { Int(unsafe String(cString: PQcmdTuples(result))) ?? 0 }

    /// Whether this is a failure; an aborted pipeline's statements were never tried.
    var isFailure: Bool {
        status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE || status == PGRES_NONFATAL_ERROR
    }

    func columnName(_ column: Int) -> String {
        unsafe PQfname(result, Int32(column)).map { unsafe String(cString: $0) } ?? "?"
    }

    func columnType(_ column: Int) -> PostgresType {
        PostgresType(rawValue: unsafe PQftype(result, Int32(column)))
    }

    /// One of the fields of an error.
    func errorField(_ field: UInt8) -> String? {
        unsafe PQresultErrorField(result, Int32(field)).map { unsafe String(cString: $0) }
    }

    /// A value of a result that was asked for as text.
    func text(row: Int, column: Int) -> String? {
        guard unsafe PQgetisnull(result, Int32(row), Int32(column)) == 0 else { return nil }
        return unsafe String(cString: PQgetvalue(result, Int32(row), Int32(column)))
    }
}

extension Rows {
    /// All rows as tuples of the types asked for.
    func decode<each Column: PostgresDecodable>(
        _: repeat (each Column).Type, at place: CallPlace
    ) throws(PostgresError) -> [(repeat each Column)] {
        var wanted = 0
        for _ in repeat (each Column).self { wanted += 1 }
        guard wanted == columnCount else {
            throw PostgresError(
                .decoding, "The statement returns \(columnCount) columns, and \(wanted) were asked for.", at: place)
        }
        var rows: [(repeat each Column)] = []
        rows.reserveCapacity(count)
        for row in 0..<count {
            var column = 0
            rows.append((repeat try decode((each Column).self, row: row, column: &column, at: place)))
        }
        return rows
    }

    private func decode<Column: PostgresDecodable>(
        _: Column.Type, row: Int, column: inout Int, at place: CallPlace
    ) throws(PostgresError) -> Column {
        let index = Int32(column)
        column += 1
        do throws(PostgresDecodingFault) {
            if unsafe PQgetisnull(result, Int32(row), index) == 1 { return try Column.decodeNull() }
            let length = Int(unsafe PQgetlength(result, Int32(row), index))
            let start = unsafe UnsafeRawPointer(PQgetvalue(result, Int32(row), index))
            let bytes = unsafe UnsafeRawBufferPointer(start: start, count: length)
            return try Column.decode(unsafe bytes.bytes, type: columnType(Int(index)))
        } catch {
            throw PostgresError(
                .decoding,
                "Column \(columnName(Int(index))) cannot be read as \(Column.self): \(error.reason).",
                cause: error, at: place)
        }
    }
}
