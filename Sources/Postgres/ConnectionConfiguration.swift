// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// How to reach PostgreSQL and how long to wait for it.
///
/// Directly, or through a pooler in session mode: one in transaction mode loses LISTEN and the session's settings.
public struct ConnectionConfiguration: Sendable {
    /// As libpq takes it, `host=/run/postgresql dbname=ino` or a URI; several hosts are tried in turn, each with its own
    /// time, so `host=a,b target_session_attrs=read-write` finds the primary.
    public var conninfo: String
    /// The password, if it is not in the conninfo or a password file.
    public var password: String?
    /// Shown in `pg_stat_activity`.
    public var applicationName: String
    /// How long the server lets a statement run; zero is for ever.
    public var statementTimeout: Duration
    /// How long the server lets a statement wait for a lock; zero is for ever.
    public var lockTimeout: Duration
    /// How long the server lets a transaction do nothing; zero is for ever.
    public var idleInTransactionTimeout: Duration
    /// How long one host may take to answer.
    public var connectTimeout: Duration
    /// How much longer than the statement timeout we wait ourselves, for a server or network that went silent.
    public var silenceTimeout: Duration
    /// A role to take on after connecting.
    public var role: String?
    /// How many statements a connection keeps prepared.
    public var cachedStatements: Int

    /// The defaults suit short transactions.
    public init(
        conninfo: String, password: String? = nil, applicationName: String = "ino",
        statementTimeout: Duration = .seconds(10), lockTimeout: Duration = .seconds(5),
        idleInTransactionTimeout: Duration = .seconds(30), connectTimeout: Duration = .seconds(5),
        silenceTimeout: Duration = .seconds(5), role: String? = nil, cachedStatements: Int = 200
    ) {
        self.conninfo = conninfo
        self.password = password
        self.applicationName = applicationName
        self.statementTimeout = statementTimeout
        self.lockTimeout = lockTimeout
        self.idleInTransactionTimeout = idleInTransactionTimeout
        self.connectTimeout = connectTimeout
        self.silenceTimeout = silenceTimeout
        self.role = role
        self.cachedStatements = cachedStatements
    }

    /// How long we wait for an answer ourselves; nil is for ever.
    var clientTimeout: Duration? { statementTimeout == .zero ? nil : statementTimeout + silenceTimeout }

    /// The session's settings, given at connecting so that they cost no round trip and nobody forgets them.
    var options: String {
        var settings = [
            "statement_timeout=\(statementTimeout.milliseconds)", "lock_timeout=\(lockTimeout.milliseconds)",
            "idle_in_transaction_session_timeout=\(idleInTransactionTimeout.milliseconds)",
            "TimeZone=UTC", "DateStyle=ISO",
            // Logs of many partitions look dear to the planner: to compile a page of an inbox, or to start workers for it,
            // takes ten times as long as to read it.
            "jit=off", "max_parallel_workers_per_gather=0",
        ]
        if let role { settings.append("role=" + role.escapedForOptions) }
        return settings.map { "-c " + $0 }.joined(separator: " ")
    }
}

extension Duration {
    /// Whole milliseconds; what is not zero does not become zero, which PostgreSQL reads as "for ever".
    var milliseconds: Int64 {
        let whole = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        return whole == 0 && self > .zero ? 1 : whole
    }
}

extension String {
    /// Spaces and backslashes separate and escape in libpq's options.
    fileprivate var escapedForOptions: String {
        replacing("\\", with: "\\\\").replacing(" ", with: "\\ ")
    }
}
