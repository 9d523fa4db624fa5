// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Instruction {
    /// Who gets the message of an act: all parties of what the issuer's side does, also those it brings in; the issuer and
    /// the controller of what executors do, the responsible of its co-executors' parts, and whoever is asked for a report;
    /// of a reminder or an escalation those its step names. Never the sender, unless that is the broker's clock, which only
    /// borrows a name.
    func audience(
        of event: InstructionEvent, leadingTo after: Instruction, from actor: Actor, in programme: ProgrammeRules
    ) -> [Recipient] {
        if let notice = event.notice { return audience(of: notice.step, in: programme) }
        let addressees: [(organisation: String, role: PartyRole)] =
            switch event {
            case .created, .reminded, .escalated: []
            case .issued, .returned, .accepted, .closed, .closedUnexecuted, .withdrawn, .corrected, .superseded,
                .reopened, .disputeUpheld, .disputeRejected, .extensionGranted, .extensionDenied, .extensionLapsed:
                after.parts { _ in true } + parts { _ in true }
            case .contributed: parts { $0.role == .controller || $0.role == .responsible }
            case .reportRequested(let request):
                parts { $0.role == .controller || $0.organisation == request.organisation }
            case .interimReported where !roles(of: actor.organisation).contains(.responsible):
                parts { $0.role == .controller || $0.role == .responsible }
            case .registered, .refused, .assigned, .interimReported, .reported, .extensionRequested,
                .extensionWithdrawn, .executorDisputed:
                parts { $0.role == .controller }
            }
        var roles: [String: PartyRole] = [:]
        for (organisation, role) in addressees where organisation != actor.organisation || actor.capacity == .system {
            if roles[organisation] == nil { roles[organisation] = role }
        }
        return roles.map { Recipient(organisation: $0.key, role: $0.value.rawValue) }.sorted()
    }

    private func parts(where wanted: (Assignment) -> Bool) -> [(organisation: String, role: PartyRole)] {
        [(issuer, .issuer)] + assignments.filter(wanted).map { ($0.organisation, $0.role) }
    }
}
