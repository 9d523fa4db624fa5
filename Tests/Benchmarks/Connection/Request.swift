// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// The bytes of a request, built once. Where the text has ten `#`, a number is written each time it is sent.
struct Request: Sendable {
    /// A number of ten digits to be written later.
    static let number = "##########"

    private(set) var bytes: [UInt8]
    private let places: [Int]

    /// A request of a path such as `POST /v1/messages`.
    init(
        _ line: String, token: String? = nil, type: String = "application/json", headers: [String] = [],
        body: String? = nil
    ) {
        var head = "\(line) HTTP/1.1\r\nHost: localhost\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        for header in headers { head += header + "\r\n" }
        if let body { head += "Content-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n" }
        self.init(text: head + "\r\n" + (body ?? ""))
    }

    /// Any text, such as one line of a stream.
    init(text: String) { self.init(bytes: Array(text.utf8)) }

    /// Any bytes, such as the frames of another protocol.
    init(bytes: [UInt8]) {
        self.bytes = bytes
        places = bytes.withUnsafeBytes { bytes in
            var places: [Int] = []
            var from = 0
            while let end = bytes.place(after: "##########", from: from) {
                places.append(end - 10)
                from = end
            }
            return places
        }
    }

    /// How many numbers it holds.
    var numbers: Int { places.count }

    /// Writes consecutive numbers from this one on and gives the bytes.
    mutating func numbered(from first: Int) -> [UInt8] {
        for (offset, place) in places.enumerated() { write(first + offset, at: place) }
        return bytes
    }

    /// Writes these numbers and gives the bytes.
    mutating func numbered(_ numbers: Int...) -> [UInt8] {
        for (place, number) in zip(places, numbers) { write(number, at: place) }
        return bytes
    }

    private mutating func write(_ number: Int, at place: Int) {
        // As a number of JSON it may not begin with a zero; elsewhere it may not hold a space.
        let padding = bytes[place - 1] == UInt8(ascii: ":") ? UInt8(ascii: " ") : UInt8(ascii: "0")
        var rest = number
        for digit in stride(from: place + 9, through: place, by: -1) {
            bytes[digit] = rest > 0 || digit == place + 9 ? UInt8(48 + rest % 10) : padding
            rest /= 10
        }
    }
}
