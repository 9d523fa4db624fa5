// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// Before A1 create, A1 submit: what a draft must have.
extension ApprovalDraft {
    /// Refuses a draft that could never go round.
    func check(author: String, in context: CaseContext) throws(Refusal) {
        try document.check(rule: "A1")
        guard !note.isBlank else {
            throw refusal(
                "A1", "An approval has an explanatory note; it is empty.", "Say what the approvers should know.")
        }
        try route.check(author: author, rule: "A1", in: context)
        guard context.organisations.contains(signer) else {
            throw Refusal(
                code: "unknown-recipient", rule: "A1",
                sentence: signer.isBlank
                    ? "Nobody is named to sign it." : "There is no organisation \(signer) in the register.",
                next: "Look it up: inoctl org list.")
        }
        try Approver(organisation: signer, person: signerPerson).check(rule: "A1", in: context)
    }
}

extension ApprovalDocument {
    /// Refuses a document nobody could read or compare.
    func check(rule: String) throws(Refusal) {
        guard !title.isBlank else {
            throw refusal(rule, "The document has no title.", "Give it one.")
        }
        guard ![text, reference].allSatisfy({ $0?.isBlank ?? true }) else {
            throw refusal(
                rule, "The document has neither a text nor a reference to where it is kept.", "Give one of them.")
        }
        guard contentHash.utf8.count == 64, contentHash.utf8.allSatisfy(Self.isHexadecimal) else {
            throw refusal(
                rule, "The content hash is 64 lower-case hexadecimal digits, the SHA-256 of the document's bytes.",
                "Compute it with sha256sum.")
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
}

extension [ApprovalStage] {
    /// Refuses a route that could not be gone to its end.
    func check(author: String, rule: String, in context: CaseContext) throws(Refusal) {
        guard contains(where: { !$0.advisory }) else {
            throw refusal(
                rule, "The route has no stage that decides; opinions alone approve nothing.",
                "Name at least one stage with approvers that is not advisory.")
        }
        for stage in self { try stage.check(author: author, rule: rule, in: context) }
        var bodies: [String: String] = [:]
        for approver in flatMap(\.approvers) {
            guard let person = approver.person else { continue }
            if let other = bodies.updateValue(approver.organisation, forKey: person), other != approver.organisation {
                throw refusal(
                    rule, "\(person) is named for \(other) and for \(approver.organisation); one person counts once.",
                    "Name two persons.")
            }
        }
    }
}

extension ApprovalStage {
    fileprivate func check(author: String, rule: String, in context: CaseContext) throws(Refusal) {
        guard !name.isBlank else { throw refusal(rule, "A stage has no name.", "Name every stage.") }
        guard !approvers.isEmpty else {
            throw refusal(rule, "The stage «\(name)» has no approvers.", "Name at least one, or leave the stage out.")
        }
        guard Set(approvers.map(\.organisation)).count == approvers.count else {
            throw refusal(
                rule, "The stage «\(name)» names an organisation twice; each has one vote.", "Name each once.")
        }
        guard !approvers.contains(where: { $0.organisation == author }) else {
            throw refusal(
                rule, "\(author) wrote it and cannot be its approver in «\(name)».", "Leave \(author) out of the route."
            )
        }
        if let quorum, !(1...approvers.count).contains(quorum) {
            throw refusal(
                rule, "The stage «\(name)» asks for \(quorum) consents of \(approvers.count) approvers.",
                "Ask for 1 to \(approvers.count).")
        }
        guard !advisory || !veto && !remarksReturn && self.rule == .all else {
            throw refusal(
                rule, "The stage «\(name)» is advisory: it asks everybody's opinion and has no veto and no quorum.",
                "Leave them out, or make it a stage that decides.")
        }
        if let termWorkingDays, !(1...365).contains(termWorkingDays) {
            throw refusal(
                rule, "The stage «\(name)» has a term of \(termWorkingDays) working days.", "Give it 1 to 365.")
        }
        let unknown = approvers.map(\.organisation).filter { !context.organisations.contains($0) }
        guard unknown.isEmpty else {
            throw Refusal(
                code: "unknown-recipient", rule: rule,
                sentence: "The stage «\(name)» names no organisation of the register with "
                    + "\(unknown.joined(separator: ", ")).",
                next: "Look it up: inoctl org list.")
        }
        for approver in approvers { try approver.check(rule: rule, in: context) }
    }
}

extension Approver {
    /// Refuses a named person who does not act for the organisation.
    fileprivate func check(rule: String, in context: CaseContext) throws(Refusal) {
        guard let person, context.positions[person]?.contains(organisation) != true else { return }
        throw Refusal(
            code: "unknown-reference", rule: rule,
            sentence: "\(person) holds no position in \(organisation) on that day.",
            next: "See who does: inoctl person list.")
    }
}

private func refusal(_ rule: String, _ sentence: String, _ next: String) -> Refusal {
    Refusal(code: "rule-refused", rule: rule, sentence: sentence, next: next)
}

extension Approval {
    /// The draft's words, as its approvers will read them.
    var content: ApprovalDraft {
        ApprovalDraft(document: document, note: note, route: route, signer: signer, signerPerson: signerPerson)
    }

    /// A1: numbers it, freezes its content and opens the first stage.
    func submit(in context: CaseContext) throws(Refusal) -> ApprovalEvent {
        guard let number = context.nextNumber else {
            throw Refusal(
                code: "rule-refused", rule: "A1", sentence: "No number was drawn for \(title).",
                next: "Try again; the broker draws numbers from the programme's series.")
        }
        return .submitted(number: number, content: content)
    }
}
