// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Logging
import Postgres
public import ServiceLifecycle

/// Everything Ino keeps: reads and writes the domain's values as rows of one PostgreSQL database.
///
/// A value to pass around; its connections live in a pool that `run()` keeps. Work in hand at a graceful stop ends
/// before its connection is closed; new work is refused with `StoreError.Code.stopping`.
public struct Store: Service {
    let pool: Pool
    let configuration: StoreConfiguration
    let logger: Logger
    let tokenCache = TokenCache()
    let onlyProgramme = OnlyProgramme()
    let serverClock = ServerClock()
    let caseMemory = CaseMemory()
    let ruleMemory = RuleMemory()
    let numberMemory = NumberMemory()

    /// A store on the database that the configuration names; connects on first use.
    public init(_ configuration: StoreConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        pool = Pool(
            PoolConfiguration(connection: configuration.connection, size: configuration.poolSize),
            logger: logger)
    }

    /// Keeps the connections until the graceful stop.
    public func run() async throws {
        try await pool.run()
    }
}

/// Where the database is, and how much of it one daemon uses.
public struct StoreConfiguration: Sendable {
    /// A libpq connection string, e.g. `host=pg1,pg2 dbname=ino user=ino_daemon`; several hosts are tried in turn.
    public var conninfo: String
    /// The password, when the server asks for one; never part of the connection string, so it reaches no log.
    public var password: String?
    /// How many connections at most.
    public var poolSize: Int

    /// A configuration; eight connections when nothing else is said.
    public init(conninfo: String, password: String? = nil, poolSize: Int = 8) {
        self.conninfo = conninfo
        self.password = password
        self.poolSize = poolSize
    }

    var connection: ConnectionConfiguration {
        ConnectionConfiguration(conninfo: conninfo, password: password, applicationName: "inod")
    }
}
