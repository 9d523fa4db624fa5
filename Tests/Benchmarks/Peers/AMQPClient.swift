// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A publisher whose messages are confirmed by the broker.
final class AMQPPublisher: @unchecked Sendable {  // used by one thread at a time
    private let connection: AMQPConnection
    private var message: Request
    /// All up to here are confirmed, and these beyond.
    private(set) var confirmed: UInt64 = 0
    private var beyond: Set<UInt64> = []
    private(set) var sent: UInt64 = 0

    /// Publishes numbered messages of 1,024 bytes to an exchange under a key; to the default one, the key is the queue.
    init(_ endpoint: Endpoint, exchange: String = "", key: String) throws {
        connection = try AMQPConnection(endpoint)
        try connection.ask(.confirmSelect, AMQPText().byte(0), for: .confirmSelectOk)
        message = Request(bytes: AMQPConnection.publishing(Letters.numbered, exchange: exchange, key: key))
    }

    /// How many were sent and have no confirmation.
    var unconfirmed: Int { Int(sent - confirmed) - beyond.count }

    /// Sends so many in one go.
    func publish(_ count: Int = 1) throws {
        var bytes: [UInt8] = []
        for _ in 0..<count {
            bytes += message.numbered(from: Int(sent))
            sent += 1
        }
        try connection.send(bytes)
    }

    /// Waits until no more than so many are unconfirmed.
    func settle(unconfirmed most: Int = 0) throws {
        while unconfirmed > most {
            try connection.next { frame in
                guard case .method(let method, let arguments) = frame else { return }
                guard method == .ack else { throw BenchmarkError("RabbitMQ did not take a message: \(method)") }
                take(arguments.big(at: 0, bytes: 8), all: arguments[8] & 1 == 1)
            }
        }
    }

    private func take(_ tag: UInt64, all: Bool) {
        if all {
            confirmed = max(confirmed, tag)
            beyond = beyond.filter { $0 > tag }
        } else if tag > confirmed {
            beyond.insert(tag)
        }
        while beyond.remove(confirmed + 1) != nil { confirmed += 1 }
    }
}

/// A consumer to whom the broker pushes.
final class AMQPConsumer: @unchecked Sendable {  // used by one thread at a time, but for `shut`
    private let connection: AMQPConnection
    private let prefetch: Int

    /// Consumes queues with so many messages unacknowledged at most.
    init(_ endpoint: Endpoint, queues: [String], prefetch: Int) throws {
        connection = try AMQPConnection(endpoint)
        self.prefetch = prefetch
        try setPrefetch()
        for queue in queues {
            try connection.ask(
                .consume, AMQPText().word(0).short(queue).short("").byte(0).table(), for: .consumeOk)
        }
    }

    /// Takes so many messages, gives the number of each, and acknowledges every so many of them together.
    func take(_ count: Int, acknowledgingEach batch: Int, _ came: (Int) throws -> Void) throws {
        var (taken, tag) = (0, UInt64(0))
        while taken < count {
            try connection.next { frame in
                switch frame {
                case .method(.deliver, let arguments): tag = arguments.big(at: 1 + Int(arguments[0]), bytes: 8)
                case .body(let body):
                    try came(body.number(at: body.count - 12))
                    taken += 1
                    if taken % batch == 0 || taken == count {
                        try connection.send(AMQPConnection.acknowledging(tag, all: batch > 1))
                    }
                default: break
                }
            }
        }
    }

    /// Waits until the broker has taken all that was sent to it.
    func settle() throws { try setPrefetch() }

    func shut() { connection.shut() }

    private func setPrefetch() throws {
        try connection.ask(.qos, AMQPText().long(0).word(prefetch).byte(0), for: .qosOk)
    }
}

extension AMQPConnection {
    /// Makes a queue that keeps its messages on disk and confirms them after a sync.
    func declareQuorumQueue(_ name: String) throws {
        try ask(
            .queueDeclare, AMQPText().word(0).short(name).byte(2).table((name: "x-queue-type", value: "quorum")),
            for: .queueDeclareOk)
    }

    /// Makes an exchange that copies what it gets to each of its queues.
    func declareFanOut(_ name: String, to queues: [String]) throws {
        try ask(
            .exchangeDeclare, AMQPText().word(0).short(name).short("fanout").byte(2).table(), for: .exchangeDeclareOk)
        for queue in queues {
            try declareQuorumQueue(queue)
            try ask(
                .queueBind, AMQPText().word(0).short(queue).short(name).short("").byte(0).table(), for: .queueBindOk)
        }
    }

    /// Throws away what waits in a queue.
    func purge(_ queue: String) throws {
        try ask(.queuePurge, AMQPText().word(0).short(queue).byte(0), for: .queuePurgeOk)
    }
}
