// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging

extension Logger {
    /// The daemon's logger: one line an event, a fixed sentence and its fields, to standard error. Under systemd the
    /// journal adds the time, and a prefix tells it the priority.
    init(label: String, level: Logger.Level) {
        self.init(label: label) { _ in LineLogHandler(level: level) }
    }
}

/// Writes an event as one line. Fields are quoted where they hold blanks, and line ends are written as `\n`.
struct LineLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    private let underJournal = ProcessInfo.processInfo.environment["JOURNAL_STREAM"] != nil

    init(level: Logger.Level) { logLevel = level }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = metadata
        if let explicit = event.metadata { fields.merge(explicit) { $1 } }
        if let error = event.error { fields["error"] = "\(error)" }
        fields["hb.request.id"] = nil
        let text = fields.sorted { $0.key < $1.key }.map { " \($0.key)=\(Self.quoted($0.value.description))" }
        let start = underJournal ? "<\(Self.priority(event.level))>" : "\(Self.now()) \(event.level) "
        let line = start + event.message.description + text.joined() + "\n"
        FileHandle.standardError.write(Data(line.utf8))
    }

    private static func now() -> String { Date.now.formatted(.iso8601.time(includingFractionalSeconds: true)) }

    private static func quoted(_ text: String) -> String {
        guard text.isEmpty || text.contains(where: { $0.isWhitespace || $0 == "\"" || $0 == "=" }) else { return text }
        let inner = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        return "\"\(inner)\""
    }

    private static func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
