// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
public import Postgres

// How the domain's basic values stand in columns: Identifier is int8, Instant timestamptz, CalendarDate date. The only public import
// of Postgres: a conformance of a public type is public, though no signature of ours shows it.

extension Identifier: PostgresScalar {
    /// As the column type named above.
    public static var postgresType: PostgresType { Int64.postgresType }
    /// An array of it.
    public static var postgresArrayType: PostgresType { Int64.postgresArrayType }

    /// Appends the binary form.
    public func encode(into bytes: inout [UInt8]) { rawValue.encode(into: &bytes) }

    /// Reads the binary form.
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingFault) -> Identifier {
        Identifier(rawValue: try Int64.decode(bytes, type: type))
    }
}

extension Instant: PostgresScalar {
    /// As the column type named above.
    public static var postgresType: PostgresType { PostgresTimestamp.postgresType }
    /// An array of it.
    public static var postgresArrayType: PostgresType { PostgresTimestamp.postgresArrayType }

    /// Appends the binary form.
    public func encode(into bytes: inout [UInt8]) {
        PostgresTimestamp(microsecondsSince1970: microsecondsSince1970).encode(into: &bytes)
    }

    /// Reads the binary form.
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingFault) -> Instant {
        Instant(microsecondsSince1970: try PostgresTimestamp.decode(bytes, type: type).microsecondsSince1970)
    }
}

extension CalendarDate: PostgresScalar {
    /// As the column type named above.
    public static var postgresType: PostgresType { PostgresDate.postgresType }
    /// An array of it.
    public static var postgresArrayType: PostgresType { PostgresDate.postgresArrayType }

    /// Appends the binary form.
    public func encode(into bytes: inout [UInt8]) { PostgresDate(daysSince1970: daysSince1970).encode(into: &bytes) }

    /// Reads the binary form.
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingFault) -> CalendarDate {
        CalendarDate(daysSince1970: try PostgresDate.decode(bytes, type: type).daysSince1970)
    }
}
