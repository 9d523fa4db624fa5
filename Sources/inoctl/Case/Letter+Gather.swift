// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Wire

extension Letter {
    /// Gathers what a letter needs and prints it.
    static func print(_ reference: String, in session: Session) async throws {
        let path = "/v1/instructions/\(Percent.encoded(reference))"
        let instruction = try await session.client.get(path).decoded(as: Instruction.self)
        let log = try await session.client.get(path + "/log", [("limit", "50")])["items"]?.items ?? []
        let issued = try log.first { $0["kind"]?.scalarText == "instruction.issue" }?.decoded(as: MessageView.self)
        var letter = Letter(
            instruction: instruction, names: try await names(of: instruction, in: session), issued: issued,
            position: nil, zone: try await session.zone(evenForPrograms: true))
        if let actor = issued?.actor, let code = actor.person {
            let found = try await optional("/v1/persons/\(Percent.encoded(code))", in: session)
            if let person = try found?.decoded(as: Person.self) {
                letter.names[code] = person.nameRu ?? person.nameEn
                let held = person.positions.first { $0.organisation == actor.organisation }
                letter.position = held.map { $0.positionRu ?? $0.positionEn }
            }
        }
        try session.output.text(letter.text, named: "letter")
    }

    private static func names(of instruction: Instruction, in session: Session) async throws -> [String: String] {
        var names: [String: String] = [:]
        for code in instruction.parties + [instruction.issuer] where names[code] == nil {
            let found = try await optional("/v1/organisations/\(Percent.encoded(code))", in: session)
            names[code] = found?["nameRu"]?.scalarText
        }
        for code in instruction.instruments {
            let found = try await optional("/v1/instruments/\(Percent.encoded(code))", in: session)
            names[code] = found?["nameRu"]?.scalarText
        }
        if let action = instruction.aboutAction { names[action] = try await title(ofAction: action, in: session) }
        return names
    }

    private static func title(ofAction code: String, in session: Session) async throws -> String? {
        for version in try await session.client.get("/v1/roadmaps")["items"]?.items ?? [] {
            guard let name = version["code"]?.scalarText else { continue }
            let roadmap = try await session.client.get("/v1/roadmaps/\(Percent.encoded(name))")
            let action = roadmap["actions"]?.items.first { $0["code"]?.scalarText == code }
            if let action { return action["titleRu"]?.scalarText }
        }
        return nil
    }

    /// What is there, or nothing when it is not.
    private static func optional(_ path: String, in session: Session) async throws -> JSON? {
        do {
            return try await session.client.get(path)
        } catch let failure as Failure where failure.exit == Exit.notFound {
            return nil
        }
    }
}
