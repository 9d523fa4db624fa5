// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ServiceLifecycle
import Testing

@testable import inod

@Suite struct ServiceManagerTests {
    @Test(arguments: [false, true])
    func noticesReachARealSocket(abstract: Bool) throws {
        try withFolder { folder in
            let path = (abstract ? "@" : "") + "\(folder)/notify"
            let receiver = try #require(Receiver(path: path))
            let manager = ServiceManager(environment: ["NOTIFY_SOCKET": path])
            #expect(manager.send(.ready, .status("serving\nwell")))
            #expect(receiver.next() == "READY=1\nSTATUS=serving well")
            #expect(manager.send(.stopping))
            #expect(receiver.next() == "STOPPING=1")
        }
    }

    @Test func nobodyAskedNobodyTold() {
        #expect(!ServiceManager(environment: [:]).send(.ready))
        #expect(!ServiceManager(environment: ["NOTIFY_SOCKET": "/nowhere/notify"]).send(.ready))
    }

    @Test func theWatchdogIsPattedAtHalfItsTime() {
        let own = ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "\(getpid())"]
        #expect(ServiceManager(environment: own).watchdogInterval == .seconds(15))
        let others = ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"]
        #expect(ServiceManager(environment: others).watchdogInterval == nil)
    }

    @Test func theWatchdogIsPattedAsLongAsTheLoopsAnswer() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let receiver = try #require(Receiver(path: "\(folder)/notify"))
        let manager = ServiceManager(environment: ["NOTIFY_SOCKET": "\(folder)/notify", "WATCHDOG_USEC": "20000"])
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await Watchdog(manager: manager).run() }
            for _ in 1...3 {
                let notice = await offPool { receiver.next() }
                #expect(notice == "WATCHDOG=1")
            }
            group.cancelAll()
        }
    }
}

/// The end of a datagram socket that systemd would hold.
final class Receiver: Sendable {
    private let descriptor: Int32

    init?(path: String) {
        guard var address = sockaddr_un(path: path) else { return nil }
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.utf8.count)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard bound == 0 else { return nil }
    }

    deinit { close(descriptor) }

    /// The next datagram; nil when none came in time.
    func next() -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
    }
}

/// Work that blocks its thread, kept off the few that all tasks share.
func offPool<R: Sendable>(_ work: @escaping @Sendable () -> R) async -> R {
    await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(returning: work()) }
    }
}
