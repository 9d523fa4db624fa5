// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestDatabase

/// A RabbitMQ of our own on this machine's loopback, with all it keeps in a folder of its own.
final class RabbitMQServer: @unchecked Sendable {  // started and ended by the one thread that runs the rows
    let endpoint: Endpoint
    private let folder: String
    private let process = Process()
    private let namePort: UInt16
    private let environment: [String: String]
    private var ending: Int?

    /// Starts the installed one; the error says what is missing.
    init() throws {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/rabbitmq/lib")) ?? []
        guard let version = versions.filter({ $0.hasPrefix("rabbitmq_server-") }).max() else {
            throw BenchmarkError("RabbitMQ is not installed: apt-get install rabbitmq-server")
        }
        folder = try TemporaryFolder.make("ino-rabbit")
        let (port, nodePort) = (try Endpoint.freePort(), try Endpoint.freePort())
        namePort = try Endpoint.freePort()
        endpoint = .tcp(port)
        try "[].".write(toFile: folder + "/plugins", atomically: true, encoding: .utf8)
        environment = [
            "HOME": folder, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8",
            "RABBITMQ_NODENAME": "bench\(port)@localhost", "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": "\(port)", "RABBITMQ_DIST_PORT": "\(nodePort)",
            "ERL_EPMD_ADDRESS": "127.0.0.1", "ERL_EPMD_PORT": "\(namePort)",
            "RABBITMQ_MNESIA_BASE": folder + "/data", "RABBITMQ_LOG_BASE": folder + "/log",
            "RABBITMQ_CONFIG_FILE": folder + "/none", "RABBITMQ_CONF_ENV_FILE": folder + "/none",
            "RABBITMQ_ENABLED_PLUGINS_FILE": folder + "/plugins", "RABBITMQ_PID_FILE": folder + "/pid",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        ]
        let program = "/usr/lib/rabbitmq/lib/\(version)/sbin/rabbitmq-server"
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = try own() + [program]
        process.environment = environment
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
            ending = Ending.register { [weak self] in self?.end() }
            try awaitReadiness()
        } catch {
            stop()
            throw error
        }
    }

    /// Gives the folder to RabbitMQ's own user where we are root, and answers the words that become it.
    private func own() throws -> [String] {
        guard getuid() == 0 else { return [] }
        guard let user = getpwnam("rabbitmq") else { throw BenchmarkError("there is no user 'rabbitmq'") }
        for path in [folder, folder + "/plugins"] { chown(path, user.pointee.pw_uid, user.pointee.pw_gid) }
        return ["setpriv", "--reuid=rabbitmq", "--regid=rabbitmq", "--init-groups", "--"]
    }

    private func awaitReadiness() throws {
        for _ in 0..<1800 {
            if (try? AMQPConnection(endpoint)) != nil { return }
            guard process.isRunning else { break }
            usleep(100_000)
        }
        throw BenchmarkError("RabbitMQ did not become ready within three minutes")
    }

    /// Ends it with its name server, and removes its folder.
    func stop() {
        if let ending { Ending.forget(ending) }
        end()
    }

    private func end() {
        // The script waits for the server, whose number it has written down; a signal to the script would only stop that.
        let file = try? String(contentsOfFile: folder + "/pid", encoding: .utf8)
        if let server = file.flatMap({ pid_t($0.trimmingCharacters(in: .whitespacesAndNewlines)) }) {
            kill(server, SIGTERM)
            for _ in 0..<1000 where kill(server, 0) == 0 && process.isRunning { usleep(20_000) }
            if process.isRunning { kill(server, SIGKILL) }
        }
        process.end(within: 2)
        let names = Process()
        names.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        names.arguments = ["epmd", "-port", "\(namePort)", "-kill"]
        names.environment = environment
        names.standardOutput = FileHandle.nullDevice
        names.standardError = FileHandle.nullDevice
        if (try? names.run()) != nil { names.waitUntilExit() }
        try? FileManager.default.removeItem(atPath: folder)
    }
}
