// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// Asks for the session of an inbox, or for more time.
public struct SessionRequest: Hashable, Sendable, Codable {
    /// Whose inbox; the caller's own when absent.
    public var organisation: String?
    /// What the reader calls itself; needed to take a session.
    public var holder: String?
    /// How long it is to last from now, 5 to 3600 seconds; 60 when absent.
    public var seconds: Int?

    /// Makes it from its members.
    public init(organisation: String? = nil, holder: String? = nil, seconds: Int? = nil) {
        self.organisation = organisation
        self.holder = holder
        self.seconds = seconds
    }
}

/// The session of an inbox: who alone may acknowledge, and until when.
public struct SessionView: Hashable, Sendable, Codable {
    /// Whose inbox.
    public var organisation: String
    /// What the reader calls itself.
    public var holder: String
    /// The session's number, to be named in reads and acknowledgements; nobody else is told.
    public var session: Int64?
    /// It is held before this moment, by the database's clock.
    public var until: Instant

    /// Makes it from its members.
    public init(organisation: String, holder: String, session: Int64? = nil, until: Instant) {
        self.organisation = organisation
        self.holder = holder
        self.session = session
        self.until = until
    }
}
