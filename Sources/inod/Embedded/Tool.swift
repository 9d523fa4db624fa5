// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Subprocess

/// A program run to its end, as another user when asked.
struct Tool: Sendable {
    /// Where programs are looked for; the first that has it counts.
    var path = "/usr/bin:/bin"
    var account: Account?

    struct Outcome: Sendable {
        let succeeded: Bool
        let output: String
        let errors: String
    }

    /// The environment is not inherited: a PGHOST or a LANG of whoever started the daemon must not reach PostgreSQL.
    var environment: Environment { .custom(["PATH": path, "LC_ALL": "C.UTF-8"]) }

    /// What to start: the program, or `setpriv`, which becomes it as the other user. The child must not change its user
    /// itself: between a fork and an exec, `setgroups` may wait for ever for a lock that a thread of the parent held.
    func command(_ name: String, _ arguments: [String]) -> (program: String, arguments: Arguments) {
        guard let account else { return (name, Arguments(arguments)) }
        let change = ["--reuid=\(account.uid)", "--regid=\(account.gid)", "--init-groups", "--"]
        return ("setpriv", Arguments(change + [name] + arguments))
    }

    func run(_ name: String, _ arguments: [String]) async throws -> Outcome {
        let command = command(name, arguments)
        let result = try await Subprocess.run(
            .name(command.program), arguments: command.arguments, environment: environment,
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        return Outcome(
            succeeded: result.terminationStatus.isSuccess, output: result.standardOutput, errors: result.standardError)
    }
}
