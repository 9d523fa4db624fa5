// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Hummingbird
import Logging
import Store

/// The HTTP interface: its parts and the table of its paths, one file a subject.
struct API: Sendable {
    let store: Store
    let intake: Intake
    let doorbell: Doorbell
    let flows: FlowControl
    let readiness: Readiness
    let settings: HTTPSettings
    /// How an analyst logs in to the reports; only operators are told.
    let psql: String?
    /// The secrets of webhooks and the way out to them.
    let webhooks: Webhooks
    /// What each organisation may send.
    var senderLimits = SenderLimits(nil)
    /// What the daemon has done since its start.
    var counters = Counters()
    /// Follows deadlines when a replay's clock is moved; nil where no clock runs.
    var clock: DeadlineClock?
    /// What the process knows of itself.
    var running = Running()

    /// The paths for both listeners.
    func router(logger: Logger) -> Router<APIContext> { table(logger: logger).finished() }

    /// The table of paths.
    func table(logger: Logger) -> Routes {
        var routes = Routes(
            authentication: Authentication(store: store, operators: Operators(adminGroup: settings.adminGroup)),
            limits: settings,
            middleware: [RequestLog(logger: logger), Problems(logger: logger)])
        health(&routes)
        version(&routes)
        programmes(&routes)
        registry(&routes)
        registryEdits(&routes)
        instrumentParts(&routes)
        imports(&routes)
        calendar(&routes)
        messages(&routes)
        messageStream(&routes)
        events(&routes)
        attachments(&routes)
        inbox(&routes)
        inboxes(&routes)
        inboxSessions(&routes)
        webhooks(&routes)
        tasks(&routes)
        instructions(&routes)
        instructionReading(&routes)
        instrumentUses(&routes)
        approvals(&routes)
        approvalReading(&routes)
        tokens(&routes)
        reports(&routes)
        audit(&routes)
        broker(&routes)
        brokerFlows(&routes)
        metrics(&routes)
        today(&routes)
        return routes
    }
}
