// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// How one daemon and its database do, for those who run or audit it: the answer of `/v1/broker/status`.
public struct BrokerStatus: Hashable, Sendable, Codable {
    /// The daemon's version.
    public var version: String
    /// When the daemon was started, by the real clock.
    public var startedAt: Instant
    /// How long ago that was.
    public var uptimeSeconds: Int64
    /// Where the daemon listens: addresses and the path of the socket.
    public var listeners: [String]
    /// The flows that an operator has paused; empty when everything moves.
    public var pausedFlows: [String]
    /// Why they stand, and until when.
    public var pauses: [FlowPause]
    /// The schema of the database; absent when the database does not answer.
    public var schema: Schema?
    /// The daemon's connections.
    public var pool: Pool
    /// Requests that wait in the daemon to be stored.
    public var intake: Int
    /// What was sent and has not been fetched; absent when the database does not answer.
    public var queue: Queue?
    /// The attachments that are kept; absent when the database does not answer.
    public var attachments: Attachments?
    /// The database server; absent when it does not answer.
    public var database: Database?
    /// Why the database does not answer.
    public var databaseFault: String?
    /// The last round of maintenance of this daemon; absent before the first.
    public var lastMaintenance: Maintenance?

    /// Makes it from its members.
    public init(
        version: String, startedAt: Instant, uptimeSeconds: Int64, listeners: [String], pausedFlows: [String],
        pauses: [FlowPause] = [],
        schema: Schema? = nil, pool: Pool, intake: Int, queue: Queue? = nil, attachments: Attachments? = nil,
        database: Database? = nil, databaseFault: String? = nil, lastMaintenance: Maintenance? = nil
    ) {
        self.attachments = attachments
        self.version = version
        self.startedAt = startedAt
        self.uptimeSeconds = uptimeSeconds
        self.listeners = listeners
        self.pausedFlows = pausedFlows
        self.pauses = pauses
        self.schema = schema
        self.pool = pool
        self.intake = intake
        self.queue = queue
        self.database = database
        self.databaseFault = databaseFault
        self.lastMaintenance = lastMaintenance
    }

    /// The schema of the database beside what the daemon needs.
    public struct Schema: Hashable, Sendable, Codable {
        /// The last applied step.
        public var found: Int
        /// The last step of the daemon.
        public var required: Int
        /// `current`, `behind`, `ahead`, `tooNew` or `broken`.
        public var state: String
        /// The same in a sentence, with the command that mends it.
        public var sentence: String

        /// Makes it from its members.
        public init(found: Int, required: Int, state: String, sentence: String) {
            self.found = found
            self.required = required
            self.state = state
            self.sentence = sentence
        }
    }

    /// The connections of a daemon.
    public struct Pool: Hashable, Sendable, Codable {
        /// How many there may be.
        public var size: Int
        /// How many there are.
        public var connections: Int
        /// How many of them are free.
        public var idle: Int
        /// How many requests wait for one.
        public var waiting: Int

        /// Makes it from its members.
        public init(size: Int, connections: Int, idle: Int, waiting: Int) {
            self.size = size
            self.connections = connections
            self.idle = idle
            self.waiting = waiting
        }
    }

    /// Deliveries without a receipt for `delivered`.
    public struct Queue: Hashable, Sendable, Codable {
        /// How many deliveries there are.
        public var undelivered: Int64
        /// How many inboxes hold them.
        public var inboxes: Int64
        /// When the oldest undelivered message was recorded.
        public var oldestUndelivered: Instant?
        /// In whose inbox it lies.
        public var oldestInbox: String?

        /// Makes it from its members.
        public init(undelivered: Int64, inboxes: Int64, oldestUndelivered: Instant?, oldestInbox: String?) {
            self.undelivered = undelivered
            self.inboxes = inboxes
            self.oldestUndelivered = oldestUndelivered
            self.oldestInbox = oldestInbox
        }
    }

    /// Attachments that are kept, each counted once however often it was uploaded or named.
    public struct Attachments: Hashable, Sendable, Codable {
        /// How many there are.
        public var count: Int64
        /// How many bytes they have together.
        public var bytes: Int64

        /// Makes it from its members.
        public init(count: Int64, bytes: Int64) {
            self.count = count
            self.bytes = bytes
        }
    }

    /// The database server.
    public struct Database: Hashable, Sendable, Codable {
        /// PostgreSQL's version.
        public var version: String
        /// The bytes the database takes on disk.
        public var bytes: Int64
        /// How far its clock is before the daemon's; negative when behind.
        public var clockAheadSeconds: Double
        /// Whether it is a standby, which takes no writes.
        public var isReadOnly: Bool
        /// Whether it is the daemon's own private cluster.
        public var isEmbedded: Bool

        /// Makes it from its members.
        public init(
            version: String, bytes: Int64, clockAheadSeconds: Double, isReadOnly: Bool, isEmbedded: Bool
        ) {
            self.version = version
            self.bytes = bytes
            self.clockAheadSeconds = clockAheadSeconds
            self.isReadOnly = isReadOnly
            self.isEmbedded = isEmbedded
        }
    }

    /// One round of maintenance.
    public struct Maintenance: Hashable, Sendable, Codable {
        /// When it ended.
        public var at: Instant
        /// Why it failed; absent when it went well.
        public var failure: String?

        /// Makes it from its members.
        public init(at: Instant, failure: String?) {
            self.at = at
            self.failure = failure
        }
    }
}
