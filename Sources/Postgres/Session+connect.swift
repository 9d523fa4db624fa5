// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import CLibPQ
import Glibc
import Logging

/// Making a connection.
extension Session {
    /// Tries each host of the conninfo in turn, each with its own time. libpq's own walk over the hosts has no time limit
    /// a host when it does not block, so a host that swallows packets would hide the living one behind it.
    func connect(_ configuration: ConnectionConfiguration) throws(PostgresError) {
        let words = try Self.words(of: configuration.conninfo)
        var failure = PostgresError(.connectionFailed, "The connection string names no host.")
        for host in Self.hosts(of: words) {
            do {
                try connect(words.merging(host) { $1 }, configuration)
                return
            } catch {
                close()
                if error.code == .interrupted { throw error }
                failure = error
            }
        }
        throw failure
    }

    private func connect(_ words: [String: String], _ configuration: ConnectionConfiguration) throws(PostgresError) {
        var words = words
        words["options"] = [words["options"], configuration.options].compactMap(\.self).joined(separator: " ")
        words["client_encoding"] = "UTF8"
        words["application_name"] = configuration.applicationName
        if let password = configuration.password { words["password"] = password }
        let pairs = Array(words)
        guard
            let handle = unsafe Self.withCStrings(
                pairs.map(\.key),
                { keys in
                    unsafe Self.withCStrings(pairs.map(\.value)) { values in
                        unsafe PQconnectStartParams(keys, values, 0)
                    }
                })
        else {
            throw PostgresError(.connectionFailed, "There is no memory for a connection.")
        }
        unsafe begin(handle)
        try unsafe finishConnecting(handle, until: .after(configuration.connectTimeout))
        _ = unsafe PQsetnonblocking(handle, 1)
        receiveNotices()
    }

    private func finishConnecting(_ handle: OpaquePointer, until deadline: Deadline) throws(PostgresError) {
        var awaited = PGRES_POLLING_WRITING
        if unsafe PQstatus(handle) == CONNECTION_BAD { awaited = PGRES_POLLING_FAILED }
        while true {
            switch awaited {
            case PGRES_POLLING_OK: return
            case PGRES_POLLING_READING, PGRES_POLLING_WRITING:
                // The socket is another one with each address that is tried: asked for on every turn.
                do {
                    let events = awaited == PGRES_POLLING_READING ? POLLIN : POLLOUT
                    _ = try wait(events, on: unsafe PQsocket(handle), until: deadline, at: .unknown)
                } catch {
                    if error.code == .interrupted { throw error }
                    throw PostgresError(.connectionFailed, "PostgreSQL did not answer the connection in time.")
                }
                awaited = unsafe PQconnectPoll(handle)
            default:
                var error = PostgresError(.connectionFailed, "PostgreSQL cannot be reached or refuses the connection.")
                error.serverMessage = unsafe String(cString: PQerrorMessage(handle))
                throw error
            }
        }
    }

    /// The keywords and values of a connection string in either form.
    private static func words(of conninfo: String) throws(PostgresError) -> [String: String] {
        guard let options = unsafe PQconninfoParse(conninfo, nil) else {
            throw PostgresError(.misuse, "The connection string cannot be read.")
        }
        defer { unsafe PQconninfoFree(options) }
        var words: [String: String] = [:]
        var option = unsafe options
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                unsafe words[String(cString: keyword)] = unsafe String(cString: value)
            }
            unsafe option += 1
        }
        return words
    }

    /// One set of `host`, `hostaddr` and `port` for each host named; lists of ports may have a single entry for all.
    private static func hosts(of words: [String: String]) -> [[String: String]] {
        let lists = ["host", "hostaddr", "port"].compactMap { word in
            words[word].map { (word, $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)) }
        }
        let count = lists.filter { $0.0 != "port" }.map(\.1.count).max() ?? 1
        return (0..<count).map { index in
            var host: [String: String] = [:]
            for (word, list) in lists { host[word] = list.count == 1 ? list[0] : index < list.count ? list[index] : "" }
            return host
        }
    }

    /// A null-terminated array of C strings for the time of one call.
    private static func withCStrings<Result>(
        _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
    ) -> Result {
        let bytes = strings.flatMap { Array($0.utf8CString) }
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            var next = buffer.baseAddress
            var pointers: [UnsafePointer<CChar>?] = unsafe []
            for string in strings {
                unsafe pointers.append(next)
                unsafe next = unsafe next?.advanced(by: string.utf8.count + 1)
            }
            unsafe pointers.append(nil)
            return unsafe pointers.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
        }
    }
}

/// Notices of the server go to the log instead of stderr.
extension Session {
    private func receiveNotices() {
        // The session outlives its handle, so the pointer is good as long as libpq can use it.
        let session = unsafe Unmanaged.passUnretained(self).toOpaque()
        _ = unsafe PQsetNoticeReceiver(
            handle,
            { argument, result in
                guard let argument = unsafe argument, let result = unsafe result else { return }
                let session = unsafe Unmanaged<Session>.fromOpaque(argument).takeUnretainedValue()
                let state = unsafe PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map {
                    unsafe String(cString: $0)
                }
                let severity = unsafe PQresultErrorField(result, Int32(UInt8(ascii: "V")))
                    .map { unsafe String(cString: $0) }
                // The last words to a connection that asked for nothing.
                if severity == "FATAL" || severity == "PANIC" { session.markBroken() }
                session.logger.debug("PostgreSQL gave a notice.", metadata: ["postgres.sqlstate": "\(state ?? "")"])
            }, session)
    }
}
