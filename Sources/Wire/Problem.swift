// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What went wrong with a request, as `application/problem+json` carries it (RFC 9457).
public struct Problem: Error, Hashable, Sendable, Codable {
    /// Where a page explains this kind of problem.
    public var type: String
    /// The kind of problem in a few words.
    public var title: String
    /// The HTTP status.
    public var status: Int
    /// One sentence about this very case.
    public var detail: String?
    /// The path that was asked for.
    public var instance: String?
    /// The kind of problem as a slug; programs decide by this.
    public var code: String
    /// The request's id in the daemon's log.
    public var requestId: String?
    /// Whether the same request may succeed later.
    public var retryable: Bool
    /// The rule that refused the act, such as `I8`.
    public var rule: String?
    /// What to do next.
    public var next: String?
    /// Each fault by itself.
    public var errors: [Entry]
    /// The acts that are allowed instead.
    public var allowedActions: [String]?

    /// One fault of a request.
    public struct Entry: Hashable, Sendable, Codable {
        /// Where: a JSON pointer, `line:column`, `file:line:column` or a query member.
        public var pointer: String
        /// The kind of fault as a slug.
        public var code: String
        /// One sentence.
        public var detail: String

        /// A fault.
        public init(pointer: String, code: String, detail: String) {
            self.pointer = pointer
            self.code = code
            self.detail = detail
        }
    }

    /// A problem; its type is the page of its code.
    public init(
        code: String, title: String, status: Int, detail: String? = nil, instance: String? = nil,
        requestId: String? = nil, retryable: Bool = false, rule: String? = nil, next: String? = nil,
        errors: [Entry] = [], allowedActions: [String]? = nil
    ) {
        type = "/problems/\(code)"
        self.title = title
        self.status = status
        self.detail = detail
        self.instance = instance
        self.code = code
        self.requestId = requestId
        self.retryable = retryable
        self.rule = rule
        self.next = next
        self.errors = errors
        self.allowedActions = allowedActions
    }

    /// Reads a problem, also one of a proxy that knows only the standard's members.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        status = try members.decodeIfPresent(Int.self, forKey: .status) ?? 0
        code = try members.decodeIfPresent(String.self, forKey: .code) ?? "unknown"
        type = try members.decodeIfPresent(String.self, forKey: .type) ?? "about:blank"
        title = try members.decodeIfPresent(String.self, forKey: .title) ?? "The server refused the request"
        detail = try members.decodeIfPresent(String.self, forKey: .detail)
        instance = try members.decodeIfPresent(String.self, forKey: .instance)
        requestId = try members.decodeIfPresent(String.self, forKey: .requestId)
        retryable = try members.decodeIfPresent(Bool.self, forKey: .retryable) ?? false
        rule = try members.decodeIfPresent(String.self, forKey: .rule)
        next = try members.decodeIfPresent(String.self, forKey: .next)
        errors = try members.decodeIfPresent([Entry].self, forKey: .errors) ?? []
        allowedActions = try members.decodeIfPresent([String].self, forKey: .allowedActions)
    }
}
