// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Foundation
import Logging
import Postgres
import ServiceLifecycle
import Store
import UnixSignals

/// The daemon put together. The order of the services is the order of their start; they stop the other way round, so
/// that no request is cut from the store, and the store not from PostgreSQL.
struct Serve {
    let settings: Settings
    var manager = ServiceManager()

    func run() async throws {
        let logger = Logger(label: "inod", level: settings.logLevel)
        let reach = try await DatabaseReach(settings)
        if let refused = reach.cluster?.folder.refused {
            logger.warning("\(refused); using \(reach.cluster?.folder.path ?? "")")
        }
        let store = Store(
            StoreConfiguration(
                conninfo: reach.daemon, password: settings.database.password, poolSize: settings.database.poolSize),
            logger: logger)
        let doorbell = Doorbell(store: store, logger: logger)
        let flows = FlowControl(store: store, doorbell: doorbell, logger: logger)
        let intake = Intake(store: store, doorbell: doorbell, logger: logger)
        let webhooks = try Webhooks(settings.webhook, store: store, privateFolder: reach.cluster?.folder.path)
        let counters = Counters()
        let dispatch = Dispatch(
            store: store, doorbell: doorbell, flows: flows, outlet: webhooks.outlet,
            name: ProcessInfo.processInfo.hostName, logger: logger, counters: counters)
        let readiness = Readiness(store: store)
        let maintenance = Maintenance(store: store, logger: logger)
        let expiring = Expiring(store: store, counters: counters, logger: logger)
        let clock = DeadlineClock(store: store, counters: counters, logger: logger)
        let running = Running(maintenance: maintenance, isEmbedded: reach.cluster != nil)
        let api = API(
            store: store, intake: intake, doorbell: doorbell, flows: flows, readiness: readiness,
            settings: settings.http, psql: reach.psql, webhooks: webhooks,
            senderLimits: SenderLimits(settings.sendingLimit), counters: counters, clock: clock, running: running)
        let listeners = Listeners(settings: settings.http, logger: logger, opened: opened(logger, running.listeners))

        var services: [any Service] = []
        if let cluster = reach.cluster { services.append(embedded(cluster, logger)) }
        services += [store, maintenance, doorbell, flows, intake, dispatch, expiring, clock]
        services.append(SchemaWatch(store: store, manager: manager, logger: logger, listeners: listening))
        services += try listeners.services(api)
        services += [Watchdog(manager: manager), Farewell(manager: manager, readiness: readiness, logger: logger)]
        try await group(of: services, logger).run()
    }

    private var listening: String {
        let address = settings.http.listen.map { "\($0.host):\($0.port) and " } ?? ""
        return address + settings.http.socket
    }

    /// READY is said when the listeners are open, not when the database answers: a restart would not bring it back.
    private func opened(_ logger: Logger, _ places: Places) -> Opened {
        Opened(expected: settings.http.listen == nil ? 1 : 2, places: places) { [manager] places in
            logger.notice("Listening", metadata: ["http.listeners": "\(places.joined(separator: " "))"])
            manager.send(.ready, .status("listening, looking for the database"))
        }
    }

    private func embedded(_ cluster: Cluster, _ logger: Logger) -> EmbeddedPostgres {
        EmbeddedPostgres(cluster: cluster, logger: logger) { cluster in
            try await Migrator.setUp(
                superuser: cluster.conninfo(user: Cluster.superuser, database: "postgres"),
                owner: cluster.conninfo(user: "ino_owner"), database: Cluster.database, logger: logger)
            let superuser = ConnectionConfiguration(
                conninfo: cluster.conninfo(user: Cluster.superuser), applicationName: "inod")
            try await Connection.with(superuser, logger: logger) { db in
                try db.script(Migrator.readerSQL(login: Cluster.reader, kind: .all, zone: "UTC"))
            }
        }
    }

    private func group(of services: [any Service], _ logger: Logger) -> ServiceGroup {
        var configuration = ServiceGroupConfiguration(
            services: services.map {
                .init(
                    service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup, serviceName: "\(type(of: $0))")
            },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: Logger(label: "inod", level: .notice))
        configuration.maximumGracefulShutdownDuration = settings.stopGrace
        return ServiceGroup(configuration: configuration)
    }
}

/// The first to hear of a graceful stop: tells systemd and `/readyz`, so that nobody sends new work.
struct Farewell: Service {
    let manager: ServiceManager
    let readiness: Readiness
    let logger: Logger

    func run() async throws {
        try? await gracefulShutdown()
        readiness.stop()
        manager.send(.stopping, .status("stopping"))
        logger.notice("Stopping")
    }
}
