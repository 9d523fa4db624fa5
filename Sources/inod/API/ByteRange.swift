// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What a header `Range` asks for of content of a known length (RFC 9110, section 14).
enum ByteRange: Equatable {
    /// All of it: no range, one that is not understood, or several at once, which a server may answer so.
    case whole
    /// These bytes.
    case part(Range<Int64>)
    /// Bytes that it does not have.
    case unsatisfiable

    init(_ header: String?, of size: Int64) {
        self = .whole
        guard let header, header.lowercased().hasPrefix("bytes=") else { return }
        let ends = header.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2, ends.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else { return }
        switch (Int64(ends[0]), Int64(ends[1])) {
        case (let first?, let last?) where last >= first:
            self = first < size ? .part(first..<(min(last, size - 1) + 1)) : .unsatisfiable
        case (let first?, nil) where ends[1].isEmpty: self = first < size ? .part(first..<size) : .unsatisfiable
        case (nil, let count?) where ends[0].isEmpty:
            self = count > 0 && size > 0 ? .part(max(0, size - count)..<size) : .unsatisfiable
        default: return
        }
    }
}
