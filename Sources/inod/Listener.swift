// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import ServiceLifecycle

/// Why the daemon cannot listen, in one sentence with the address and what to do.
struct ListenError: Error, Equatable, CustomStringConvertible {
    let description: String
    /// Whether somebody else has the address, which may pass by itself.
    let isBusy: Bool

    /// 75, try again, for a busy address; 78, mend the settings, for one that can never be had.
    var exitCode: Int32 { isBusy ? 75 : 78 }

    static func busy(_ sentence: String) -> ListenError { ListenError(description: sentence, isBusy: true) }
    static func settings(_ sentence: String) -> ListenError { ListenError(description: sentence, isBusy: false) }

    /// What opening an address threw. `key` is the setting that names it.
    init(_ error: any Error, at place: String, key: String) {
        if let error = error as? IOError, error.errnoCode == EADDRINUSE {
            self = .busy("\(place) is in use by another program: stop it, or set \(key) to a free address.")
        } else {
            let reason = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
            self = .settings("\(place) cannot be listened at: \(reason). Set \(key) to an address of this machine.")
        }
    }

    private init(description: String, isBusy: Bool) {
        self.description = description
        self.isBusy = isBusy
    }
}

/// One listener as a service; when it cannot be opened its error names the address.
struct Listener<Server: Service>: Service {
    let server: Server
    let place: String
    let key: String

    func run() async throws {
        do {
            try await server.run()
        } catch let error where error is IOError || error is SocketAddressError {
            throw ListenError(error, at: place, key: key)
        }
    }
}

/// The unix socket's path before it is taken.
enum SocketPath {
    /// The kernel's limit for the path of a unix socket.
    static let longest = 107

    /// Refuses a path that cannot be a socket's or that another process serves; makes the folder when it is missing.
    ///
    /// What a killed daemon left is taken over: nobody answers there. To bind would take a socket away from whoever
    /// serves it, without a word to either.
    static func claim(_ path: String) throws(ListenError) {
        guard path.utf8.count <= longest else {
            throw .settings(
                "\(path) has \(path.utf8.count) bytes, more than the \(longest) of a socket: set http.socket to a shorter "
                    + "path.")
        }
        let folder = (path as NSString).deletingLastPathComponent
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .settings(
                "\(folder) cannot be made for the socket: \((error as NSError).localizedDescription). "
                    + "Set http.socket to a path this user may write.")
        }
        guard let file = try? FileManager.default.attributesOfItem(atPath: path) else { return }
        guard file[.type] as? FileAttributeType == .typeSocket else {
            throw .settings("\(path) is there and is no socket: move it away, or set http.socket to another path.")
        }
        if isServed(path) {
            throw .busy("\(path) is served by another inod: stop that one, or set http.socket to another path.")
        }
    }

    /// Whether somebody takes connections there.
    static func isServed(_ path: String) -> Bool {
        guard var address = sockaddr_un(path: path) else { return false }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}
