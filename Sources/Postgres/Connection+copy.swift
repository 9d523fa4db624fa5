// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import CLibPQ

/// COPY into a table.
extension Connection {
    /// Loads rows of texts into a table, nil as NULL; the server reads each text as its column's type. Answers how many.
    @discardableResult
    public func copyIn(
        _ table: String, columns: [String], rows: some Sequence<[String?]>, fileID: String = #fileID, line: Int = #line
    ) throws -> Int {
        let place = CallPlace(fileID: fileID, line: line)
        let name = table.split(separator: ".").map { String($0).quotedIdentifier }.joined(separator: ".")
        let list = columns.map(\.quotedIdentifier).joined(separator: ", ")
        do {
            try session.beginCopy("copy \(name) (\(list)) from stdin", until: deadline, at: place)
            var chunk: [UInt8] = []
            for row in rows {
                guard row.count == columns.count else {
                    try session.endCopy(failing: "a row is too long or too short", until: deadline, at: place)
                    throw PostgresError(
                        .misuse, "A row to copy has \(row.count) values for \(columns.count) columns.", at: place)
                }
                row.appendCopyLine(to: &chunk)
                if chunk.count >= 1 << 16 {
                    try session.sendCopy(chunk, until: deadline, at: place)
                    chunk.removeAll(keepingCapacity: true)
                }
            }
            try session.sendCopy(chunk, until: deadline, at: place)
            return try session.endCopy(failing: nil, until: deadline, at: place)
        } catch let error as PostgresError {
            if firstFailure == nil { firstFailure = error }
            throw error
        }
    }
}

extension Session {
    fileprivate func beginCopy(_ sql: String, until deadline: Deadline, at place: CallPlace) throws(PostgresError) {
        let handle = try unsafe open(at: place)
        try sent(unsafe PQsendQuery(handle, sql), until: deadline, at: place)
        guard let result = try unsafe nextResult(until: deadline, at: place) else { throw lost(at: place) }
        let rows = unsafe Rows(result)
        if rows.status == PGRES_COPY_IN { return }
        let failure = error(of: rows, at: place)
        while let rest = try unsafe nextResult(until: deadline, at: place) { _ = unsafe Rows(rest) }
        throw failure
    }

    fileprivate func sendCopy(_ bytes: [UInt8], until deadline: Deadline, at place: CallPlace) throws(PostgresError) {
        if bytes.isEmpty { return }
        let handle = try unsafe open(at: place)
        while true {
            let code = unsafe bytes.withUnsafeBytes { buffer in
                unsafe PQputCopyData(
                    handle, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count))
            }
            if code < 0 { throw lost(at: place) }
            try flush(until: deadline, at: place)
            if code == 1 { return }
        }
    }

    /// Ends the copy, or makes the server drop it; answers how many rows came in.
    @discardableResult
    fileprivate func endCopy(
        failing reason: String?, until deadline: Deadline, at place: CallPlace
    ) throws(PostgresError) -> Int {
        let handle = try unsafe open(at: place)
        while true {
            let code = unsafe PQputCopyEnd(handle, reason)
            if code < 0 { throw lost(at: place) }
            try flush(until: deadline, at: place)
            if code == 1 { break }
        }
        do {
            return try answer(until: deadline, at: place).affected
        } catch  where reason != nil && error.sqlState == "57014" {
            return 0
        }
    }
}

extension String {
    /// As an SQL identifier.
    var quotedIdentifier: String { "\"" + replacing("\"", with: "\"\"") + "\"" }
}

extension [String?] {
    /// One line of COPY's text format: tabs between, `\N` for NULL, and a backslash before what would be misread.
    fileprivate func appendCopyLine(to bytes: inout [UInt8]) {
        for (index, value) in enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "\t")) }
            guard let value else {
                bytes += [UInt8(ascii: "\\"), UInt8(ascii: "N")]
                continue
            }
            for byte in value.utf8 {
                switch byte {
                case UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "\\")]
                case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
                case UInt8(ascii: "\r"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
                case UInt8(ascii: "\t"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
                default: bytes.append(byte)
                }
            }
        }
        bytes.append(UInt8(ascii: "\n"))
    }
}
