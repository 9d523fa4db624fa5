// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension JSONValueDecoder {
    /// The members of an object.
    struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let decoder: JSONValueDecoder
        let members: [JSON.Member]
        let findings: JSONFindings.Object

        var codingPath: [any CodingKey] { decoder.codingPath }
        var allKeys: [Key] { members.compactMap { Key(stringValue: $0.name) } }

        private func value(_ key: Key) -> JSON? {
            let name = key.stringValue
            findings.ask(name)
            return members.first { $0.name == name }?.value
        }

        func contains(_ key: Key) -> Bool { value(key) != nil }

        private func member(_ key: Key) throws -> JSONValueDecoder {
            guard let value = value(key) else {
                throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "missing"))
            }
            return decoder.child(value, key)
        }

        func decodeNil(forKey key: Key) throws -> Bool {
            if let value = value(key) { return value == .null }
            return try member(key).value == .null
        }

        // Texts are most of what comes: one that is there needs no place to tell of.
        func decode(_ type: String.Type, forKey key: Key) throws -> String {
            if case .string(let text)? = value(key) { return text }
            return try member(key).scalar(type)
        }

        func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try T(from: member(key)) }
        func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try member(key).scalar(type) }
        func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try member(key).scalar(type) }
        func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try member(key).scalar(type) }
        func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try member(key).scalar(type) }
        func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try member(key).scalar(type) }
        func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try member(key).scalar(type) }
        func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try member(key).scalar(type) }
        func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try member(key).scalar(type) }
        func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try member(key).scalar(type) }
        func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try member(key).scalar(type) }
        func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try member(key).scalar(type) }
        func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try member(key).scalar(type) }
        func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try member(key).scalar(type) }

        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) throws -> KeyedDecodingContainer<Nested> { try member(key).container(keyedBy: type) }

        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
            try member(key).unkeyedContainer()
        }

        func superDecoder() throws -> any Decoder { decoder }
        func superDecoder(forKey key: Key) throws -> any Decoder { try member(key) }
    }

    /// The items of an array.
    struct Unkeyed: UnkeyedDecodingContainer {
        let decoder: JSONValueDecoder
        let items: [JSON]
        var currentIndex = 0

        init(decoder: JSONValueDecoder, items: [JSON]) {
            self.decoder = decoder
            self.items = items
        }

        var codingPath: [any CodingKey] { decoder.codingPath }
        var count: Int? { items.count }
        var isAtEnd: Bool { currentIndex >= items.count }

        private mutating func next() throws -> JSONValueDecoder {
            guard !isAtEnd else {
                throw DecodingError.valueNotFound(
                    JSON.self, .init(codingPath: codingPath, debugDescription: "the array ends too soon"))
            }
            defer { currentIndex += 1 }
            return decoder.child(items[currentIndex], IndexKey(currentIndex))
        }

        mutating func decodeNil() throws -> Bool {
            guard !isAtEnd, items[currentIndex] == .null else { return false }
            currentIndex += 1
            return true
        }

        mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try T(from: next()) }

        mutating func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type
        ) throws -> KeyedDecodingContainer<Nested> { try next().container(keyedBy: type) }

        mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
            try next().unkeyedContainer()
        }

        mutating func superDecoder() throws -> any Decoder { try next() }
    }

    /// One value that is no object and no array.
    struct Single: SingleValueDecodingContainer {
        let decoder: JSONValueDecoder

        var codingPath: [any CodingKey] { decoder.codingPath }

        func decodeNil() -> Bool { decoder.value == .null }
        func decode<T: Decodable>(_ type: T.Type) throws -> T { try T(from: decoder) }
        func decode(_ type: Bool.Type) throws -> Bool { try decoder.scalar(type) }
        func decode(_ type: String.Type) throws -> String { try decoder.scalar(type) }
        func decode(_ type: Double.Type) throws -> Double { try decoder.scalar(type) }
        func decode(_ type: Float.Type) throws -> Float { try decoder.scalar(type) }
        func decode(_ type: Int.Type) throws -> Int { try decoder.scalar(type) }
        func decode(_ type: Int8.Type) throws -> Int8 { try decoder.scalar(type) }
        func decode(_ type: Int16.Type) throws -> Int16 { try decoder.scalar(type) }
        func decode(_ type: Int32.Type) throws -> Int32 { try decoder.scalar(type) }
        func decode(_ type: Int64.Type) throws -> Int64 { try decoder.scalar(type) }
        func decode(_ type: UInt.Type) throws -> UInt { try decoder.scalar(type) }
        func decode(_ type: UInt8.Type) throws -> UInt8 { try decoder.scalar(type) }
        func decode(_ type: UInt16.Type) throws -> UInt16 { try decoder.scalar(type) }
        func decode(_ type: UInt32.Type) throws -> UInt32 { try decoder.scalar(type) }
        func decode(_ type: UInt64.Type) throws -> UInt64 { try decoder.scalar(type) }
    }
}
