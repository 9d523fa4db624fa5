// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension FixedWidthInteger {
    /// Appends the bytes in network order.
    func appendBigEndian(to bytes: inout [UInt8]) {
        var shift = Self.bitWidth - 8
        while shift >= 0 {
            bytes.append(UInt8(truncatingIfNeeded: self >> shift))
            shift -= 8
        }
    }
}

extension RawSpan {
    /// The integer in network order at an offset; the caller has checked that it fits.
    func bigEndian<I: FixedWidthInteger & BitwiseCopyable>(_: I.Type, at offset: Int = 0) -> I {
        precondition(offset >= 0 && offset + MemoryLayout<I>.size <= byteCount, "a value ends before its length says")
        return unsafe I(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: I.self))
    }

    /// An integer of any of the three widths, widened.
    func integer(_ type: PostgresType, as wanted: Any.Type) throws(PostgresDecodingFault) -> Int64 {
        switch (type, byteCount) {
        case (.int8, 8): bigEndian(Int64.self)
        case (.int4, 4): Int64(bigEndian(Int32.self))
        case (.int2, 2): Int64(bigEndian(Int16.self))
        default: throw .type(type, as: wanted)
        }
    }

    /// A copy of all bytes.
    func copied() -> [UInt8] {
        unsafe withUnsafeBytes { unsafe [UInt8]($0) }
    }

    /// The text in these bytes; the session's encoding is UTF-8, so the server has checked it.
    func text() -> String {
        unsafe withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
}

extension Int64: PostgresScalar {
    /// int8
    public static var postgresType: PostgresType { .int8 }
    /// int8[]
    public static var postgresArrayType: PostgresType { .int8Array }

    /// Appends 8 bytes.
    public func encode(into bytes: inout [UInt8]) { appendBigEndian(to: &bytes) }

    /// Reads int8, int4 and int2.
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingFault) -> Int64 {
        try bytes.integer(type, as: Int64.self)
    }
}

extension Int: PostgresScalar {
    /// int8
    public static var postgresType: PostgresType { .int8 }
    /// int8[]
    public static var postgresArrayType: PostgresType { .int8Array }

    /// Appends 8 bytes.
    public func encode(into bytes: inout [UInt8]) { Int64(self).appendBigEndian(to: &bytes) }

    /// Reads int8, int4 and int2.
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingFault) -> Int {
        Int(try bytes.integer(type, as: Int.self))
    }
}

extension Int32: PostgresScalar {
    /// int4
    public static var postgresType: PostgresType { .int4 }
    /// int4[]
    public static var postgresArrayType: PostgresType { .int4Array }

    /// Appends 4 bytes.
    public func encode(into bytes: inout [UInt8]) { appendBigEndian(to: &bytes) }

    /// Reads int4 and int2.
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingFault) -> Int32 {
        guard type != .int8 else { throw .type(type, as: Int32.self) }
        return Int32(truncatingIfNeeded: try bytes.integer(type, as: Int32.self))
    }
}

extension Int16: PostgresScalar {
    /// int2
    public static var postgresType: PostgresType { .int2 }
    /// int2[]
    public static var postgresArrayType: PostgresType { .int2Array }

    /// Appends 2 bytes.
    public func encode(into bytes: inout [UInt8]) { appendBigEndian(to: &bytes) }

    /// Reads int2.
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingFault) -> Int16 {
        guard type == .int2 else { throw .type(type, as: Int16.self) }
        return Int16(truncatingIfNeeded: try bytes.integer(type, as: Int16.self))
    }
}

extension Bool: PostgresScalar {
    /// bool
    public static var postgresType: PostgresType { .bool }
    /// bool[]
    public static var postgresArrayType: PostgresType { .boolArray }

    /// Appends one byte.
    public func encode(into bytes: inout [UInt8]) { bytes.append(self ? 1 : 0) }

    /// Reads bool.
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingFault) -> Bool {
        guard type == .bool, bytes.byteCount == 1 else { throw .type(type, as: Bool.self) }
        return bytes.bigEndian(UInt8.self) != 0
    }
}

extension Double: PostgresScalar {
    /// float8
    public static var postgresType: PostgresType { .float8 }
    /// float8[]
    public static var postgresArrayType: PostgresType { .float8Array }

    /// Appends 8 bytes.
    public func encode(into bytes: inout [UInt8]) { bitPattern.appendBigEndian(to: &bytes) }

    /// Reads float8 and float4.
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingFault) -> Double {
        switch (type, bytes.byteCount) {
        case (.float8, 8): Double(bitPattern: bytes.bigEndian(UInt64.self))
        case (.float4, 4): Double(Float(bitPattern: bytes.bigEndian(UInt32.self)))
        default: throw .type(type, as: Double.self)
        }
    }
}

extension String: PostgresScalar {
    /// text
    public static var postgresType: PostgresType { .text }
    /// text[]
    public static var postgresArrayType: PostgresType { .textArray }

    /// Appends the UTF-8 bytes; a NUL among them is refused by the server.
    public func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: utf8) }

    /// Reads text, varchar, char(n), name and untyped literals. For json ask for `JSONText`; cast anything else.
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingFault) -> String {
        switch type {
        case .text, .varchar, .bpchar, .name, .unknown: bytes.text()
        default: throw .type(type, as: String.self)
        }
    }
}
