// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Foundation
import NIOSSL
import Testing

/// The way out over TLS: to the address that was checked, for the name that was given.
@Suite(.timeLimit(.minutes(3))) struct WebhookTLSTests {
    private static let now = Instant(microsecondsSince1970: 1_458_900_000_000_000)

    /// Posts to `https://localhost`, where an endpoint shows a certificate for a name, and answers what came of it.
    private func post(
        to name: String, trusting isTrusted: Bool = true, answering behaviour: Endpoint.Behaviour = .answer(200)
    ) async throws -> (answer: WebhookConnection.Answer, hits: [Endpoint.Hit]) {
        let authority = try CertificateAuthority()
        defer { authority.clear() }
        let tls = try authority.server(named: name)
        var outlet = WebhookOutlet(rule: try AddressRule(list: "localhost"), timeout: .seconds(20)) { _, _ in [[1]] }
        if isTrusted { outlet.trusted = authority.certificate }
        return try await Endpoint.run(host: "localhost", tls: tls, { _, _ in behaviour }) { [outlet] endpoint in
            let url = "https://localhost:\(endpoint.port)/hook"
            let answer = await outlet.connected(to: url) { connection in
                await connection.post(Array("{}".utf8), id: "m", at: Self.now) { _ in [[1]] }
            }
            return (answer, endpoint.hits)
        }
    }

    @Test func aCertificateForTheNameIsTakenThoughTheConnectionGoesToTheAddress() async throws {
        let (answer, hits) = try await post(to: "localhost")
        #expect(answer.status == 200 && hits.count == 1, "\(answer.sentence)")
        #expect(hits.first?.headers["host"]?.hasPrefix("localhost:") == true)
    }

    @Test func aCertificateForAnotherNameIsRefusedAndNothingIsSent() async throws {
        let (answer, hits) = try await post(to: "other.example")
        #expect(answer.status == nil && hits.isEmpty)
        #expect(answer.sentence.contains("certificate"), "\(answer.sentence)")
    }

    @Test func aCertificateOfAnUnknownAuthorityIsRefusedAndNothingIsSent() async throws {
        let (answer, hits) = try await post(to: "localhost", trusting: false)
        #expect(answer.status == nil && hits.isEmpty)
        #expect(answer.sentence.contains("certificate"), "\(answer.sentence)")
    }

    @Test(arguments: [301, 302, 303, 307, 308]) func aRedirectIsNeverFollowed(status: Int) async throws {
        let (answer, hits) = try await post(
            to: "localhost", answering: .answer(status, headers: ["location": "/elsewhere"]))
        #expect(answer.status == status && hits.map(\.path) == ["/hook"])
    }
}

/// An authority of the test's own, made by openssl.
private struct CertificateAuthority {
    private let folder: URL

    /// The file of its certificate.
    var certificate: String { folder.appending(path: "ca.pem").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "ino-ca-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out ca.pem -days 2 "
                + "-subj /CN=ino-test -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign")
    }

    func clear() { try? FileManager.default.removeItem(at: folder) }

    /// A server's side with a certificate for a name.
    func server(named name: String) throws -> NIOSSLContext {
        try openssl(
            "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout s.key -out s.csr -subj /CN=\(name)")
        try "subjectAltName=DNS:\(name)\n".write(
            to: folder.appending(path: "s.ext"), atomically: true, encoding: .utf8)
        try openssl("x509 -req -in s.csr -CA ca.pem -CAkey ca.key -set_serial 7 -days 2 -extfile s.ext -out s.pem")
        let chain = try NIOSSLCertificate.fromPEMFile(folder.appending(path: "s.pem").path)
        let key = try NIOSSLPrivateKey(file: folder.appending(path: "s.key").path, format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
    }

    private func openssl(_ arguments: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments.split(separator: " ").map(String.init)
        process.currentDirectoryURL = folder
        let said = Pipe()
        process.standardError = said
        process.standardOutput = said
        try process.run()
        let text = try said.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl: \(String(decoding: text, as: UTF8.self))")
    }
}
