// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Evidence
import Postgres

/// What one look of the clock found.
public struct ClockRound: Hashable, Sendable {
    /// How many instructions were looked at.
    public let looked: Int
    /// The acts that were due and done, by name.
    public let fired: [String: Int]
    /// Instructions in which what was due could not be done, with the reason: a fault of ours or of the register.
    public let refused: [Identifier: String]

    /// A round of its figures.
    public init(looked: Int, fired: [String: Int] = [:], refused: [Identifier: String] = [:]) {
        self.looked = looked
        self.fired = fired
        self.refused = refused
    }
}

extension Store {
    /// Looks at instructions whose time has come by their programme's clock, the longest due first, at most `limit`, and
    /// does what is due, as acts like any other: decided, appended and projected in this one transaction.
    ///
    /// The case is locked before it is looked at, so that of any number of daemons one finds a step due and the others
    /// find it done; whatever was missed while none ran is found by the first look after. Where what is due cannot be done,
    /// the case is looked at again an hour later, and holds up no other.
    public func lookAtDeadlines(limit: Int = 50, decide: @escaping Deciding) async throws -> ClockRound {
        let (round, cases) = try await transaction { db -> (ClockRound, [CaseMemory.Known]) in
            let ids = try db.lockDueLooks(limit: limit)
            guard !ids.isEmpty else { return (ClockRound(looked: 0), []) }
            let states = try db.openCases(Set(ids)).values.compactMap { $0.state?.instruction }
            let programmes = try db.programmeStates(Set(states.map(\.programme)), rules: ruleMemory)
            let looks = states.sorted { $0.id < $1.id }.compactMap { instruction in
                programmes[instruction.programme].map { programme in
                    (instruction, programme, instruction.clockLook(at: programme.now, in: programme.rules))
                }
            }
            try db.keep(
                looks.map { NextLook(instruction: $0.id, programme: $0.programme, at: $2.next) })
            let keys = try db.newIDs(looks.reduce(0) { $0 + $1.2.acts.count })
            let due = looks.flatMap { instruction, programme, look in look.acts.map { (instruction, programme, $0) } }
            guard !due.isEmpty else { return (ClockRound(looked: ids.count), []) }
            let submissions = zip(due, keys).map { due, key in
                Submission(ofClock: due.2, on: due.0, in: due.1, key: "clock \(key)")
            }
            var batch = IntakeBatch(
                submissions, cases: caseMemory, rules: ruleMemory, numbers: numberMemory)
            let results = try batch.run(on: db, decide: decide)
            var (fired, refused) = ([String: Int](), [Identifier: String]())
            var later: [NextLook] = []
            for (result, (instruction, programme, act)) in zip(results, due) {
                switch result {
                case .success(let done) where done.answer.status == 200: fired[act.name, default: 0] += 1
                case .success(let done): refused[instruction.id] = String(decoding: done.answer.body, as: UTF8.self)
                case .failure(let error): refused[instruction.id] = error.sentence
                }
                guard refused[instruction.id] != nil, later.last?.instruction != instruction.id else { continue }
                later.append(
                    NextLook(
                        instruction: instruction.id, programme: instruction.programme,
                        at: programme.now.adding(seconds: 3600)))
            }
            try db.keep(later)
            try db.wake(Set(results.flatMap { (try? $0.get().inboxes) ?? [] }))
            return (ClockRound(looked: ids.count, fired: fired, refused: refused), batch.casesAfter)
        }
        caseMemory.keep(cases)
        return round
    }

    /// How far the clock is behind.
    public func clockBacklog() async throws -> ClockBacklog {
        try await reading { db in try db.clockBacklog() }
    }
}

extension Submission {
    /// An act of the clock. A request lapsed with the deadline, whenever that is seen; what is told is told now.
    fileprivate init(
        ofClock act: InstructionAct, on instruction: Instruction, in programme: ProgrammeState, key: String
    ) {
        self.init(
            programme: instruction.programme, principal: "clock", key: key,
            digest: ContentHash.sha256(Array(key.utf8)), actor: instruction.clockActor(in: programme.rules),
            occurredAt: act == .lapseExtension ? instruction.lapseDue : nil,
            work: .acts(case: instruction.id, [.instruction(act)])
        ) { outcome in
            switch outcome {
            case .accepted: Answer(status: 200, contentType: "text/plain", body: [])
            case .refused(let refusal):
                Answer(status: 409, contentType: "text/plain", body: Array(refusal.sentence.utf8))
            }
        }
    }
}

extension Connection {
    /// So many new ids.
    func newIDs(_ count: Int) throws -> [Identifier] {
        guard count > 0 else { return [] }
        return try query("select core.new_id() from generate_series(1, \(count))", as: Identifier.self)
    }
}
