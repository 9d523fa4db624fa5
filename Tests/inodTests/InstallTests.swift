// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Manual
import Testing

@testable import inod

@Suite struct InstallTests {
    private var root: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }

    @Test func theShippedSettingsAreTheExample() throws {
        let shipped = try String(contentsOf: root.appendingPathComponent("deploy/inod.toml"), encoding: .utf8)
        #expect(shipped == SettingsText.example())
    }

    /// Stands for inoctl: it writes what `man --folder` and `completion` write. The daemon is the real one.
    private static let program = """
        #!/bin/sh
        if [ "$1" = man ]; then echo page >"$3/inoctl.1"; fi
        if [ "$1" = completion ]; then echo "for $2"; fi

        """

    @Test func installPutsEverythingInPlaceAndTheUnitIsClean() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let files = FileManager.default
        try files.createDirectory(atPath: "\(folder)/built", withIntermediateDirectories: true)
        _ = files.createFile(
            atPath: "\(folder)/built/inoctl", contents: Data(Self.program.utf8),
            attributes: [.posixPermissions: 0o755])
        let daemon = "#!/bin/sh\nexec '\(RealProgram.beside("inod"))' \"$@\"\n"
        _ = files.createFile(
            atPath: "\(folder)/built/inod", contents: Data(daemon.utf8), attributes: [.posixPermissions: 0o755])
        // What an earlier version left where packages have theirs.
        try files.createDirectory(atPath: "\(folder)/host/usr/share/man/man1", withIntermediateDirectories: true)
        _ = files.createFile(atPath: "\(folder)/host/usr/share/man/man1/inoctl-org.1", contents: Data("old".utf8))
        let install = root.appendingPathComponent("deploy/install").path
        let script = "DESTDIR=\(folder)/host '\(install)' \(folder)/built"
        let outcome = try await Tool(path: "/usr/sbin:/usr/bin:/sbin:/bin").run("sh", ["-c", script])
        #expect(outcome.succeeded, "\(outcome.errors)")
        #expect(outcome.output.contains("Next:"))
        for path in [
            "usr/bin/inod", "usr/bin/inoctl", "etc/inod/inod.toml", "etc/inod/inod.d", "var/lib/inod",
            "usr/share/inod/sql/psqlrc", "usr/share/inod/sql/010_overdue_now.sql",
            "usr/share/inod/grafana/control-of-instructions.json",
        ] {
            #expect(files.fileExists(atPath: "\(folder)/host/\(path)"), "\(path)")
        }
        for path in [
            "bash-completion/completions/inoctl", "zsh/vendor-completions/_inoctl",
            "fish/vendor_completions.d/inoctl.fish",
        ] {
            #expect(files.contents(atPath: "\(folder)/host/usr/share/\(path)")?.isEmpty == false, "\(path)")
        }
        let manual = "\(folder)/host/usr/local/share/man"
        #expect(files.contents(atPath: "\(manual)/man1/inoctl.1") == Data("page\n".utf8))
        for page in InodManual.pages {
            let path = "\(manual)/man\(page.section)/\(page.fileName)"
            #expect(files.contents(atPath: path) == Data(page.roff.utf8), "\(path)")
        }
        #expect(!files.fileExists(atPath: "\(folder)/host/usr/share/man/man1/inoctl-org.1"))
        let again = try await Tool(path: "/usr/sbin:/usr/bin:/sbin:/bin").run("sh", ["-c", script])
        #expect(again.output.contains("kept"))
        guard files.fileExists(atPath: "/usr/bin/systemd-analyze"),
            files.fileExists(atPath: "/lib/systemd/system/sysinit.target")
        else { return }
        // The units of this machine, since a host has more than ours.
        try files.createDirectory(atPath: "\(folder)/host/usr/lib/systemd", withIntermediateDirectories: true)
        let copied = try await Tool().run("cp", ["-r", "/lib/systemd/system", "\(folder)/host/usr/lib/systemd/"])
        #expect(copied.succeeded)
        let verified = try await Tool().run("systemd-analyze", ["verify", "--root=\(folder)/host", "inod.service"])
        #expect(verified.succeeded && verified.errors.isEmpty, "\(verified.errors)")
    }
}
