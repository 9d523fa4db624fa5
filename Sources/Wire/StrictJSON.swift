// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination

/// Reads requests to the letter: whatever a type does not know is refused, and every fault says where it is.
public enum StrictJSON {
    /// Reads a request body. Throws a `Problem` with status 400 and one entry a fault.
    public static func decode<T: Decodable>(_ type: T.Type, from bytes: some Sequence<UInt8>) throws(Problem) -> T {
        try decode(from: Array(bytes), refusingUnknown: true) { try T(from: $0) }
    }

    /// Reads an answer: members that are not known yet are ignored, as the contract asks of clients.
    public static func decodeAnswer<T: Decodable>(
        _ type: T.Type, from bytes: some Sequence<UInt8>
    ) throws(Problem) -> T {
        try decode(from: Array(bytes), refusingUnknown: false) { try T(from: $0) }
    }

    /// Reads any JSON document as a value.
    public static func parse(_ bytes: some Sequence<UInt8>) throws(Problem) -> JSON {
        do {
            return try JSONParser.parse(Array(bytes))
        } catch {
            let code = error.kind == .invalidUTF8 ? "invalid-utf8" : "malformed-json"
            let entry = Problem.Entry(pointer: "\(error.line):\(error.column)", code: code, detail: error.sentence)
            throw badRequest(
                "The body is not JSON: line \(error.line), column \(error.column): \(error.sentence).", [entry])
        }
    }

    /// Writes a value: members sorted, so that the same value gives the same bytes.
    public static func encode(_ value: some Encodable) throws -> [UInt8] { try SortedJSON.bytes(value) }

    static func decode<T>(
        from bytes: [UInt8], refusingUnknown: Bool, _ make: (any Decoder) throws -> T
    ) throws(Problem) -> T {
        let value = try parse(bytes)
        let findings = JSONFindings()
        do {
            let decoded = try make(JSONValueDecoder(value: value, place: nil, findings: findings))
            let unknown = refusingUnknown ? unknownEntries(findings, complete: true) : []
            guard unknown.isEmpty else { throw refused(unknown) }
            return decoded
        } catch let problem as Problem {
            throw problem
        } catch {
            let unknown = refusingUnknown ? unknownEntries(findings, complete: false) : []
            throw refused([entry(for: error)] + unknown)
        }
    }

    private static func refused(_ errors: [Problem.Entry]) -> Problem {
        let first = errors.first.map { " \($0.pointer.isEmpty ? "" : $0.pointer + ": ")\($0.detail)." } ?? ""
        let more = errors.count > 1 ? " \(errors.count - 1) more below." : ""
        return badRequest("The body does not fit.\(first)\(more)", errors)
    }

    private static func badRequest(_ detail: String, _ errors: [Problem.Entry]) -> Problem {
        Problem(code: "bad-request", title: "The request cannot be read", status: 400, detail: detail, errors: errors)
    }

    private static func unknownEntries(_ findings: JSONFindings, complete: Bool) -> [Problem.Entry] {
        findings.unknown(complete: complete).map { unknown in
            let nearest = Suggestion.nearest(to: unknown.name, among: unknown.candidates)
            let meant = nearest.map { "; did you mean '\($0)'?" } ?? ""
            let pointer = unknown.pointer + [UnknownKey(unknown.name) as any CodingKey].pointer
            return Problem.Entry(
                pointer: pointer, code: "unknown-member", detail: "member '\(unknown.name)' is not known\(meant)")
        }
    }

    private static func entry(for error: any Error) -> Problem.Entry {
        switch error as? DecodingError {
        case .keyNotFound(let key, let context):
            Problem.Entry(
                pointer: (context.codingPath + [key]).pointer, code: "missing-member",
                detail: "member '\(key.stringValue)' is missing")
        case .typeMismatch(_, let context):
            Problem.Entry(pointer: context.codingPath.pointer, code: "wrong-type", detail: context.debugDescription)
        case .valueNotFound(_, let context):
            Problem.Entry(pointer: context.codingPath.pointer, code: "missing-value", detail: context.debugDescription)
        case .dataCorrupted(let context):
            Problem.Entry(pointer: context.codingPath.pointer, code: "invalid-value", detail: context.debugDescription)
        default:
            Problem.Entry(pointer: "", code: "invalid-value", detail: "a value cannot be read")
        }
    }

    private struct UnknownKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
