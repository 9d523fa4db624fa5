// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// The standard library's `Decoder` over a `JSON` value; notes members that nobody asked for.
struct JSONValueDecoder: Decoder {
    let value: JSON
    let codingPath: [any CodingKey]
    let findings: Findings
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// What decoding noticed on its way, shared by all containers of one document.
    final class Findings {
        struct Unknown: Hashable {
            let pointer: String
            let name: String
        }
        /// Members seen, by the pointer of their object.
        private var given: [String: [String]] = [:]
        /// Members asked for, by the pointer of their object.
        private(set) var asked: [String: Set<String>] = [:]
        private var refused: [String: Set<String>] = [:]

        func saw(_ members: [String], refusing names: Set<String>, at pointer: String) {
            given[pointer] = members
            refused[pointer, default: names].formIntersection(names)
        }

        func ask(_ name: String, at pointer: String) { asked[pointer, default: []].insert(name) }

        /// Members that the type does not have; after a failure only those that are certain.
        func unknown(complete: Bool) -> [Unknown] {
            given.flatMap { pointer, names in
                names.filter { name in
                    let isAsked = asked[pointer]?.contains(name) ?? false
                    let isRefused = refused[pointer]?.contains(name) ?? false
                    return !isAsked && (complete || isRefused)
                }.map { Unknown(pointer: pointer, name: $0) }
            }.sorted { ($0.pointer, $0.name) < ($1.pointer, $1.name) }
        }

        func givenNames(at pointer: String) -> [String] { given[pointer] ?? [] }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = value else { throw mismatch(type, "an object") }
        let names = members.map(\.name)
        findings.saw(names, refusing: Set(names.filter { Key(stringValue: $0) == nil }), at: codingPath.pointer)
        let values = Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
        return KeyedDecodingContainer(Keyed<Key>(decoder: self, names: names, members: values))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let items) = value else { throw mismatch([JSON].self, "an array") }
        return Unkeyed(decoder: self, items: items)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { Single(decoder: self) }

    func mismatch(_ type: Any.Type, _ wanted: String) -> DecodingError {
        .typeMismatch(
            type, .init(codingPath: codingPath, debugDescription: "\(wanted) should stand here, not \(value.kindName)"))
    }

    func child(_ value: JSON, _ key: some CodingKey) -> JSONValueDecoder {
        JSONValueDecoder(value: value, codingPath: codingPath + [key], findings: findings)
    }

    func scalar<T>(_ type: T.Type) throws -> T {
        if let read = read(type) { return read }
        switch (type, value) {
        case (is String.Type, _): throw mismatch(type, "a string")
        case (is Bool.Type, _): throw mismatch(type, "true or false")
        case (_, .number(let text)):
            throw DecodingError.dataCorrupted(
                .init(codingPath: codingPath, debugDescription: "\(text) is not a number that fits here"))
        default: throw mismatch(type, "a number")
        }
    }

    private func read<T>(_ type: T.Type) -> T? {
        switch value {
        case .string(let text): text as? T
        case .bool(let flag): flag as? T
        case .number(let text): (type as? any LosslessStringConvertible.Type).flatMap { number(text, as: $0) as? T }
        case .null, .array, .object: nil
        }
    }

    private func number(_ text: String, as type: any LosslessStringConvertible.Type) -> Any? {
        type is String.Type || type is Bool.Type ? nil : type.init(text)
    }
}

/// A place in an array.
struct IndexKey: CodingKey {
    let index: Int
    var intValue: Int? { index }
    var stringValue: String { String(index) }

    init(_ index: Int) { self.index = index }
    init?(intValue: Int) { index = intValue }
    init?(stringValue: String) { nil }
}

extension [any CodingKey] {
    /// The path as a JSON pointer (RFC 6901); empty for the whole document.
    var pointer: String {
        map { key in
            "/" + key.stringValue.replacing("~", with: "~0").replacing("/", with: "~1")
        }.joined()
    }
}
