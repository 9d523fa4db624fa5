// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// An act on the use of an instrument as the body of `POST /v1/instrument-uses/{ref}/{act}`: its members alone.
public enum InstrumentUseActRequest {
    /// Reads the members of an act whose name the path gave, and when it happened.
    public static func decode(
        _ kind: InstrumentUseActKind, from bytes: some Sequence<UInt8>
    ) throws(Problem) -> Entered<InstrumentUseAct> {
        let body = Array(bytes)
        return try StrictJSON.decode(from: body.isEmpty ? Array("{}".utf8) : body, refusingUnknown: true) { decoder in
            try Entered(from: decoder) { try InstrumentUseAct(kind, from: $0) }
        }
    }

    /// The members of an act, and when it happened if that is stated.
    public static func body(of act: InstrumentUseAct, occurredAt: Instant? = nil) throws -> JSON {
        let entered = Entered(act, occurredAt: occurredAt)
        guard case .object(let members) = try StrictJSON.parse(StrictJSON.encode(entered)) else { return .object([]) }
        return .object(members.filter { $0.name != "type" })
    }
}

/// What an act on the use of an instrument did.
public struct InstrumentUseAnswer: Hashable, Sendable, Codable {
    /// The use.
    public var use: Identifier
    /// Its number.
    public var number: String
    /// Its state after the act.
    public var state: String
    /// How many acts it has seen.
    public var revision: Int
    /// The instrument matched with it.
    public var instrument: String?
    /// How much is granted.
    public var granted: Roubles?
    /// The message that records the act; absent after a dry run.
    public var message: SendAnswer?
    /// Who is told.
    public var audience: [Recipient]?
    /// Whether nothing was stored.
    public var dryRun: Bool?

    /// Makes it from its members.
    public init(
        use: Identifier, number: String, state: String, revision: Int, instrument: String? = nil,
        granted: Roubles? = nil, message: SendAnswer? = nil, audience: [Recipient]? = nil, dryRun: Bool? = nil
    ) {
        self.use = use
        self.number = number
        self.state = state
        self.revision = revision
        self.instrument = instrument
        self.granted = granted
        self.message = message
        self.audience = audience
        self.dryRun = dryRun
    }
}
