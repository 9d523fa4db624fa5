// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import ServiceLifecycle
import Subprocess

/// The private PostgreSQL as a service: made, started or adopted, kept running, and stopped fast and clean as the
/// last of the daemon's services. If either side is killed, the next start recovers what was committed.
struct EmbeddedPostgres: Service {
    let cluster: Cluster
    let logger: Logger
    /// Roles, database and schema; called each time the server is up, and again until it succeeds.
    let prepare: @Sendable (Cluster) async throws -> Void

    func run() async throws {
        let lock = try await FolderLock(cluster.folder.lockFile)
        defer { withExtendedLifetime(lock) {} }
        try await cluster.initialise()
        var pause = Duration.seconds(1)
        while !Task.isShuttingDownGracefully {
            let started = ContinuousClock.now
            if try await serve() == .stopped { return }
            logger.error("The private PostgreSQL ended by itself; starting it again", metadata: ["pause": "\(pause)"])
            if ContinuousClock.now - started > .seconds(60) { pause = .seconds(1) }
            try? await cancelWhenGracefulShutdown { [pause] in try await Task.sleep(for: pause) }
            pause = min(pause * 2, .seconds(30))
        }
    }

    /// One life of the server, from its start or adoption to its end.
    private func serve() async throws -> Postmaster.Ending {
        if let orphan = Postmaster(runningOn: cluster.folder.cluster) {
            logger.notice("Adopted the PostgreSQL of a killed daemon", metadata: ["pid": "\(orphan.processID)"])
            return try await watch(orphan)
        }
        Postmaster.clearZombie(on: cluster.folder.cluster)
        try cluster.writeAccess()
        let command = cluster.tool.command("postgres", cluster.arguments)
        var options = PlatformOptions()
        options.createSession = true  // Ctrl-C is for the daemon alone, which stops the server after its own work
        options.teardownSequence = [.send(signal: .interrupt, allowedDurationToNextStep: .seconds(60))]
        let result = try await Subprocess.run(
            .name(command.program), arguments: command.arguments, environment: cluster.tool.environment,
            platformOptions: options, input: .none, output: .discarded, error: .string(limit: 1 << 20)
        ) { execution in
            let postmaster = Postmaster(
                processID: execution.processIdentifier.value, dataFolder: cluster.folder.cluster)
            return try await watch(postmaster)
        }
        if !result.terminationStatus.isSuccess {
            let text = result.standardError.trimmingCharacters(in: .whitespacesAndNewlines)
            logger.error("PostgreSQL ended", metadata: ["status": "\(result.terminationStatus)", "error": "\(text)"])
        }
        return result.closureResult
    }

    /// Until it ends by itself or the daemon stops; a cancelled daemon stops it too.
    private func watch(_ postmaster: Postmaster) async throws -> Postmaster.Ending {
        let ending = try? await withThrowingTaskGroup(of: Postmaster.Ending.self) { group in
            group.addTask {
                try await postmaster.ended()
                return .died
            }
            group.addTask {
                try? await cancelWhenGracefulShutdown { try await makeUsable(postmaster) }
                try await gracefulShutdown()
                return .stopped
            }
            defer { group.cancelAll() }
            return try await group.next() ?? .died
        }
        if ending == .died { return .died }
        await postmaster.stop()
        logger.info("The private PostgreSQL was stopped")
        return .stopped
    }

    private func makeUsable(_ postmaster: Postmaster) async throws {
        guard try await postmaster.becomesReady() else { return }
        var said = ""
        while postmaster.isAlive {
            do {
                try await prepare(cluster)
                logger.info(
                    "The private PostgreSQL is ready", metadata: ["socket": "\(cluster.folder.sockets)"])
                return
            } catch {
                if Task.isCancelled { return }
                // Said once: the same fault every two seconds would only hide what else the log has to say.
                if "\(error)" != said {
                    logger.error("The database could not be prepared; trying again", metadata: ["error": "\(error)"])
                }
                said = "\(error)"
                try await Task.sleep(for: .seconds(2))
            }
        }
    }
}
