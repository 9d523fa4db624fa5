// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A disk in memory that can be full: only root may mount one, and not everywhere.
struct SmallDisk {
    let folder: String
    private var filler: String { "\(folder)/filler" }

    /// Whether this machine lets one be mounted.
    static let isPossible: Bool = {
        guard geteuid() == 0, let disk = try? SmallDisk(megabytes: 1) else { return false }
        disk.remove()
        return true
    }()

    init(megabytes: Int) throws {
        folder = NSTemporaryDirectory() + "ino-disk-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard Self.run("/bin/mount", "-t", "tmpfs", "-o", "size=\(megabytes)m,mode=0777", "none", folder) else {
            try? FileManager.default.removeItem(atPath: folder)
            throw CrashFailure(sentence: "No file system can be mounted here.")
        }
    }

    /// Leaves at most so many bytes free. Others write meanwhile: it may be full before the last piece fits.
    func fill(leaving bytes: Int) throws {
        _ = FileManager.default.createFile(atPath: filler, contents: nil)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: filler))
        defer { try? file.close() }
        while try freeBytes() > bytes {
            do {
                try file.write(contentsOf: Data(count: 64 << 10))
            } catch {
                guard try freeBytes() < 64 << 10 else { throw error }
                return
            }
        }
    }

    private func freeBytes() throws -> Int {
        let attributes = try FileManager.default.attributesOfFileSystem(forPath: folder)
        return (attributes[.systemFreeSize] as? NSNumber)?.intValue ?? 0
    }

    /// Takes away what filled it.
    func free() throws { try FileManager.default.removeItem(atPath: filler) }

    /// Unmounts it; what still uses it loses it when it ends.
    func remove() {
        _ = Self.run("/bin/umount", "-l", folder)
        try? FileManager.default.removeItem(atPath: folder)
    }

    static func run(_ program: String, _ arguments: String...) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
