// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What the exit codes of daemon and tool mean; one code means one thing in both.
public struct ExitStatus: Hashable, Sendable {
    /// The code.
    public let code: Int32
    /// What it says.
    public let meaning: String
    /// Whether the daemon's commands end with it too; the tool ends with all of them.
    public let isOfDaemon: Bool

    /// Every code that is used, in order.
    public static let all = [
        ExitStatus(code: 0, meaning: "done", isOfDaemon: true),
        ExitStatus(code: 1, meaning: "unexpected", isOfDaemon: true),
        ExitStatus(code: 2, meaning: "the answer is no", isOfDaemon: true),
        ExitStatus(code: 3, meaning: "some of several failed", isOfDaemon: false),
        ExitStatus(code: 4, meaning: "not signed in, or not allowed", isOfDaemon: false),
        ExitStatus(code: 5, meaning: "a rule refused it, or it was changed meanwhile", isOfDaemon: true),
        ExitStatus(code: 6, meaning: "not found", isOfDaemon: false),
        ExitStatus(code: 64, meaning: "usage", isOfDaemon: true),
        ExitStatus(code: 69, meaning: "not reachable", isOfDaemon: true),
        ExitStatus(code: 75, meaning: "busy: try again", isOfDaemon: true),
        ExitStatus(code: 78, meaning: "bad settings, or a schema too new for this binary", isOfDaemon: true),
        ExitStatus(code: 130, meaning: "interrupted", isOfDaemon: false),
        ExitStatus(code: 141, meaning: "who read the output closed it", isOfDaemon: false),
    ]

    /// The codes as items of a manual page.
    public static func items(ofDaemon: Bool) -> [String] {
        all.filter { !ofDaemon || $0.isOfDaemon }.flatMap { Roff.item(String($0.code), $0.meaning) }
    }
}
