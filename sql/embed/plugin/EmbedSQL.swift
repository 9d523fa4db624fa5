// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import PackagePlugin

/// Hands every text under `sql/` to the tool that writes them into one Swift file.
@main
struct EmbedSQL: BuildToolPlugin {
    /// The files are named one by one, so that a new file changes the command and an edited one makes it stale.
    func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
        let root = context.package.directoryURL.appending(path: "sql")
        let files = try texts(below: root)
        let output = context.pluginWorkDirectoryURL.appending(path: "Embedded.swift")
        return [
            .buildCommand(
                displayName: "Embedding the texts of sql",
                executable: try context.tool(named: "EmbedText").url,
                arguments: [output.path(percentEncoded: false), root.path(percentEncoded: false)] + files,
                inputFiles: files.map { root.appending(path: $0) },
                outputFiles: [output]
            )
        ]
    }

    /// Paths relative to `root`, in an order that does not depend on the file system.
    private func texts(below root: URL) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: root.path(percentEncoded: false))
            .filter { !$0.hasPrefix("embed/") && ($0.hasSuffix(".sql") || $0.hasSuffix(".csv")) }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
