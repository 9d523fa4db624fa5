// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// One cell block of the table: what the holder of a role may do, for its own organisation and for another's.
public struct AuthorityRow: Hashable, Sendable {
    /// Under which condition a role may do an act.
    public enum Permission: String, Hashable, Sendable, CaseIterable {
        /// It never may.
        case never
        /// It may.
        case always
        /// It may when the instruction names no controller.
        case withoutController
    }

    /// The role in the case; a stranger has none.
    public var role: PartyRole?
    /// The act.
    public var act: InstructionActKind
    /// For one's own organisation.
    public var own: Permission
    /// For another's, entered by an operator from paper.
    public var other: Permission
}

/// Who may do what: data, walked whole by a test.
public enum Authority {
    /// Role × act × own/other; what is not listed under a role is never allowed to it.
    public static let table: [AuthorityRow] = {
        let roles: [PartyRole?] = PartyRole.allCases + [nil]
        return roles.flatMap { role in
            InstructionActKind.allCases.map { act in
                let own = permission(of: role, for: act)
                return AuthorityRow(role: role, act: act, own: own, other: own)
            }
        }
    }()

    // Every act of an instruction may come on paper, so an operator may enter what the organisation itself may do. Votes
    // will not be so: an operator never votes for anybody.
    private static func permission(of role: PartyRole?, for act: InstructionActKind) -> AuthorityRow.Permission {
        switch (role, act) {
        case (.issuer, .create), (.issuer, .issue), (.issuer, .withdraw), (.issuer, .closeUnexecuted): .always
        case (.issuer, .return), (.issuer, .close): .always
        case (.issuer, .upholdDispute), (.issuer, .rejectDispute), (.issuer, .reopen): .always
        case (.issuer, .correct), (.issuer, .supersede): .always
        case (.issuer, .requestReport), (.controller, .requestReport): .always
        case (.issuer, .grantExtension), (.issuer, .denyExtension): .always
        case (.issuer, .accept): .withoutController
        case (.controller, .return), (.controller, .accept), (.controller, .close): .always
        case (.responsible, .register), (.responsible, .refuse), (.responsible, .assign): .always
        case (.responsible, .interimReport), (.responsible, .report): .always
        case (.responsible, .disputeExecutor), (.coExecutor, .interimReport): .always
        case (.responsible, .requestExtension), (.responsible, .withdrawExtension): .always
        case (.coExecutor, .register), (.coExecutor, .refuse), (.coExecutor, .assign), (.coExecutor, .contribute):
            .always
        default: .never
        }
    }

    /// Whether one of these roles may do the act, own or entered for it by an operator; what the broker's clock does, it
    /// does alone, and nothing else.
    public static func allows(
        _ act: InstructionActKind, as roles: Set<PartyRole>, capacity: Capacity, hasController: Bool
    ) -> Bool {
        guard capacity != .system else { return act.isOfClock }
        return roles.contains { role in
            guard let row = rows[Cell(role: role, act: act)] else { return false }
            switch capacity == .operatorOnBehalf ? row.other : row.own {
            case .never: return false
            case .always: return true
            case .withoutController: return !hasController
            }
        }
    }

    private struct Cell: Hashable {
        var role: PartyRole?
        var act: InstructionActKind
    }

    private static let rows = Dictionary(
        table.map { (Cell(role: $0.role, act: $0.act), $0) }, uniquingKeysWith: { first, _ in first })
}
