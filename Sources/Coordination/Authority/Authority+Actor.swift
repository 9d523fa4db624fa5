// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Authority {
    /// Who acts when this principal acts: itself for its own organisation, or an operator for another's on a document.
    public static func actor(
        for principal: Principal, onBehalfOf organisation: String? = nil, basis: String? = nil
    ) throws(Refusal) -> Actor {
        let operatesOnly = principal.scopes.contains(.operate) && !principal.scopes.contains(.act)
        if let organisation, organisation != principal.organisation || operatesOnly {
            return try operatorActing(principal, for: organisation, on: basis)
        }
        guard let own = principal.organisation else {
            throw Refusal(
                code: "needs-capacity",
                sentence: "\(principal.name) belongs to no organisation and cannot act for itself.",
                next: "Say on behalf of which organisation, and on the basis of which document.")
        }
        guard principal.scopes.contains(.act) else {
            throw Refusal(
                code: "not-authorised", sentence: "The token of \(principal.name) does not allow acts for \(own).",
                next: "Ask for a token with the scope act.")
        }
        return Actor(
            person: principal.person, position: principal.position, organisation: own, capacity: .own, basis: basis)
    }

    private static func operatorActing(
        _ principal: Principal, for organisation: String, on basis: String?
    ) throws(Refusal) -> Actor {
        guard principal.scopes.contains(.operate) else {
            throw Refusal(
                code: "not-authorised", sentence: "\(principal.name) may not act for \(organisation).",
                next: principal.organisation.map { "It may act for \($0); an operator may enter what came on paper." }
                    ?? "An operator may enter what came on paper.")
        }
        guard let basis, !basis.isBlank else {
            throw Refusal(
                code: "needs-capacity",
                sentence: "What an operator enters for \(organisation) must name the document it came on.",
                next: "Add the basis, e.g. the number and date of the letter.")
        }
        return Actor(
            person: principal.person, position: principal.position, organisation: organisation,
            capacity: .operatorOnBehalf, basis: basis)
    }

    /// Whether the principal may read a case of these parties.
    public static func mayRead(parties: [String], _ principal: Principal) -> Bool {
        if !principal.scopes.isDisjoint(with: [.operate, .audit]) { return true }
        guard principal.scopes.contains(.read), let own = principal.organisation else { return false }
        return parties.contains(own)
    }

    /// Whether the principal may read the instruction; a draft is its issuer's alone.
    public static func mayRead(_ instruction: Instruction, _ principal: Principal) -> Bool {
        mayRead(parties: instruction.state == .draft ? [instruction.issuer] : instruction.parties, principal)
    }

    /// Whether the principal may read a case of any kind.
    public static func mayRead(_ state: CaseState, _ principal: Principal) -> Bool {
        switch state {
        case .instruction(let instruction): mayRead(instruction, principal)
        case .instrumentUse(let use): mayRead(use, principal)
        case .approval(let approval): mayRead(approval, principal)
        }
    }
}

extension String {
    /// Whether it says nothing: empty, or white space only.
    var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
