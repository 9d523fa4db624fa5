// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

extension IntakeBatch {
    /// Reads who and what the batch names, the programmes' now, and what was answered or sent under its keys before.
    ///
    /// One statement: a letter needs no other before it is appended, and round trips are most of what a letter costs. Each
    /// key is looked up by itself (`offset 0`): a join planned while few were there would go through all of a sender's.
    mutating func lookUpNames(on connection: isolated Connection) throws {
        let sent = submissions.enumerated().flatMap { index, submission in
            submission.senderKeys.map { (place: Int64(index), sender: submission.actor.organisation, key: $0) }
        }
        let rows = try connection.query(
            """
            select 'organisation' as what, 0::bigint as place, o.id::bigint as id, o.code as text,
                   null::timestamptz as now, null::bytea as digest, null::smallint as status, null::bytea as answer
              from core.organisation o
             where o.code = any (\(namedOrganisations.sorted()))
             union all
            select 'programme', 0, p.id, p.code,
                   case when p.clock = 'replay' then p.clock_now else clock_timestamp() end, null, null, null
              from core.programme p
             where p.code = any (\(namedProgrammes.sorted()))
             union all
            select 'programmes', 0, count(*), '', clock_timestamp(), null, null, null from core.programme
             union all
            select 'answered', k.n - 1, 0, i.content_type, null, i.digest, i.status, i.answer
              from unnest(\(submissions.map(\.principal)), \(submissions.map(\.key))) with ordinality k (principal, key, n)
             cross join lateral (select * from core.idempotency i
                                  where i.principal = k.principal and i.key = k.key offset 0) i
             union all
            select 'sent', k.place, s.message_id, '', null, s.digest, null, null
              from unnest(\(sent.map(\.place)), \(sent.map(\.sender)), \(sent.map(\.key))) k (place, sender, key)
              join core.organisation o on o.code = k.sender
             cross join lateral (select * from core.send_key s where s.sender = o.id and s.key = k.key offset 0) s
            """, as: (String, Int64, Int64, String, Instant?, [UInt8]?, Int16?, [UInt8]?).self)
        var (organisations, owners): ([(Int32, String)], [(Int16, String)]) = ([], [])
        var sentBefore: [Int: [(digest: [UInt8], message: Identifier)]] = [:]
        var programmeCount: Int64 = 0
        for (what, place, id, text, now, digest, status, answer) in rows {
            switch what {
            case "organisation": organisations.append((Int32(id), text))
            case "programme":
                owners.append((Int16(id), text))
                nows[text] = now
            case "programmes":
                programmeCount = id
                serverTime = now
            case "answered":
                let kept = Answer(status: Int(status ?? 0), contentType: text, body: answer ?? [])
                remember(KeptAnswer(digest: digest ?? [], answer: kept), at: Int(place))
            default: sentBefore[Int(place), default: []].append((digest ?? [], Identifier(rawValue: id)))
            }
        }
        directory = Directory(organisations: organisations, programmes: owners)
        for (place, messages) in sentBefore where earlier[place] == nil {
            try remember(messages, at: place, on: connection)
        }
        if programmeCount > 1 { try refuseAssumedProgrammes(on: connection) }
    }

    /// Somebody made a second programme since one was taken for the only one: who named none has to name one now.
    private mutating func refuseAssumedProgrammes(on connection: isolated Connection) throws {
        let assumed = submissions.indices.filter { submissions[$0].assumesOnlyProgramme && earlier[$0] == nil }
        guard !assumed.isEmpty else { return }
        do {
            _ = try Programmes.find(nil, in: connection)
        } catch let error as StoreError {
            for place in assumed { earlier[place] = .failed(error) }
        }
    }

    private mutating func remember(_ kept: KeptAnswer, at place: Int) {
        do {
            earlier[place] = .answered(try submissions[place].requestKey.answer(kept))
        } catch {
            earlier[place] = .failed(error)
        }
    }

    private mutating func remember(
        _ messages: [(digest: [UInt8], message: Identifier)], at place: Int, on connection: isolated Connection
    ) throws {
        guard messages.allSatisfy({ $0.digest == submissions[place].digest }) else {
            earlier[place] = .failed(
                StoreError(
                    .duplicateConflict,
                    "«\(submissions[place].actor.organisation)» sent other content under this key before."))
            return
        }
        earlier[place] = .sent(
            try connection.messages(where: "m.id = any (\(messages.map(\.message).sorted())) order by m.id"))
    }

    /// The programmes that run on the server's clock, as far as their now tells.
    var programmesOfNow: some Sequence<String> {
        nows.filter { abs($1.microsecondsSince1970 - (serverTime ?? $1).microsecondsSince1970) < 1_000_000 }.keys
    }

    /// The codes of the programmes the submissions are for.
    var namedProgrammes: Set<String> { Set(submissions.map(\.programme)) }

    private var namedOrganisations: Set<String> {
        var codes: Set<String> = []
        for submission in submissions {
            codes.insert(submission.actor.organisation)
            switch submission.work {
            case .letter(let letter): codes.formUnion(letter.audience.map(\.organisation))
            case .acts(_, let acts): codes.formUnion(acts.flatMap(\.named.organisations))
            }
        }
        return codes
    }
}

extension Submission {
    /// What its answer is kept under.
    var requestKey: RequestKey { RequestKey(principal: principal, key: key, digest: digest) }

    /// The sender's keys of its messages: the letter's own, or one for each act.
    var senderKeys: [String] {
        switch work {
        case .letter: [key]
        case .acts(_, let acts): acts.map { "\(key)/\($0.name)" }
        }
    }
}
