// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Coordination
import Synchronization
import Wire

/// Prints what is in an inbox and what comes, a row each, until Ctrl-C; a lost connection is made anew behind the last row
/// that was printed.
final class InboxFollower: Sendable {
    private let session: Session
    private let organisation: String?
    private let output: Output
    private let zone: Zone?
    private let held: HeldSession?
    private let last: Mutex<Int64>

    /// Follows the inbox from behind a number, under the inbox's session if one was taken.
    init(_ session: Session, organisation: String?, after: Int64, held: HeldSession?) async throws {
        self.session = session
        self.held = held
        self.organisation = organisation
        output = try session.output.asItComes("--follow")
        zone = try await session.zone()
        last = Mutex(after)
    }

    private var reached: Int64 { last.withLock { $0 } }

    /// Goes on until the person wants to stop, and says how to go on then.
    func run() async throws {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await self.session.surroundings.interrupted() }
                group.addTask { try await self.read() }
                if let held { group.addTask { try await held.keep() } }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch {
            sayHowToGoOn()
            throw error
        }
        await held?.release()
        sayHowToGoOn()
        throw ExitCode(Exit.interrupted)
    }

    private func sayHowToGoOn() {
        let goOn =
            "inoctl message inbox" + (organisation.map { " --org \($0)" } ?? "") + " --follow --after \(reached)"
            + (held.map { " --session \($0.holder)" } ?? "")
        session.note("stopped after number \(reached) · go on: \(goOn)")
    }

    /// Reads stream after stream; only what a repetition cannot mend ends it.
    private func read() async throws {
        var isConnected = false
        while !Task.isCancelled {
            let before = reached
            do {
                try await session.client.events(
                    "/v1/inbox", [("organisation", organisation), ("session", held.map { String($0.number) })],
                    after: String(before), self.print)
                isConnected = true
            } catch let lost as TransportFailure {
                guard isConnected || reached > before else {
                    throw session.client.failure(lost, Request(path: "/v1/inbox"))
                }
                isConnected = true
                try await pause(lost.sentence)
            } catch let failure as Failure where isConnected && failure.exit == Exit.tryAgain {
                try await pause(failure.sentence)
            }
        }
    }

    @Sendable private func print(_ event: ServerSentEvent) throws {
        let item = try StrictJSON.parse(event.data.utf8)
        guard let number = item["number"]?.scalarText.flatMap({ Int64($0) }) else { return }
        try output.list([item], as: InboxItem.self, MessageCommand.Inbox.columns, zone: zone)
        last.withLock { $0 = number }
    }

    private func pause(_ why: String) async throws {
        session.note("\(why); connecting anew behind number \(reached)")
        try await Task.sleep(for: .seconds(2))
    }
}
