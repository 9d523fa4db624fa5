// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// How far a reader has come: every message is to have the next number of the inbox, and the next one of its sender.
struct InboxPosition: Sendable {
    /// The number in the inbox of the last message.
    private(set) var number: Int
    /// The sender's own number of the last message; nil where several send.
    private var key: Int?

    /// Before the first message under a sender's new keys, or under the keys of several.
    init(after number: Int, key: Int? = -1) {
        self.number = number
        self.key = key
    }

    /// Takes in the messages of a page or of events; answers how many there were.
    @discardableResult
    mutating func take(_ page: UnsafeRawBufferPointer, _ each: (_ key: Int) -> Void = { _ in }) throws -> Int {
        var from = 0
        var taken = 0
        // Members are sorted, so the message and its senderKey come before the number.
        while let start = page.place(after: #""senderKey":""#, from: from) {
            guard let quote = page[start...].firstIndex(of: UInt8(ascii: "\"")),
                let place = page.place(after: #""number":"#, from: quote)
            else { throw BenchmarkError("a message of the inbox is not whole") }
            let number = page.number(at: place)
            guard number == self.number + 1 else {
                throw BenchmarkError("number \(number) came after number \(self.number)")
            }
            self.number = number
            if let last = key {
                let key = page.number(at: max(start, quote - 10))
                guard key == last + 1 else { throw BenchmarkError("key \(key) came after key \(last)") }
                self.key = key
                each(key)
            }
            taken += 1
            from = place
        }
        return taken
    }
}

/// The requests of one reader of an inbox.
struct InboxRequests: Sendable {
    private var read: Request
    private var acknowledge: Request

    /// Of the token's own inbox, or of an organisation's for an operator, who has no token on the unix socket.
    init(token: String? = nil, organisation: String? = nil, limit: Int, wait: Int = 0) {
        let query = (organisation.map { "&organisation=\($0)" } ?? "") + (wait > 0 ? "&wait=\(wait)" : "")
        read = Request("GET /v1/inbox?after=\(Request.number)&limit=\(limit)\(query)", token: token)
        let member = organisation.map { #""organisation":"\#($0)","# } ?? ""
        acknowledge = Request(
            "POST /v1/inbox/receipts", token: token,
            body: #"{\#(member)"level":"delivered","upTo":\#(Request.number)}"#)
    }

    /// Asks for what comes after a number.
    mutating func reading(after number: Int) -> [UInt8] { read.numbered(number) }

    /// Says that all up to a number has come.
    mutating func acknowledging(upTo number: Int) -> [UInt8] { acknowledge.numbered(number) }
}
