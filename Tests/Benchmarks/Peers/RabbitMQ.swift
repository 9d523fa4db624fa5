// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// RabbitMQ with a quorum queue of one member: a message is confirmed after it was synced.
struct RabbitMQ: Peer {
    let name = "rabbitmq quorum"
    let server: RabbitMQServer

    func sending(connections: Int, batch: Int) -> Contender? {
        contender { run in
            let queue = try emptyQueue()
            return try await run.measure {
                let publishers = try (0..<connections).map { _ in try AMQPPublisher(server.endpoint, key: queue) }
                let start = seconds()
                let counts = try together(
                    publishers.map { publisher in
                        { @Sendable in
                            while seconds() < start + run.seconds {
                                try publisher.publish(batch)
                                try publisher.settle()
                            }
                            return Int(publisher.confirmed)
                        }
                    })
                return Self.reading(counts.reduce(0, +), since: start)
            }
        }
    }

    func streaming(window: Int) -> Contender? {
        contender { run in
            let queue = try emptyQueue()
            return try await run.measure {
                let publisher = try AMQPPublisher(server.endpoint, key: queue)
                let start = seconds()
                while seconds() < start + run.seconds {
                    try publisher.publish(window - publisher.unconfirmed)
                    try publisher.settle(unconfirmed: window - 1)
                }
                try publisher.settle()
                return Self.reading(Int(publisher.confirmed), since: start)
            }
        }
    }

    /// Pushed to a consumer that has 64 unacknowledged at most, or as many as it acknowledges together.
    func receiving(batch: Int) -> Contender? {
        contender { run in
            let (queue, count) = (try emptyQueue(), Receiving(batch: batch).count(run))
            try fill(queue, count)
            return try await run.measure {
                let start = seconds()
                let consumer = try AMQPConsumer(server.endpoint, queues: [queue], prefetch: max(64, batch))
                var next = 0
                try consumer.take(count, acknowledgingEach: batch) { number in
                    guard number == next else { throw BenchmarkError("message \(number) came where \(next) was to") }
                    next += 1
                }
                try consumer.settle()
                return Self.reading(count, since: start)
            }
        }
    }

    func latency() -> Contender? {
        contender { run in
            let queue = try emptyQueue()
            let publisher = try AMQPPublisher(server.endpoint, key: queue)
            let consumer = try AMQPConsumer(server.endpoint, queues: [queue], prefetch: 100)
            return try await run.measure {
                try Latency.measure(
                    run,
                    send: { _ in
                        try publisher.publish()
                        try publisher.settle()
                    }, receive: { try consumer.take($0, acknowledgingEach: 1, $1) }, end: { consumer.shut() })
            }
        }
    }

    func fanOut(received: Bool) -> Contender? {
        contender { run in
            let queues = (1...400).map { "fan\($0)" }
            let admin = try AMQPConnection(server.endpoint)
            try admin.declareFanOut("fan", to: queues)
            for queue in queues { try admin.purge(queue) }
            return try await run.measure {
                let consumer = received ? try AMQPConsumer(server.endpoint, queues: queues, prefetch: 100) : nil
                let publisher = try AMQPPublisher(server.endpoint, exchange: "fan", key: "")
                let start = seconds()
                while seconds() < start + run.seconds {
                    try publisher.publish()
                    try publisher.settle()
                    try consumer?.take(queues.count, acknowledgingEach: 1) { number in
                        guard number == Int(publisher.sent) - 1 else { throw BenchmarkError("an old message came") }
                    }
                }
                let count = Int(publisher.confirmed)
                return Reading(values: [.time: (seconds() - start) * 1_000 / Double(count)], messages: count)
            }
        }
    }

    private func contender(_ run: @escaping (Run) async throws -> Reading) -> Contender {
        Contender(name: name, side: .peer, run: run)
    }

    private static func reading(_ count: Int, since start: Double) -> Reading {
        Reading(values: [.rate: Double(count) / (seconds() - start)], messages: count)
    }

    private func emptyQueue() throws -> String {
        let connection = try AMQPConnection(server.endpoint)
        try connection.declareQuorumQueue("bench")
        try connection.purge("bench")
        return "bench"
    }

    private func fill(_ queue: String, _ count: Int) throws {
        let publisher = try AMQPPublisher(server.endpoint, key: queue)
        for _ in stride(from: 0, to: count, by: 100) {
            try publisher.publish(100)
            try publisher.settle(unconfirmed: 500)
        }
        try publisher.settle()
    }
}
