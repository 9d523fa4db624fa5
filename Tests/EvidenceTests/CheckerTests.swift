// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

private let python = "/usr/bin/python3"

/// The auditor's checker, in another language, agrees with the vectors and notices a changed message.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: python), "needs python3"))
struct CheckerTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors")

    @Test func theVectorsPassTheChecker() throws {
        #expect(try check(Self.folder.appending(path: "canonical_v1.json")) == 0)
    }

    @Test func aChangedMessageFailsTheChecker() throws {
        let vectors = try String(contentsOf: Self.folder.appending(path: "canonical_v1.json"), encoding: .utf8)
        let file = FileManager.default.temporaryDirectory.appending(path: "ino-vectors-\(getpid()).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try vectors.replacing("\"tsu\"", with: "\"tpu\"").write(to: file, atomically: true, encoding: .utf8)
        #expect(try check(file) == 1)
    }

    @Test func theCheckerIsShortEnoughToBeRead() throws {
        let text = try String(contentsOf: Self.folder.appending(path: "check_canonical.py"), encoding: .utf8)
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count - 1 <= 60)
    }

    private func check(_ file: URL) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [Self.folder.appending(path: "check_canonical.py").path(), file.path()]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
