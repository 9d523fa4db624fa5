// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// The public TCP listener and the unix socket: two applications over one table of paths.
struct Listeners {
    let settings: HTTPSettings
    let logger: Logger
    let opened: Opened

    /// The services to run; the socket's folder is made when it is missing.
    /// - Throws: `ListenError` when the socket's path cannot be had.
    func services(_ api: API) throws -> [any Service] {
        let responder = api.router(logger: logger).buildResponder()
        var services: [any Service] = []
        if let address = settings.listen {
            let server = application(responder, at: .hostname(address.host, port: address.port)) { channel in
                opened.add("http://\(address.host):\(channel.localAddress?.port ?? address.port)")
            }
            services.append(Listener(server: server, place: "\(address.host):\(address.port)", key: "http.listen"))
        }
        try SocketPath.claim(settings.socket)
        let server = application(responder, at: .unixDomainSocket(path: settings.socket)) { _ in
            giveSocketToAdmins()
            opened.add(settings.socket)
        }
        services.append(Listener(server: server, place: settings.socket, key: "http.socket"))
        return services
    }

    private func application(
        _ responder: some HTTPResponder<APIContext> & Sendable, at address: BindAddress,
        _ running: @escaping @Sendable (any Channel) -> Void
    ) -> some Service {
        // Hummingbird tells at info where it listens; `opened` says it once for all, when all are open.
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .notice)
        let idle = TimeAmount.nanoseconds(Int64(settings.idleTimeout / .nanoseconds(1)))
        let server = HTTPServerBuilder { responder in
            OnEventLoop(base: HTTP1Channel(responder: responder, configuration: .init(idleTimeout: idle)))
        }
        return Application(
            responder: responder, server: server,
            configuration: .init(address: address, serverName: nil), onServerRunning: { running($0) }, logger: quiet)
    }

    /// Whoever may not open the socket need not be turned away on it; who may is still asked of the kernel.
    private func giveSocketToAdmins() {
        chmod(settings.socket, 0o660)
        if let group = groupNumber(named: settings.adminGroup) { _ = chown(settings.socket, .max, group) }
    }
}

/// Counts the listeners that are open and says READY once all are.
final class Opened: Sendable {
    private let expected: Int
    private let whenAll: @Sendable ([String]) -> Void
    private let places: Places

    init(expected: Int, places: Places = Places(), whenAll: @escaping @Sendable ([String]) -> Void) {
        self.expected = expected
        self.whenAll = whenAll
        self.places = places
    }

    func add(_ place: String) {
        let all = places.add(place)
        if all.count == expected { whenAll(all.sorted()) }
    }
}
