// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// The requests that send, built once: each message is a JSON object of 1,024 bytes under a key of its own.
enum Letters {
    /// A JSON object of 1,024 bytes.
    static let payload = #"{"value":"\#(String(repeating: "x", count: 1_012))"}"#

    /// A JSON object of 1,024 bytes that ends in a number of its own, for what carries no key beside the body.
    static let numbered = #"{"value":"\#(String(repeating: "x", count: 995))","n":"\#(Request.number)"}"#

    /// `POST /v1/messages`: one message.
    static func single(_ prefix: String, to recipients: [String] = [Arena.recipient], token: String) -> Request {
        Request("POST /v1/messages", token: token, body: letter(prefix, to: recipients))
    }

    /// `POST /v1/messages/batch`: as many as are asked for.
    static func batch(_ prefix: String, of count: Int, to recipient: String = Arena.recipient, token: String) -> Request
    {
        let letters = (0..<count).map { _ in letter(prefix, to: [recipient]) }.joined(separator: ",")
        return Request("POST /v1/messages/batch", token: token, body: #"{"messages":[\#(letters)]}"#)
    }

    /// `POST /v1/events`: one message as a CloudEvent in binary mode, whose body nobody parses.
    static func event(_ prefix: String, token: String) -> Request {
        Request(
            "POST /v1/events", token: token,
            headers: [
                "ce-specversion: 1.0", "ce-source: /bench", "ce-type: bench.letter",
                "ce-id: \(prefix)\(Request.number)", "ce-recipients: \(Arena.recipient)",
            ], body: payload)
    }

    /// One line of `POST /v1/messages/stream`, as a chunk of the body.
    static func line(_ prefix: String) -> String {
        let line = letter(prefix, to: [Arena.recipient]) + "\n"
        return String(line.utf8.count, radix: 16) + "\r\n" + line + "\r\n"
    }

    private static func letter(_ prefix: String, to recipients: [String]) -> String {
        let text = payload.replacing("\"", with: "\\\"")
        let audience = recipients.map { "\"\($0)\"" }.joined(separator: ",")
        return #"{"recipients":[\#(audience)],"key":"\#(prefix)\#(Request.number)","text":"\#(text)"}"#
    }
}
