// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Postgres
import Store
import TestDatabase
import Testing

@testable import inod

/// `inod doctor` on a healthy daemon and on broken ones, with the real binary.
@Suite(.database, .timeLimit(.minutes(3))) struct DoctorTests {
    @Test func aHealthyDaemonHasNoFaultAndEndsWith0() async throws {
        try await withDaemon { folder in
            let (code, found) = try await doctor(in: folder)
            #expect(code == 0 && found.faults == 0, "\(found.text)")
            let good = Set(found.findings.filter { $0.level == .ok }.map(\.name))
            #expect(
                good.isSuperset(of: [
                    "settings", "binary", "database", "database.login", "database.roles", "database.schema",
                    "database.grants", "database.append-only", "database.partitions", "database.clock",
                ]), "\(found.text)")
            let text = try await RealProgram.run(["doctor", "--config", "\(folder)/inod.toml"], in: folder)
            #expect(text.output.hasSuffix(", 0 fault\n"), "\(text.output)")
            // The daemon's login may not know where the server keeps its data, and the doctor says so.
            #expect(text.output.contains("does not tell this login where its data lie"), "\(text.output)")
            #expect(text.output.contains("\(folder)/inod.toml: 3 of \(SettingKey.all.count) keys set, none unknown"))
        }
    }

    @Test func whatWasBrokenInTheDatabaseIsNamedWithWhatToDo() async throws {
        let database = try TestDatabase.current
        try await withDaemon { folder in
            try await maintained(in: folder)
            try await database.cluster.administer(database: database.name) { db in
                try db.script(
                    """
                    alter table core.message disable trigger refuse_change;
                    grant update on core.delivery to ino_daemon;
                    revoke insert on core.receipt from ino_daemon;
                    insert into core.schema_version (number, name, checksum)
                    values (998, 'step998_of_tomorrow', '?'), (999, 'step999_of_tomorrow', '?');
                    do $$ begin
                        execute format('drop table core.attempt_%s',
                            to_char(now() at time zone 'UTC' + interval '1 month', 'YYYY_MM'));
                    end $$
                    """)
            }
            let (code, found) = try await doctor(in: folder)
            #expect(code == 2)
            let faults = found.findings.filter { $0.level == .fault }
            try #require(
                faults.map(\.name) == [
                    "database.schema", "database.grants", "database.append-only", "database.partitions",
                ], "\(found.text)")
            #expect(faults.allSatisfy { $0.next?.isEmpty == false })
            #expect(faults[1].detail.contains("update on delivery"))
            #expect(faults[2].detail.contains("message"))
            #expect(faults[3].detail.contains("attempt_"))
        }
    }

    @Test func aDatabaseThatIsNotThereIsAFaultAndNotACrash() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try RealSettings.write(in: folder, conninfo: "host=\(folder)/nowhere dbname=ino user=ino_daemon")
        let (code, found) = try await doctor(in: folder)
        #expect(code == 2)
        #expect(found.findings.filter { $0.level == .fault }.map(\.name) == ["socket", "database"], "\(found.text)")
    }

    @Test func aPrivateClusterIsLookedAtWithItsFolders() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let settings = try RealSettings.write(in: folder)
        let (_, before) = try await doctor(in: folder)
        #expect(before.findings.contains { $0.name == "embedded" && $0.level == .warn }, "\(before.text)")
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/state"))
        let receiver = try #require(Receiver(path: "\(folder)/notify"))
        let daemon = try RealProgram(
            ["serve", "--config", settings], environment: ["NOTIFY_SOCKET": "\(folder)/notify"], in: folder)
        defer { daemon.end() }
        try await receiver.wait(for: "STATUS=serving")
        let (code, found) = try await doctor(in: folder)
        #expect(code == 0, "\(found.text)")
        let good = Set(found.findings.filter { $0.level == .ok }.map(\.name))
        #expect(good.isSuperset(of: ["embedded", "embedded.folder", "database.append-only"]), "\(found.text)")
        chmod("\(folder)/state/data", 0o755)
        let (broken, open) = try await doctor(in: folder)
        #expect(broken == 2)
        #expect(open.findings.first { $0.level == .fault }?.next == "chmod 700 \(folder)/state/data", "\(open.text)")
        chmod("\(folder)/state/data", 0o700)
        daemon.process.terminate()
        _ = await daemon.exited()
        let (stopped, last) = try await doctor(in: folder)
        #expect(stopped == 2)
        #expect(last.findings.filter { $0.level == .fault }.map(\.name) == ["socket", "embedded"], "\(last.text)")
    }

    @Test func badSettingsAreToldFirstAndEndWith78() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try "[htpp]\n".write(toFile: "\(folder)/inod.toml", atomically: true, encoding: .utf8)
        let asked = try await RealProgram.run(["doctor", "--config", "\(folder)/inod.toml"], in: folder)
        #expect(asked.process.terminationStatus == 78)
        #expect(asked.errors.contains("did you mean 'http'?"))
    }

    /// Returns when the daemon has made its first round of maintenance, which mends some of what a test breaks; the next
    /// comes an hour later.
    private func maintained(in folder: String) async throws {
        while true {
            let asked = try await RealProgram.run(
                ["-sS", "--unix-socket", "\(folder)/admin.sock", "http://localhost/v1/broker/status"],
                program: "/usr/bin/curl", in: folder)
            try #require(asked.process.terminationStatus == 0, "\(asked.errors)")
            if asked.output.contains(#""lastMaintenance""#) { return }
        }
    }

    /// Exit code and findings as JSON.
    private func doctor(in folder: String) async throws -> (Int32, Findings) {
        let ran = try await RealProgram.run(
            ["doctor", "-o", "json", "--config", "\(folder)/inod.toml"], in: folder)
        let findings = try JSONDecoder().decode(Findings.self, from: Data(ran.output.utf8))
        return (ran.process.terminationStatus, findings)
    }

    /// A daemon on this test's database.
    private func withDaemon(_ body: (String) async throws -> Void) async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let receiver = try #require(Receiver(path: "\(folder)/notify"))
        let conninfo = try TestDatabase.current.conninfo(user: "ino_daemon")
        let settings = try RealSettings.write(in: folder, conninfo: conninfo)
        let daemon = try RealProgram(
            ["serve", "--config", settings], environment: ["NOTIFY_SOCKET": "\(folder)/notify"], in: folder)
        defer { daemon.end() }
        try await receiver.wait(for: "STATUS=serving")
        try await body(folder)
    }
}

/// The doctor's judgements that need no daemon.
struct DoctorJudgementTests {
    @Test(arguments: [
        (100, 1000, Finding.Level.warn), (1, 1000, .fault), (300, 1000, .warn), (900, 1000, .warn),
        (90_000, 100_000, .ok), (5_000, 100_000, .warn), (1_900, 100_000, .fault),
    ])
    func littleSpaceIsSaidBeforeItIsTooLate(freeMiB: Int64, sizeMiB: Int64, level: Finding.Level) {
        let expected: Finding.Level = freeMiB < 256 ? .fault : level
        #expect(Doctor.judge(disk: "/x", free: freeMiB << 20, of: sizeMiB << 20).level == expected)
    }

    @Test func theShippedUnitIsWhatTheDaemonCountsOn() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let shipped = try String(contentsOf: root.appendingPathComponent("deploy/inod.service"), encoding: .utf8)
        let lines = shipped.split(separator: "\n").map(String.init)
        for line in UnitFile.needed { #expect(lines.contains(line), "\(line)") }
    }

    @Test func aUnitThatIsNotOursIsToldApart() throws {
        try withFolder { folder in
            let path = "\(folder)/inod.service"
            #expect(UnitFile.examine(path, binary: "/usr/bin/inod").map(\.level) == [.warn])
            let needed = UnitFile.needed.joined(separator: "\n")
            try "\(needed)\nExecStart=/nowhere/inod serve\n".write(toFile: path, atomically: true, encoding: .utf8)
            #expect(
                UnitFile.examine(path, binary: "/usr/bin/inod")[0].detail.contains("/nowhere/inod, which is not there"))
            try "\(needed)\nExecStart=/bin/sh serve\nUser=root\n".write(toFile: path, atomically: true, encoding: .utf8)
            let shell = URL(fileURLWithPath: "/bin/sh").resolvingSymlinksInPath().path
            #expect(UnitFile.examine(path, binary: shell).map(\.level) == [.ok])
            #expect(UnitFile.examine(path, binary: "/opt/inod").map(\.level) == [.warn])
            try needed.replacing("Type=notify", with: "Type=simple")
                .write(toFile: path, atomically: true, encoding: .utf8)
            #expect(UnitFile.examine(path, binary: shell)[0].detail.contains("lacks Type=notify"))
        }
    }

    @Test func dropInsAreReadAsSystemdReadsThem() throws {
        try withFolder { folder in
            let path = "\(folder)/inod.service"
            let shell = URL(fileURLWithPath: "/bin/sh").resolvingSymlinksInPath().path
            let unit = UnitFile.needed.joined(separator: "\n") + "\nExecStart=/nowhere/inod serve\nUser=root\n"
            try unit.write(toFile: path, atomically: true, encoding: .utf8)
            try FileManager.default.createDirectory(atPath: "\(path).d", withIntermediateDirectories: true)
            func drop(_ name: String, _ text: String) throws -> [Finding] {
                try text.write(toFile: "\(path).d/\(name)", atomically: true, encoding: .utf8)
                return UnitFile.examine(path, binary: shell, environment: ["INOD_STOP_GRACE": "5s"])
            }
            let started = try drop("10-program.conf", "[Service]\nExecStart=\nExecStart=/bin/sh serve\n")
            #expect(started.map(\.level) == [.ok] && started[0].detail.contains("10-program.conf starts this program"))
            // Lists add up, one value takes another's place, and an empty one takes all back.
            #expect(try drop("20.conf", "RestartPreventExitStatus=2\n# Type=simple\n").map(\.level) == [.ok])
            #expect(try drop("30.conf", "Restart=no\n")[0].detail.hasSuffix("lacks Restart=on-failure"))
            #expect(try drop("30.conf", "Restart=no\nRestart=on-failure\n").map(\.level) == [.ok])
            #expect(try drop("40.conf", "StateDirectory=\n")[0].detail.hasSuffix("lacks StateDirectory=inod"))
            _ = try drop("40.conf", "")
            let told = try drop("50.conf", "Environment=\"INOD_HTTP_LISTEN=[::]:80\" INOD_STOP_GRACE=5s HOME=/\n")
            #expect(told.map(\.level) == [.ok, .warn])
            #expect(told[1].detail.contains("INOD_HTTP_LISTEN=[::]:80,") && told[1].name == "unit.environment")
        }
    }

    @Test func theDiskOfAServerIsLookedAtWhereItCanBeKnown() throws {
        let doctor = try Doctor(
            settings: Settings(reader: SettingsSource.load(file: nil, environment: [:]).reader), file: nil, keys: 0)
        let here = doctor.disk(of: .init(isOnThisHost: true, address: nil, dataFolder: "/tmp"))
        #expect(here.name == "disk" && here.detail.contains("MiB free at /tmp"))
        let untold = doctor.disk(of: .init(isOnThisHost: true, address: "127.0.0.1", dataFolder: nil))
        #expect(untold.level == .warn && untold.next?.contains("show data_directory") == true)
        let away = doctor.disk(of: .init(isOnThisHost: false, address: "10.0.0.5", dataFolder: "/srv/pg"))
        #expect(away.level == .ok && away.detail.contains("another host (10.0.0.5)"))
    }

    @Test func findingsAreReadableLinesWithASum() {
        let findings = Findings([
            .ok("a", "good"), .warn("bcd", "so so", next: "look"), .fault("e", "bad", next: "mend"),
        ])
        #expect(
            findings.text == """
                ok     a    good
                warn   bcd  so so
                            → look
                fault  e    bad
                            → mend
                3 checks: 1 ok, 1 warn, 1 fault
                """)
        #expect(findings.exitCode == 2)
    }
}
