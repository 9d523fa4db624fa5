// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Instruction {
    /// Who gets the message of an act: all parties of what the issuer's side does, the issuer and the controller of what
    /// executors do, and the responsible of its co-executors' parts; never the sender, unless that is the broker's clock,
    /// which only borrows a name.
    func audience(of act: InstructionActKind, from actor: Actor) -> [Recipient] {
        let addressees: [(organisation: String, role: PartyRole)] =
            switch act {
            case .create: []
            case .issue, .return, .accept, .close, .closeUnexecuted, .withdraw: parts { _ in true }
            case .grantExtension, .denyExtension, .lapseExtension: parts { _ in true }
            case .contribute: parts { $0 == .controller || $0 == .responsible }
            case .register, .refuse, .assign, .interimReport, .report, .requestExtension, .withdrawExtension:
                parts { $0 == .controller }
            }
        var roles: [String: PartyRole] = [:]
        for (organisation, role) in addressees where organisation != actor.organisation || actor.capacity == .system {
            if roles[organisation] == nil { roles[organisation] = role }
        }
        return roles.map { Recipient(organisation: $0.key, role: $0.value.rawValue) }.sorted()
    }

    private func parts(where wanted: (PartyRole) -> Bool) -> [(organisation: String, role: PartyRole)] {
        [(issuer, .issuer)] + assignments.filter { wanted($0.role) }.map { ($0.organisation, $0.role) }
    }
}
