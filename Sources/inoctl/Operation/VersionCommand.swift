// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Wire

/// What answers, and which tool asks.
struct VersionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the versions of this tool and of the daemon.")
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let session = try Session(global)
        var members = [JSON.Member(name: "inoctl", value: .string(Inoctl.version))]
        var fault: Failure?
        do {
            members.append(JSON.Member(name: "inod", value: try await session.client.get("/v1/version")))
        } catch let failure as Failure {
            fault = failure
        }
        let document = JSON.object(members)
        if try !session.output.document(document) { try session.output.fields(Self.fields(document)) }
        if let fault { throw fault }
    }

    private static func fields(_ document: JSON) -> [(name: String, text: String)] {
        let daemon = document["inod"]
        return [
            ("inoctl", document["inoctl"]?.scalarText ?? ""),
            ("inod", daemon?["version"]?.scalarText ?? ""),
            ("api", daemon?["api"]?.scalarText ?? ""),
            ("schema", daemon?["schema"]?.scalarText ?? ""),
            ("programmes", (daemon?["programmes"]?.items ?? []).compactMap(\.scalarText).joined(separator: " ")),
        ]
    }
}
