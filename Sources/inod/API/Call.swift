// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import Wire

/// A request whose sender is known, read in the words of the API.
struct Call: Sendable {
    let request: Request
    let context: APIContext
    var principal: Principal
    let limits: HTTPSettings

    /// A part of the path, such as the reference of an instruction.
    func path(_ name: String) throws -> String {
        let raw = try context.parameters.require(name)
        guard let text = raw.removingPercentEncoding else {
            throw Problem.badRequest("The path is not UTF-8.", code: "invalid-utf8")
        }
        return text
    }

    /// A part of the query, decoded; nil when it is absent or empty.
    func query(_ name: String) throws -> String? {
        guard let raw = request.uri.queryParameters[Substring(name)], !raw.isEmpty else { return nil }
        return String(raw)
    }

    /// Every value of a part of the query that may be repeated.
    func queries(_ name: String) -> [String] {
        request.uri.queryParameters[values: Substring(name)].map { String($0) }
    }

    /// A part of the query as a value that is written as text: a date, an instant, a number, an id.
    func query<T: LosslessStringConvertible>(_ name: String, as type: T.Type) throws -> T? {
        guard let text = try query(name) else { return nil }
        guard let value = T(text) else {
            throw Problem.badRequest("'\(name)' cannot be '\(text)'.", code: "invalid-value", at: "?\(name)")
        }
        return value
    }

    /// `limit` of a list: 1 to 1000, 50 when absent.
    func limit(most: Int = 1000, standard: Int = 50) throws -> Int {
        let limit = try query("limit", as: Int.self) ?? standard
        guard (1...most).contains(limit) else {
            throw Problem.badRequest("'limit' goes from 1 to \(most).", code: "invalid-value", at: "?limit")
        }
        return limit
    }

    /// The part of a short list that `limit` and `after` ask for.
    func page<Item: Codable & Sendable>(_ items: [Item], key: (Item) -> String) throws -> Reply {
        let (limit, after) = (try limit(), try query("after"))
        let start = after.flatMap { after in items.firstIndex { key($0) == after } }.map { $0 + 1 } ?? 0
        let page = items.dropFirst(start).prefix(limit)
        let next = start + page.count < items.count ? page.last.map(key) : nil
        return try .list(Array(page), next: next)
    }

    /// Whether the write is only to be tried: all is computed and answered, and nothing is stored.
    var dryRun: Bool { get throws { try flag("dryRun") } }

    /// A switch of the query: `?dryRun`, `?dryRun=true`.
    func flag(_ name: String) throws -> Bool {
        guard let raw = request.uri.queryParameters[Substring(name)] else { return false }
        switch raw {
        case "", "true": return true
        case "false": return false
        default: throw Problem.badRequest("'\(name)' is true or false.", code: "invalid-value", at: "?\(name)")
        }
    }

    /// The bytes of the body, up to a limit.
    func bytes(limit: Int? = nil) async throws -> [UInt8] {
        let limit = limit ?? limits.jsonLimit
        if let length = request.headers[.contentLength].flatMap(Int.init), length > limit {
            throw HTTPError(.contentTooLarge, message: "\(limit)")
        }
        return try await Array(request.body.collect(upTo: limit).readableBytesView)
    }

    /// The body as a value, read to the letter; an absent body is an empty object.
    func body<T: Decodable>(_ type: T.Type, limit: Int? = nil) async throws -> T {
        let bytes = try await bytes(limit: limit)
        return try StrictJSON.decode(type, from: bytes.isEmpty ? Array("{}".utf8) : bytes)
    }

    /// What the sender itself chose to make a repetition recognisable; acts and imports need one.
    func idempotencyKey(required: Bool = true) throws -> String? {
        guard let key = request.headers[.idempotencyKey] else {
            guard required else { return nil }
            throw Problem(
                code: "idempotency-key-required", title: "The request needs an Idempotency-Key", status: 400,
                detail: "A repetition could not be told from a second act.",
                next: "Send a header Idempotency-Key with 16 to 64 random characters, the same on every retry.")
        }
        guard (16...64).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw Problem.badRequest(
                "Idempotency-Key has 16 to 64 visible ASCII characters.", code: "invalid-value",
                at: "Idempotency-Key")
        }
        return key
    }

    /// Stands in for the key of what is only tried: like no other, so that trials meet neither one another nor what was
    /// sent.
    static func trialKey() -> String { "dry-run \(UUID())" }

    /// In whose name the call acts: the principal's own organisation, or another on paper brought by an operator.
    func actor() throws -> Actor {
        let organisation = request.headers[.onBehalfOf]
        let basis = try request.headers[.basis].map { text in
            guard let data = Data(base64Encoded: text), let basis = String(data: data, encoding: .utf8) else {
                throw Problem.badRequest(
                    "Ino-Basis is the Base64 of a UTF-8 text.", code: "invalid-value", at: "Ino-Basis")
            }
            return basis
        }
        if basis == nil, organisation == principal.organisation {
            return try Authority.actor(for: principal, onBehalfOf: nil, basis: nil)
        }
        return try Authority.actor(for: principal, onBehalfOf: organisation, basis: basis)
    }

    /// Over everything that makes a request this request, so that a repeated key with other content is recognised.
    func digest(_ body: [UInt8]) -> [UInt8] {
        let parts = [
            request.method.rawValue, request.uri.description, request.headers[.onBehalfOf] ?? "",
            request.headers[.basis] ?? "",
        ]
        return ContentHash.sha256(Array(parts.joined(separator: "\n").utf8) + [0] + body)
    }

    /// Refuses what a path does not know: a slip in a filter must not show the whole list.
    static func checkQuery(of request: Request, known: Set<String>) throws {
        for (name, _) in request.uri.queryParameters where !known.contains(String(name)) {
            let hint = Suggestion.nearest(to: String(name), among: known).map { "; did you mean '\($0)'?" } ?? ""
            throw Problem.badRequest(
                "'\(name)' is not known here\(hint)", code: "unknown-parameter", at: "?\(name)")
        }
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key").unsafelyUnwrapped
    static let idempotencyReplayed = HTTPField.Name("Idempotency-Replayed").unsafelyUnwrapped
    static let dryRun = HTTPField.Name("Ino-Dry-Run").unsafelyUnwrapped
    static let onBehalfOf = HTTPField.Name("Ino-On-Behalf-Of").unsafelyUnwrapped
    static let basis = HTTPField.Name("Ino-Basis").unsafelyUnwrapped
    static let rateLimitLimit = HTTPField.Name("RateLimit-Limit").unsafelyUnwrapped
    static let rateLimitRemaining = HTTPField.Name("RateLimit-Remaining").unsafelyUnwrapped
    static let rateLimitReset = HTTPField.Name("RateLimit-Reset").unsafelyUnwrapped
    static let requestID = HTTPField.Name("X-Request-Id").unsafelyUnwrapped
}
