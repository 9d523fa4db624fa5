// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Wire

/// The documented exit codes.
enum Exit {
    static let done: Int32 = 0
    static let unexpected: Int32 = 1
    static let no: Int32 = 2
    static let some: Int32 = 3
    static let notAllowed: Int32 = 4
    static let refused: Int32 = 5
    static let notFound: Int32 = 6
    static let usage: Int32 = 64
    static let unreachable: Int32 = 69
    static let tryAgain: Int32 = 75
    static let badConfig: Int32 = 78
    static let interrupted: Int32 = 130
    static let closedPipe: Int32 = 141
}

/// Why the tool did not do what was asked: a sentence, the next step and the exit code.
struct Failure: Error {
    let exit: Int32
    let sentence: String
    /// More lines, one a fault.
    var details: [String] = []
    let next: String?
    /// The daemon's own words, for `-o json`.
    var problem: JSON?

    init(exit: Int32, _ sentence: String, details: [String] = [], next: String? = nil, problem: JSON? = nil) {
        self.exit = exit
        self.sentence = sentence
        self.details = details
        self.next = next
        self.problem = problem
    }

    /// One sentence on stderr and the next step, or the problem itself when JSON was asked for.
    func print(to surroundings: Surroundings) {
        if let problem {
            surroundings.complain(problem.pretty)
            return
        }
        surroundings.complain("error: \(sentence)")
        for detail in details { surroundings.complain("  \(detail)") }
        if let next { surroundings.complain("  next: \(next)") }
    }
}

extension Failure {
    /// A refusal of the daemon.
    init(_ problem: Problem, asked request: Request, asJSON: JSON?) {
        let details = problem.errors.map { $0.pointer.isEmpty ? $0.detail : "\($0.pointer): \($0.detail)" }
        let rule = problem.rule.map { " (rule \($0))" } ?? ""
        let identity = problem.requestId.map { " [request \($0)]" } ?? ""
        self.init(
            exit: Self.exit(for: problem), (problem.detail ?? problem.title) + rule + identity, details: details,
            next: Self.next(for: problem, key: request.headers["Idempotency-Key"]), problem: asJSON)
    }

    /// The exit code of a problem.
    static func exit(for problem: Problem) -> Int32 {
        switch problem.code {
        case "ambiguous", "ambiguous-reference", "import-refused", "invalid-files": return Exit.no
        case "rule-refused", "deadline-policy", "stale-revision", "duplicate-conflict", "session-held", "session-lost":
            return Exit.refused
        case "not-authorised", "needs-capacity", "unauthenticated": return Exit.notAllowed
        case "not-found", "unknown-recipient": return Exit.notFound
        default: break
        }
        if problem.retryable { return Exit.tryAgain }
        switch problem.status {
        case 400, 405, 413, 414, 415, 428: return Exit.usage
        case 401, 403: return Exit.notAllowed
        case 404, 410: return Exit.notFound
        case 409, 412, 422: return problem.errors.contains { $0.pointer.contains(".csv:") } ? Exit.no : Exit.refused
        case 408, 429, 502, 503, 504: return Exit.tryAgain
        default: return Exit.unexpected
        }
    }

    private static func next(for problem: Problem, key: String?) -> String? {
        if let next = problem.next {
            // Only here is it known which key it was.
            return exit(for: problem) == Exit.tryAgain ? next + (key.map { " (--idempotency-key \($0))" } ?? "") : next
        }
        return switch exit(for: problem) {
        case Exit.tryAgain: key.map { "repeat in a moment, safe with --idempotency-key \($0)" } ?? "repeat in a moment"
        case Exit.notAllowed where problem.status == 401:
            "name a token with --token-file or INOCTL_TOKEN_FILE; an operator makes one with 'inoctl token create'"
        case Exit.refused: problem.allowedActions.map { "allowed now: \($0.joined(separator: ", "))" }
        default: nil
        }
    }
}
