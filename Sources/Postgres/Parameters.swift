// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// The values of a statement: one flat buffer, and for each value its type and where it lies.
@safe
struct Parameters: Sendable {
    /// The types, in order: with the SQL they are the key of the statement cache.
    private(set) var types: [UInt32] = []
    private var lengths: [Int32] = []
    private var offsets: [Int] = []
    private var bytes: [UInt8] = []
    private static let null = -1

    /// How many values there are.
    var count: Int { types.count }
    /// What they weigh on the wire, about.
    var byteCount: Int { bytes.count }

    mutating func append<Value: PostgresEncodable>(_ value: Value) {
        types.append(Value.postgresType.rawValue)
        guard !value.isPostgresNull else {
            offsets.append(Self.null)
            lengths.append(0)
            return
        }
        let start = bytes.count
        value.encode(into: &bytes)
        offsets.append(start)
        lengths.append(Int32(bytes.count - start))
    }

    mutating func append(contentsOf other: Parameters) {
        types += other.types
        lengths += other.lengths
        offsets += other.offsets.map { $0 == Self.null ? Self.null : $0 + bytes.count }
        bytes += other.bytes
    }

    /// Gives libpq its four arrays for the time of one call. libpq copies what it needs before it returns.
    func withUnsafeArrays<Result>(
        _ body: (
            _ values: UnsafePointer<UnsafePointer<CChar>?>?, _ lengths: UnsafePointer<Int32>?,
            _ formats: UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        let formats = [Int32](repeating: 1, count: count)
        return unsafe bytes.withUnsafeBytes { buffer in
            // An empty value still needs a pointer that is not null, or it would be NULL.
            let base = unsafe buffer.baseAddress ?? UnsafeRawPointer(bitPattern: 1)
            let values: [UnsafePointer<CChar>?] = unsafe offsets.map { offset in
                unsafe offset == Self.null ? nil : base?.advanced(by: offset).assumingMemoryBound(to: CChar.self)
            }
            return unsafe values.withUnsafeBufferPointer { values in
                unsafe lengths.withUnsafeBufferPointer { lengths in
                    unsafe formats.withUnsafeBufferPointer { formats in
                        unsafe body(values.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }
}
