// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import CLibPQ
import Logging

/// Sending statements and reading their answers, one at a time.
extension Session {
    /// Sends SQL by the simple protocol and reads all answers: the first failure is thrown, the last answer returned.
    @discardableResult
    func simple(_ sql: String, until deadline: Deadline, at place: CallPlace) throws(PostgresError) -> Rows {
        let handle = try unsafe open(at: place)
        try sent(unsafe PQsendQuery(handle, sql), until: deadline, at: place)
        return try answer(until: deadline, at: place)
    }

    /// Prepares a statement under a name.
    func prepare(
        _ key: StatementCache.Key, name: String, until deadline: Deadline, at place: CallPlace
    ) throws(PostgresError) {
        try sendPrepare(key, name: name, at: place)
        try flush(until: deadline, at: place)
        _ = try answer(until: deadline, at: place)
    }

    /// Runs a prepared statement; the answer comes in binary, or in text if wanted.
    func run(
        _ name: String, _ parameters: Parameters, asText: Bool, until deadline: Deadline, at place: CallPlace
    ) throws(PostgresError) -> Rows {
        try sendExecute(name, parameters, asText: asText, at: place)
        try flush(until: deadline, at: place)
        return try answer(until: deadline, at: place)
    }

    /// Leaves a prepare in libpq's buffer.
    func sendPrepare(_ key: StatementCache.Key, name: String, at place: CallPlace) throws(PostgresError) {
        let handle = try unsafe open(at: place)
        let code = unsafe key.types.withUnsafeBufferPointer { types in
            unsafe PQsendPrepare(handle, name, key.sql, Int32(types.count), types.baseAddress)
        }
        try taken(code, at: place)
    }

    /// Leaves an execution in libpq's buffer; in a pipeline libpq writes it out when 64 kB have come together.
    func sendExecute(
        _ name: String, _ parameters: Parameters, asText: Bool, at place: CallPlace
    ) throws(PostgresError) {
        let handle = try unsafe open(at: place)
        let count = Int32(parameters.count)
        let code = unsafe parameters.withUnsafeArrays { values, lengths, formats in
            unsafe PQsendQueryPrepared(handle, name, count, values, lengths, formats, asText ? 0 : 1)
        }
        try taken(code, at: place)
    }

    /// Checks that libpq took a message, and gives it to the socket.
    func sent(_ code: Int32, until deadline: Deadline, at place: CallPlace) throws(PostgresError) {
        try taken(code, at: place)
        try flush(until: deadline, at: place)
    }

    /// Checks that libpq took a message.
    private func taken(_ code: Int32, at place: CallPlace) throws(PostgresError) {
        guard code == 1 else {
            let handle = try unsafe open(at: place)
            if unsafe PQstatus(handle) == CONNECTION_BAD { throw lost(at: place) }
            var error = PostgresError(.misuse, "The statement could not be sent.", at: place)
            error.serverMessage = unsafe String(cString: PQerrorMessage(handle))
            throw error
        }
    }

    /// All answers of one statement: the first failure is thrown, the last answer returned.
    func answer(until deadline: Deadline, at place: CallPlace) throws(PostgresError) -> Rows {
        var last: Rows?
        var failure: PostgresError?
        while let result = try unsafe nextResult(until: deadline, at: place) {
            let rows = unsafe Rows(result)
            if rows.isFailure, failure == nil { failure = error(of: rows, at: place) }
            switch rows.status {
            case PGRES_COPY_IN:
                if failure == nil { failure = PostgresError(.misuse, "COPY needs copyIn.", at: place) }
                _ = unsafe PQputCopyEnd(try open(at: place), "no data")
                try flush(until: deadline, at: place)
            case PGRES_COPY_OUT, PGRES_COPY_BOTH:
                markBroken()
                throw PostgresError(.misuse, "COPY out is not supported.", at: place)
            default: break
            }
            last = consume rows
        }
        logger.trace("PostgreSQL answered.", metadata: ["postgres.asked": "\(place)"])
        if let failure { throw failure }
        guard let last else { throw lost(at: place) }
        return last
    }

    /// The server's failure as an error of ours.
    func error(of rows: borrowing Rows, at place: CallPlace) -> PostgresError {
        let state = rows.errorField(UInt8(ascii: "C"))
        var error: PostgresError
        // The server's last words, as when an administrator ends the session, come before the hang-up is seen.
        let isFatal = ["FATAL", "PANIC"].contains(rows.errorField(UInt8(ascii: "V")))
        if unsafe (isFatal || handle == nil || PQstatus(handle) == CONNECTION_BAD) {
            error = lost(at: place)
        } else if state == "25006" {
            error = PostgresError(.readOnly, "PostgreSQL takes no writes here now.", at: place)
        } else if let state {
            error = PostgresError(.server(sqlState: state), "PostgreSQL refused a statement (\(state)).", at: place)
        } else {
            error = lost(at: place)
        }
        error.sqlState = state
        error.constraintName = rows.errorField(UInt8(ascii: "n"))
        error.tableName = rows.errorField(UInt8(ascii: "t"))
        error.serverMessage = rows.errorField(UInt8(ascii: "M"))
        error.detail = rows.errorField(UInt8(ascii: "D"))
        error.sourceFunction = rows.errorField(UInt8(ascii: "R"))
        return error
    }
}
