// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A `timestamptz`.
public struct PostgresTimestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01 UTC; the largest and smallest integer are `infinity` and `-infinity`.
    public var microsecondsSince1970: Int64

    /// The moment that many microseconds after 1970-01-01 UTC.
    public init(microsecondsSince1970: Int64) { self.microsecondsSince1970 = microsecondsSince1970 }

    /// Later than every moment.
    public static let infinity = PostgresTimestamp(microsecondsSince1970: .max)
    /// Earlier than every moment.
    public static let minusInfinity = PostgresTimestamp(microsecondsSince1970: .min)

    /// Earlier before later.
    public static func < (one: Self, other: Self) -> Bool { one.microsecondsSince1970 < other.microsecondsSince1970 }

    /// PostgreSQL counts from 2000-01-01.
    private static let epoch: Int64 = 946_684_800_000_000
}

extension PostgresTimestamp: PostgresScalar {
    /// timestamptz
    public static var postgresType: PostgresType { .timestamptz }
    /// timestamptz[]
    public static var postgresArrayType: PostgresType { .timestamptzArray }

    /// Appends 8 bytes.
    public func encode(into bytes: inout [UInt8]) {
        let (moved, overflow) = microsecondsSince1970.subtractingReportingOverflow(Self.epoch)
        let isInfinite = self == .infinity || self == .minusInfinity
        (isInfinite ? microsecondsSince1970 : overflow ? .min : moved).appendBigEndian(to: &bytes)
    }

    /// Reads timestamptz.
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingFault) -> Self {
        guard type == .timestamptz, bytes.byteCount == 8 else { throw .type(type, as: Self.self) }
        let value = bytes.bigEndian(Int64.self)
        if value == .max || value == .min { return Self(microsecondsSince1970: value) }
        let (moved, overflow) = value.addingReportingOverflow(Self.epoch)
        guard !overflow else { throw PostgresDecodingFault("it is later than we can count") }
        return Self(microsecondsSince1970: moved)
    }
}

/// A `date`.
public struct PostgresDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01; the largest and smallest integer are `infinity` and `-infinity`.
    public var daysSince1970: Int

    /// The day that many days after 1970-01-01.
    public init(daysSince1970: Int) { self.daysSince1970 = daysSince1970 }

    /// Earlier before later.
    public static func < (one: Self, other: Self) -> Bool { one.daysSince1970 < other.daysSince1970 }

    /// PostgreSQL counts from 2000-01-01.
    private static let epoch = 10_957
}

extension PostgresDate: PostgresScalar {
    /// date
    public static var postgresType: PostgresType { .date }
    /// date[]
    public static var postgresArrayType: PostgresType { .dateArray }

    /// Appends 4 bytes; a day beyond PostgreSQL's range becomes infinity.
    public func encode(into bytes: inout [UInt8]) {
        Int32(clamping: max(daysSince1970, .min + Self.epoch) - Self.epoch).appendBigEndian(to: &bytes)
    }

    /// Reads date.
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingFault) -> Self {
        guard type == .date, bytes.byteCount == 4 else { throw .type(type, as: Self.self) }
        let days = bytes.bigEndian(Int32.self)
        return Self(daysSince1970: days == .max ? .max : days == .min ? .min : Int(days) + Self.epoch)
    }
}

/// A `jsonb` as its text. PostgreSQL keeps no order of keys and no spaces, so it comes back rewritten.
public struct JSONText: Hashable, Sendable {
    /// The JSON.
    public var text: String

    /// Takes JSON as it is; the server checks it.
    public init(_ text: String) { self.text = text }
}

extension JSONText: PostgresScalar {
    /// jsonb
    public static var postgresType: PostgresType { .jsonb }
    /// jsonb[]
    public static var postgresArrayType: PostgresType { .jsonbArray }

    /// Appends the version byte of jsonb's binary form and the text.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(1)
        bytes.append(contentsOf: text.utf8)
    }

    /// Reads jsonb, whose binary form is a version byte and the text, and json.
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingFault) -> JSONText {
        switch type {
        case .json:
            return JSONText(bytes.text())
        case .jsonb where bytes.byteCount > 0 && bytes.bigEndian(UInt8.self) == 1:
            return JSONText(bytes.extracting(droppingFirst: 1).text())
        default:
            throw .type(type, as: JSONText.self)
        }
    }
}
