// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Evidence
import Postgres

extension Store {
    /// The flows' last pauses that nobody has ended by hand; the time of one may be over.
    public func flowPauses() async throws -> [FlowPause] {
        try await reading { db in try db.flowPauses() }
    }

    /// Pauses a flow or lets it go on, for every daemon on the database, by the database's clock, once under a key.
    ///
    /// The office of each programme that has one says so in its log, in a message to nobody: whoever is held up is told
    /// when they are. Daemons hear of it when this commits. `answer` is given how the flow stands then, nil when it moves.
    public func change(
        _ flow: Flow, _ act: FlowAct, by actor: Actor, name: String, once key: RequestKey,
        _ answer: @escaping @Sendable (FlowPause?) throws -> Answer
    ) async throws -> Answer {
        try await once(key) { db in try answer(db.change(flow, act, by: actor, name: name)) }
    }

    /// How the flow would stand.
    public func tryChange(_ flow: Flow, _ act: FlowAct, by actor: Actor, name: String) async throws -> FlowPause? {
        try await transaction(dryRun: true) { db in try db.change(flow, act, by: actor, name: name) }
    }
}

/// What the message of a change says.
private struct FlowNote: Encodable {
    let flow: Flow
    let pause: FlowPause?
    let by: String
}

extension Connection {
    fileprivate func change(_ flow: Flow, _ act: FlowAct, by actor: Actor, name: String) throws -> FlowPause? {
        // One at a time: each is decided on what the one before left.
        try execute("select pg_advisory_xact_lock(hashtextextended('core.flow_event', 0))")
        let now = try one("select clock_timestamp()", as: Instant.self)
        let pause = try flow.after(act, current: try flowPauses().first { $0.flow == flow }, by: name, at: now)
        let number = try one(
            """
            insert into core.flow_event (flow, kind, at, since, until, reason, actor)
            values (\(flow.rawValue), \(pause == nil ? "resumed" : "paused"), \(now), \(pause?.since), \(pause?.until),
                    \(pause?.reason), \(name))
            returning number
            """, as: Int64.self)
        try tell(FlowNote(flow: flow, pause: pause, by: name), act, number: number, actor: actor)
        try execute("select pg_notify(name, \(Store.flowsPayload)) from core.wake_channel")
        return pause
    }

    func flowPauses() throws -> [FlowPause] {
        try query(
            """
            select flow, since, until, reason, actor
              from (select distinct on (e.flow) e.* from core.flow_event e order by e.flow, e.number desc) last
             where kind = 'paused'
             order by flow
            """, as: (String, Instant, Instant?, String, String).self
        ).compactMap { flow, since, until, reason, actor in
            // A flow that only a newer daemon knows is none of ours.
            Flow(rawValue: flow).map { FlowPause(flow: $0, since: since, until: until, reason: reason, by: actor) }
        }
    }

    /// When a flow stood, so far as that reaches past a moment. A pause that was changed while it stood is in it twice.
    func flowStretches(of flow: Flow, since moment: Instant) throws -> [FlowStretch] {
        try query(
            """
            select since, until
              from (select e.kind, e.since,
                           least(e.until, lead(e.at) over (order by e.number)) as until
                      from core.flow_event e
                     where e.flow = \(flow.rawValue)) stretch
             where kind = 'paused' and (until is null or until > \(moment))
            """, as: (Instant, Instant?).self
        ).map { FlowStretch(since: $0.0, until: $0.1) }
    }

    /// One message in the log of each programme that has an office.
    fileprivate func tell(_ note: FlowNote, _ act: FlowAct, number: Int64, actor: Actor) throws {
        let offices = try query(
            """
            select p.code, o.code, core.programme_now(p.id)
              from core.programme p join core.organisation o on o.id = p.office
             order by p.id
            """, as: (String, String, Instant).self)
        let body = try SortedJSON.bytes(note)
        let outgoing = offices.map { programme, office, now in
            var actor = actor
            if actor.organisation != office {
                actor = Actor(
                    person: actor.person, position: actor.position, organisation: office, capacity: .operatorOnBehalf,
                    basis: actor.basis ?? "\(act.messageKind) by \(note.by)")
            }
            let message = Message(
                programme: programme, sender: office, senderKey: "\(act.messageKind) \(note.flow.rawValue) \(number)",
                kind: act.messageKind, actor: actor, occurredAt: now, audience: [], contentType: "application/json",
                body: body)
            return Outgoing(message: message, digest: ContentHash.sha256(body), knownAt: now)
        }
        let directory = try directory(organisations: Set(offices.map(\.1)), programmes: Set(offices.map(\.0)))
        _ = try append(outgoing, directory: directory)
    }
}
