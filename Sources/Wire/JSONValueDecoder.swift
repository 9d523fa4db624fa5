// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// The standard library's `Decoder` over a `JSON` value; notes members that nobody asked for.
struct JSONValueDecoder: Decoder {
    let value: JSON
    /// Where the value stands; nil for the whole document.
    let place: Place?
    let findings: JSONFindings
    var codingPath: [any CodingKey] { place?.path ?? [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// A place in the document. The path is written out only when there is a fault to tell: most requests have none.
    final class Place {
        private let parent: Place?
        private let key: any CodingKey

        init(_ key: any CodingKey, in parent: Place?) {
            self.key = key
            self.parent = parent
        }

        var path: [any CodingKey] { (parent?.path ?? []) + [key] }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = value else { throw mismatch(type, "an object") }
        let object = findings.object(members, at: place) { Key(stringValue: $0) != nil }
        return KeyedDecodingContainer(Keyed<Key>(decoder: self, members: members, findings: object))
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
        JSONValueDecoder(value: value, place: Place(key, in: place), findings: findings)
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
