// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Tells systemd how the daemon does, by a datagram to `NOTIFY_SOCKET`; does nothing when nobody asked to be told.
struct ServiceManager: Sendable {
    /// What systemd can be told.
    enum Notice: Equatable, Sendable {
        case ready
        case stopping
        case watchdog
        case status(String)

        var text: String {
            switch self {
            case .ready: "READY=1"
            case .stopping: "STOPPING=1"
            case .watchdog: "WATCHDOG=1"
            case .status(let sentence): "STATUS=" + sentence.replacing("\n", with: " ")
            }
        }
    }

    private let socketPath: String?
    /// How often WATCHDOG is due: half of what systemd grants; nil when it does not watch.
    let watchdogInterval: Duration?

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        socketPath = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
        let forUs = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init) ?? 0
        watchdogInterval = forUs && microseconds > 0 ? .microseconds(microseconds / 2) : nil
    }

    /// Sends the notices in one datagram. False when nobody listens, which is no reason to stop working.
    @discardableResult
    func send(_ notices: Notice...) -> Bool {
        guard let socketPath, var address = sockaddr_un(path: socketPath) else { return false }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let text = Array(notices.map(\.text).joined(separator: "\n").utf8)
        let length = socklen_t(MemoryLayout<sa_family_t>.size + socketPath.utf8.count)
        let sent = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, text, text.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
        return sent == text.count
    }
}

extension sockaddr_un {
    /// The address of a socket in the file system, or of an abstract one when the path begins with `@`.
    init?(path: String) {
        self.init()
        sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: sun_path) else { return nil }
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &sun_path) { $0.copyBytes(from: bytes) }
    }
}
