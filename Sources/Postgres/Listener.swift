// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Logging

/// What a listener tells.
public enum ListenEvent: Hashable, Sendable {
    /// Somebody notified. It is a hint: read the table. Equal ones of one transaction come once.
    case notification(channel: String, payload: String)
    /// The channels are listened on from now; whatever happened before was not heard, so look at everything again. Comes
    /// after every connecting, the first too.
    case lookAgain
}

/// Listens on channels, on a connection of its own that is never in a transaction.
///
/// It sends itself a notification every few seconds, so that a connection that is silently dead, or a pooler in between
/// that loses LISTEN, is noticed; then it connects anew. A standby is refused, since nobody notifies there.
public struct Listener: Sendable {
    private let configuration: ConnectionConfiguration
    private let pingInterval: Duration
    private let logger: Logger

    /// A listener that connects when it is run.
    public init(_ configuration: ConnectionConfiguration, pingInterval: Duration = .seconds(5), logger: Logger) {
        self.configuration = configuration
        self.pingInterval = pingInterval
        self.logger = logger
    }

    /// Listens until the task is cancelled. A lost connection is made again, later and later up to 10 seconds.
    ///
    /// - Parameter onEvent: Called for one event at a time, in order; while it works the others wait, and none is lost.
    public func run(channels: [String], onEvent: (ListenEvent) async -> Void) async {
        var failures = 0
        while !Task.isCancelled {
            do {
                try await listen(channels) { event in
                    if event == .lookAgain { failures = 0 }
                    await onEvent(event)
                }
            } catch {
                if Task.isCancelled { return }
                logger.debug("The listener lost its connection.", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: Self.pause(after: failures, jitter: .random(in: 0.5...1)))
            failures += 1
        }
    }

    /// How long to wait before connecting again.
    static func pause(after failures: Int, jitter: Double) -> Duration {
        .milliseconds(min(10_000, 50 << min(failures, 10))) * jitter
    }

    private func listen(_ channels: [String], onEvent: (ListenEvent) async -> Void) async throws {
        let connection = try await Connection.open(configuration, logger: logger)
        try await withTaskCancellationHandler {
            let ping = try await connection.listen(on: channels)
            await onEvent(.lookAgain)
            while !Task.isCancelled {
                for event in try await connection.notifications(until: .after(pingInterval)) { await onEvent(event) }
                for event in try await connection.ping(ping, ifIdleFor: pingInterval) { await onEvent(event) }
            }
        } onCancel: {
            connection.interrupt()
        }
    }
}
