// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Wire

/// One run of the tool: parse, do, and say how it went.
enum Program {
    static func run(_ given: [String]) async -> Int32 {
        let surroundings = Surroundings.current
        do {
            do {
                let arguments = try ArgumentOrder.leavesFirst(given, in: Inoctl.self)
                var command = try Inoctl.parseAsRoot(arguments)
                if var asynchronous = command as? any AsyncParsableCommand {
                    try await asynchronous.run()
                } else {
                    try command.run()
                }
                return Exit.done
            } catch {
                return try finish(error, surroundings)
            }
        } catch let failure as Failure {
            failure.print(to: surroundings)
            return failure.exit
        } catch {
            return Exit.closedPipe
        }
    }

    /// What argument-parser has to say: help and versions are answers, all else is a fault of usage.
    private static func finish(_ error: any Error, _ surroundings: Surroundings) throws -> Int32 {
        if error is Failure || error is ClosedPipe { throw error }
        // A command that has said all there is to say ends by its code alone.
        if let code = error as? ExitCode { return code.rawValue }
        let code = Inoctl.exitCode(for: error)
        let message = Inoctl.fullMessage(for: error, columns: surroundings.width)
        if code == .success {
            try surroundings.out(message + "\n")
            return Exit.done
        }
        surroundings.complain(message.hasPrefix("Error: ") ? "e" + message.dropFirst() : message)
        return code == .validationFailure ? Exit.usage : Exit.unexpected
    }
}
