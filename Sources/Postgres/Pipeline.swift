// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import CLibPQ

/// Statements sent one after the other without waiting for the answers: one round trip for all.
///
/// At most 256 statements or 1 MB are on the way at once; then the answers so far are read, so that neither side's memory
/// fills. The first failure ends it: what was sent after is not run, and what is sent later is dropped.
public struct Pipeline {
    private enum Expected {
        case prepared(Statement, CallPlace, name: String)
        case executed(Statement, CallPlace)
    }

    static let statementLimit = 256
    static let byteLimit = 1 << 20

    private let session: Session
    private let timeout: Duration?
    private(set) var cache: StatementCache
    private var preparing: [StatementCache.Key: String] = [:]
    private var expected: [Expected] = []
    private var statements = 0
    private var bytes = 0
    /// The first failure, and the statement it belongs to.
    private(set) var failure: PostgresError?
    private(set) var failed: Statement?

    init(_ session: Session, cache: StatementCache, timeout: Duration?) {
        self.session = session
        self.cache = cache
        self.timeout = timeout
    }

    /// Sends a statement; its rows, if it has any, are dropped.
    public mutating func send(_ statement: Statement, fileID: String = #fileID, line: Int = #line) {
        guard failure == nil else { return }
        let place = CallPlace(fileID: fileID, line: line)
        do throws(PostgresError) {
            if statements == Self.statementLimit || bytes + statement.weight > Self.byteLimit {
                try readAnswers(at: place)
            }
            let name = try prepare(statement, at: place)
            try session.sendExecute(name, statement.parameters, asText: false, at: place)
            expected.append(.executed(statement, place))
            statements += 1
            bytes += statement.weight
        } catch {
            if failure == nil { failure = error }
        }
    }

    /// The name of a statement that is prepared or being prepared.
    private mutating func prepare(_ statement: Statement, at place: CallPlace) throws(PostgresError) -> String {
        let key = statement.cacheKey
        if let name = cache.name(for: key) ?? preparing[key] { return name }
        let name = cache.newName()
        try session.sendPrepare(key, name: name, at: place)
        preparing[key] = name
        expected.append(.prepared(statement, place, name: name))
        return name
    }

    /// Reads the answers of all that is on the way, without ending the implicit transaction a Sync would end.
    private mutating func readAnswers(at place: CallPlace) throws(PostgresError) {
        guard !expected.isEmpty else { return }
        try session.sent(unsafe PQsendFlushRequest(try session.open(at: place)), until: .after(timeout), at: place)
        try takeAnswers(at: place)
    }

    /// Makes the server drop what was sent: outside a transaction Sync would commit it.
    mutating func abandon(at place: CallPlace) {
        send("do $$ begin raise exception 'the pipeline was given up'; end $$", fileID: place.fileID, line: place.line)
    }

    /// Sends Sync and reads everything up to its answer.
    mutating func finish(at place: CallPlace) throws(PostgresError) {
        try session.sent(unsafe PQpipelineSync(try session.open(at: place)), until: .after(timeout), at: place)
        try takeAnswers(at: place)
        // After a failure answers of statements that were never run may still be on the way; Sync's comes last, and no
        // NULL follows it.
        var nulls = 0
        while nulls < 2 {
            guard let result = try unsafe session.nextResult(until: .after(timeout), at: place) else {
                nulls += 1
                continue
            }
            nulls = 0
            if unsafe Rows(result).status == PGRES_PIPELINE_SYNC { return }
        }
        throw session.lost(at: place)
    }

    private mutating func takeAnswers(at place: CallPlace) throws(PostgresError) {
        for item in expected {
            guard let result = try unsafe session.nextResult(until: .after(timeout), at: place) else {
                throw session.lost(at: place)
            }
            let rows = unsafe Rows(result)
            note(rows, of: item)
            // A NULL ends the answers of one statement.
            while try unsafe session.nextResult(until: .after(timeout), at: place) != nil {
                session.markBroken()
                throw PostgresError(.misuse, "A statement gave several answers in a pipeline.", at: place)
            }
        }
        expected.removeAll(keepingCapacity: true)
        statements = 0
        bytes = 0
    }

    private mutating func note(_ rows: borrowing Rows, of item: Expected) {
        let (statement, place): (Statement, CallPlace)
        switch item {
        case .prepared(let prepared, let position, let name):
            (statement, place) = (prepared, position)
            preparing[statement.cacheKey] = nil
            if rows.status == PGRES_COMMAND_OK { cache.insert(statement.cacheKey, name: name) }
        case .executed(let executed, let position): (statement, place) = (executed, position)
        }
        guard failure == nil else { return }
        switch rows.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return
        case PGRES_FATAL_ERROR: failure = session.error(of: rows, at: place)
        default: failure = PostgresError(.misuse, "This statement is not allowed in a pipeline.", at: place)
        }
        failed = statement
    }
}

extension Statement {
    /// What sending it weighs, about.
    fileprivate var weight: Int { parameters.byteCount + 16 * parameters.count + 64 }
}

extension Connection {
    /// Sends the statements the closure gives without waiting between them, and checks all answers. Outside a transaction
    /// they are one transaction of their own.
    public func pipeline(
        fileID: String = #fileID, line: Int = #line, _ body: (inout Pipeline) throws -> Void
    ) throws {
        let place = CallPlace(fileID: fileID, line: line)
        if isInPipeline { throw PostgresError(.misuse, "A pipeline cannot begin inside another.", at: place) }
        let handle = try unsafe session.open(at: place)
        let isOwnTransaction = session.transactionStatus == PQTRANS_IDLE
        guard unsafe PQenterPipelineMode(handle) == 1 else {
            throw PostgresError(.misuse, "A pipeline cannot begin before the last statement has ended.", at: place)
        }
        isInPipeline = true
        defer { isInPipeline = false }
        var pipeline = Pipeline(session, cache: cache, timeout: configuration.clientTimeout)
        // Handed over, so that it is not copied when the pipeline changes it.
        cache = StatementCache(capacity: 0)
        let thrown = Result { try body(&pipeline) }
        do {
            if case .failure = thrown, isOwnTransaction { pipeline.abandon(at: place) }
            try pipeline.finish(at: place)
        } catch {
            // Half a conversation: nothing more can be said here.
            session.markBroken()
            throw pipeline.failure ?? error
        }
        cache = pipeline.cache
        guard unsafe PQexitPipelineMode(handle) == 1 else { throw session.lost(at: place) }
        try thrown.get()
        if let failure = pipeline.failure {
            if let failed = pipeline.failed { note(failure, of: failed) }
            if firstFailure == nil { firstFailure = failure }
            throw failure
        }
    }
}
