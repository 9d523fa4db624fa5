// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A value that can be a parameter of a statement. Parameters travel in binary with an explicit type, so the server
/// never guesses, and a text with a NUL is refused instead of cut.
public protocol PostgresEncodable: Sendable {
    /// The type the parameter is sent as.
    static var postgresType: PostgresType { get }
    /// Whether the parameter is NULL; then `encode` is not called.
    var isPostgresNull: Bool { get }
    /// Appends the binary form.
    func encode(into bytes: inout [UInt8])
}

extension PostgresEncodable {
    /// Only an optional can be NULL.
    public var isPostgresNull: Bool { false }
}

/// A value that can be read from a column.
public protocol PostgresDecodable: Sendable {
    /// Reads the binary form of a column of the given type.
    static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingFault) -> Self
    /// What a NULL means; a fault, except for optionals.
    static func decodeNull() throws(PostgresDecodingFault) -> Self
}

extension PostgresDecodable {
    /// A column that may be NULL must be asked for as an optional.
    public static func decodeNull() throws(PostgresDecodingFault) -> Self {
        throw PostgresDecodingFault("it is NULL; ask for an optional")
    }
}

/// Why one value could not be read; the caller adds column and place.
public struct PostgresDecodingFault: Error, Sendable {
    /// What is wrong, as the end of a sentence.
    public let reason: String

    /// A fault with its reason.
    public init(_ reason: String) { self.reason = reason }

    static func type(_ type: PostgresType, as wanted: Any.Type) -> PostgresDecodingFault {
        let hint = type.rawValue == 1700 ? "; cast numeric to int8 or text in the query" : ""
        return PostgresDecodingFault("its type (OID \(type.rawValue)) cannot be read as \(wanted)\(hint)")
    }
}

/// An element that arrays can be made of.
///
/// `UInt8` is one whose array is bytea; every scalar is one, and so is an optional of a scalar.
public protocol PostgresArrayElement: Sendable {
    /// The type of an array of these.
    static var postgresArrayType: PostgresType { get }
    /// Appends the binary form of a whole array.
    static func encodeArray(_ elements: [Self], into bytes: inout [UInt8])
    /// Reads a whole array.
    static func decodeArray(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingFault) -> [Self]
}

/// A single value: can be a parameter, a column and an element of an array.
public protocol PostgresScalar: PostgresEncodable, PostgresDecodable, PostgresArrayElement {}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    /// As the value's.
    public static var postgresType: PostgresType { Wrapped.postgresType }

    /// None is NULL.
    public var isPostgresNull: Bool { self?.isPostgresNull ?? true }

    /// As the value's.
    public func encode(into bytes: inout [UInt8]) { self?.encode(into: &bytes) }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    /// As the value's.
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingFault) -> Self {
        try Wrapped.decode(bytes, type: type)
    }

    /// NULL is none.
    public static func decodeNull() throws(PostgresDecodingFault) -> Self { .none }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    /// As the raw value's.
    public static var postgresType: PostgresType { RawValue.postgresType }

    /// As the raw value's.
    public var isPostgresNull: Bool { rawValue.isPostgresNull }

    /// As the raw value's.
    public func encode(into bytes: inout [UInt8]) { rawValue.encode(into: &bytes) }
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    /// Reads the raw value; one that the type does not know is a fault.
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingFault) -> Self {
        let rawValue = try RawValue.decode(bytes, type: type)
        guard let value = Self(rawValue: rawValue) else {
            throw PostgresDecodingFault("its value is none that \(Self.self) knows")
        }
        return value
    }
}
