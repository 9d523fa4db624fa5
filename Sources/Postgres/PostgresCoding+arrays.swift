// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Array: PostgresEncodable where Element: PostgresArrayElement {
    /// The element's array type.
    public static var postgresType: PostgresType { Element.postgresArrayType }

    /// Appends the whole array.
    public func encode(into bytes: inout [UInt8]) { Element.encodeArray(self, into: &bytes) }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
    /// Reads a whole one-dimensional array.
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingFault) -> [Element] {
        try Element.decodeArray(bytes, type: type)
    }
}

/// Bytes are a scalar: bytea, and `[[UInt8]]` is bytea[].
extension Array: PostgresScalar where Element == UInt8 {}

extension Array: PostgresArrayElement where Element == UInt8 {
    /// bytea[]
    public static var postgresArrayType: PostgresType { .byteaArray }
}

extension UInt8: PostgresArrayElement {
    /// An array of bytes is bytea, not an array.
    public static var postgresArrayType: PostgresType { .bytea }

    /// Appends the bytes as they are.
    public static func encodeArray(_ elements: [UInt8], into bytes: inout [UInt8]) {
        bytes.append(contentsOf: elements)
    }

    /// Reads bytea.
    public static func decodeArray(
        _ bytes: RawSpan, type: PostgresType
    ) throws(PostgresDecodingFault) -> [UInt8] {
        guard type == .bytea else { throw .type(type, as: [UInt8].self) }
        return bytes.copied()
    }
}

extension PostgresArrayElement where Self: PostgresScalar {
    /// Appends a one-dimensional array without NULLs.
    public static func encodeArray(_ elements: [Self], into bytes: inout [UInt8]) {
        appendArray(elements.lazy.map(Optional.some), count: elements.count, hasNull: false, to: &bytes)
    }

    /// Reads a one-dimensional array; a NULL in it is a fault.
    public static func decodeArray(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingFault) -> [Self] {
        let element = try elementType(of: bytes, type: type, as: Self.self)
        var elements: [Self] = []
        try forEachElement(of: bytes) { bytes throws(PostgresDecodingFault) in
            guard let bytes else { throw PostgresDecodingFault("the array holds a NULL; ask for optionals") }
            elements.append(try decode(bytes, type: element))
        }
        return elements
    }
}

extension Optional: PostgresArrayElement where Wrapped: PostgresScalar {
    /// As the value's.
    public static var postgresArrayType: PostgresType { Wrapped.postgresArrayType }

    /// Appends a one-dimensional array that may hold NULLs.
    public static func encodeArray(_ elements: [Wrapped?], into bytes: inout [UInt8]) {
        let hasNull = elements.contains { $0 == nil }
        appendArray(elements, count: elements.count, hasNull: hasNull, to: &bytes)
    }

    /// Reads a one-dimensional array that may hold NULLs.
    public static func decodeArray(
        _ bytes: RawSpan, type: PostgresType
    ) throws(PostgresDecodingFault) -> [Wrapped?] {
        let element = try elementType(of: bytes, type: type, as: Wrapped.self)
        var elements: [Wrapped?] = []
        try forEachElement(of: bytes) { bytes throws(PostgresDecodingFault) in
            if let bytes {
                elements.append(try Wrapped.decode(bytes, type: element))
            } else {
                elements.append(nil)
            }
        }
        return elements
    }
}

/// The binary form of an array: dimensions, NULLs or not, element type, then length and lower bound of the dimension,
/// then each element with its length, −1 for NULL. An empty array has no dimension.
private func appendArray<Scalar: PostgresScalar>(
    _ elements: some Sequence<Scalar?>, count: Int, hasNull: Bool, to bytes: inout [UInt8]
) {
    Int32(count == 0 ? 0 : 1).appendBigEndian(to: &bytes)
    Int32(hasNull ? 1 : 0).appendBigEndian(to: &bytes)
    Scalar.postgresType.rawValue.appendBigEndian(to: &bytes)
    if count == 0 { return }
    Int32(count).appendBigEndian(to: &bytes)
    Int32(1).appendBigEndian(to: &bytes)
    for element in elements {
        guard let element else {
            Int32(-1).appendBigEndian(to: &bytes)
            continue
        }
        let lengthAt = bytes.count
        Int32(0).appendBigEndian(to: &bytes)
        element.encode(into: &bytes)
        let length = UInt32(bytes.count - lengthAt - 4)
        for byte in 0..<4 { bytes[lengthAt + byte] = UInt8(truncatingIfNeeded: length >> (24 - 8 * byte)) }
    }
}

/// The element type an array says it has.
private func elementType(
    of bytes: RawSpan, type: PostgresType, as wanted: Any.Type
) throws(PostgresDecodingFault) -> PostgresType {
    guard bytes.byteCount >= 12, bytes.bigEndian(Int32.self) <= 1 else {
        throw PostgresDecodingFault("its type (OID \(type.rawValue)) is no one-dimensional array of \(wanted)")
    }
    return PostgresType(rawValue: bytes.bigEndian(UInt32.self, at: 8))
}

private func forEachElement(
    of bytes: RawSpan, _ body: (RawSpan?) throws(PostgresDecodingFault) -> Void
) throws(PostgresDecodingFault) {
    guard bytes.bigEndian(Int32.self) == 1 else { return }
    var offset = 20
    for _ in 0..<bytes.bigEndian(Int32.self, at: 12) {
        let length = Int(bytes.bigEndian(Int32.self, at: offset))
        offset += 4
        if length < 0 {
            try body(nil)
        } else {
            try body(bytes.extracting(offset..<offset + length))
            offset += length
        }
    }
}
