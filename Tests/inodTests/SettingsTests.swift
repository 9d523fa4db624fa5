// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import inod

@Suite struct SettingsTests {
    @Test func everyFaultHasItsPlaceAndItsCure() {
        let file = SettingsFile(
            name: "inod.toml",
            text: """
                # a file with slips
                [htpp]
                port = 1
                [http]
                lisen = "127.0.0.1:0"
                  idle-timeout = 30
                json-limit = "1 megabyte"
                [database]
                password = "secret"
                pool-size = 0
                [log]
                level = "loud"
                """)
        let printed = file.faults.map(\.description).joined(separator: "\n")
        #expect(
            printed == """
                inod.toml:2:1: unknown table 'htpp': did you mean 'http'?
                inod.toml:5:1: unknown key 'http.lisen': did you mean 'http.listen'?
                inod.toml:6:3: 'http.idle-timeout' needs a unit: it must be a duration with its unit, such as "30s", \
                "2min" or "500ms".
                inod.toml:7:1: 'http.json-limit' must be a size with its unit, such as "1 MiB".
                inod.toml:9:1: 'database.password' must be { credential = "name" } or { file = "/path" }; never the \
                secret itself.
                inod.toml:10:1: 'database.pool-size' must be a whole number from 2 to 200.
                inod.toml:12:1: 'log.level' must be one of "trace", "debug", "info", "notice", "warning", "error".
                """)
    }

    @Test func aRepeatedKeyIsRefusedWhereItIsRepeated() {
        let file = SettingsFile(name: "inod.toml", text: "[http]\nlisten = \"a:1\"\nlisten = \"b:2\"\n")
        #expect(file.faults.count == 1)
        #expect(file.faults.first?.line == 3)
        #expect(file.faults.first?.sentence.contains("cannot redefine") == true)
    }

    @Test(arguments: ["listen = \n", "[http\n", "listen = \"open\n", "a = 1 b = 2\n"])
    func brokenTOMLNamesLineAndColumn(text: String) {
        let file = SettingsFile(name: "inod.toml", text: text)
        #expect(file.faults.first?.line == 1)
        #expect(file.faults.first?.column != nil)
    }

    @Test func theEnvironmentBeatsInodDBeatsTheFileBeatsTheDefault() throws {
        try withFolder { folder in
            try "[http]\nlisten = \"a:1\"\nsocket = \"/a\"\nidle-timeout = \"1s\"\n".write(
                toFile: "\(folder)/inod.toml", atomically: true, encoding: .utf8)
            try FileManager.default.createDirectory(atPath: "\(folder)/inod.d", withIntermediateDirectories: true)
            try "http.socket = \"/b\"\nhttp.idle-timeout = \"2s\"\n".write(
                toFile: "\(folder)/inod.d/10.toml", atomically: true, encoding: .utf8)
            try "http.idle-timeout = \"3s\"\n".write(
                toFile: "\(folder)/inod.d/20.toml", atomically: true, encoding: .utf8)
            let source = try SettingsSource.load(
                file: "\(folder)/inod.toml", environment: ["INOD_DATABASE_POOL_SIZE": "3", "HOME": "/"])
            let settings = try Settings(reader: source.reader)
            #expect(settings.http.listen == .init(host: "a", port: 1))
            #expect(settings.http.socket == "/b")
            #expect(settings.http.idleTimeout == .seconds(3))
            #expect(settings.database.poolSize == 3)
            #expect(settings.stopGrace == .seconds(20))
            #expect(settings.http.jsonLimit == 1 << 20)
        }
    }

    @Test func aSlipInAnEnvironmentVariableIsAFaultToo() {
        let faults = #expect(throws: SettingsFaults.self) {
            try SettingsSource.load(
                file: nil, environment: ["INOD_HTTP_LISTN": "a:1", "INOD_STOP_GRACE": "20"])
        }
        #expect(
            faults?.description == """
                INOD_HTTP_LISTN: unknown environment variable: did you mean INOD_HTTP_LISTEN?
                INOD_STOP_GRACE: 'stop.grace' must be a duration with its unit, such as "30s", "2min" or "500ms".
                """)
    }

    @Test func theExampleIsAGoodFileThatChangesNothing() {
        let file = SettingsFile(name: "example", text: SettingsText.example())
        #expect(file.faults == [])
        #expect(file.values.isEmpty)
        let uncommented = SettingsText.example().split(separator: "\n").map { line in
            line.wholeMatch(of: #/#([a-z-]+ = .*)/#).map { String($0.1) } ?? String(line)
        }.joined(separator: "\n")
        let full = SettingsFile(name: "example", text: uncommented)
        #expect(full.faults == [])
        #expect(full.values.count == SettingKey.all.count)
    }

    @Test func whatDiffersFromTheDefaultsIsShownWithoutPasswords() throws {
        try withFolder { folder in
            try """
            [http]
            listen = "127.0.0.1:8080"
            idle-timeout = "1s"
            [database]
            conninfo = "host=db password='s3 cret' user=ino_daemon sslpassword=also"
            migrate-conninfo = "postgresql://ino_owner:s3cret@db/ino?password=s3cret"
            password = { credential = "db-password" }
            """.write(toFile: "\(folder)/inod.toml", atomically: true, encoding: .utf8)
            let source = try SettingsSource.load(
                file: "\(folder)/inod.toml", environment: ["INOD_DATABASE_POOL_SIZE": "3"])
            #expect(
                SettingsText.difference(source) == """
                    http.idle-timeout = "1s"  # \(folder)/inod.toml; default "30s"
                    database.conninfo = "host=db password=*** user=ino_daemon sslpassword=***"  # \(folder)/inod.toml; \
                    default ""
                    database.migrate-conninfo = "postgresql://ino_owner:***@db/ino?password=***"  # \
                    \(folder)/inod.toml; default ""
                    database.password = { credential = "db-password" }  # \(folder)/inod.toml; default none
                    database.pool-size = 3  # environment; default 8

                    """)
            #expect(!SettingsText.effective(source).contains("cret"))
            let nothing = try SettingsSource.load(file: nil, environment: ["INOD_HTTP_LISTEN": "127.0.0.1:8080"])
            #expect(SettingsText.difference(nothing).isEmpty)
        }
    }

    @Test func aSecretThatOthersMayReadIsRefused() throws {
        try withFolder { folder in
            let path = "\(folder)/password"
            try "s3cret\n".write(toFile: path, atomically: true, encoding: .utf8)
            chmod(path, 0o644)
            #expect(throws: SettingsFault.self) { try SecretSource.file(path).read(for: "database.password") }
            chmod(path, 0o600)
            #expect(try SecretSource.file(path).read(for: "database.password") == "s3cret")
        }
    }
}

/// A folder of the test's own, gone afterwards.
func withFolder<R>(_ body: (String) throws -> R) throws -> R {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
}

/// A short path that every user may enter.
func temporaryFolder() throws -> String {
    let folder = "/tmp/inod-\(UInt32.random(in: .min ... .max))"
    try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    return folder
}
