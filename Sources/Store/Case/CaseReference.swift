// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination
import Postgres

/// The case that somebody's word for it means: its number, its id or the end of its id.
public struct CaseReference: Hashable, Sendable {
    /// The case.
    public let id: Identifier
    /// The code of its programme.
    public let programme: String
}

extension Store {
    /// The case that a number, an id or a unique suffix of an id names; the number in whatever alphabet it was typed.
    ///
    /// Says nothing of who may know of the case.
    public func caseReference(
        _ kind: CaseKind, _ reference: String, programme: String? = nil
    ) async throws -> CaseReference {
        if let id = Identifier(reference), let known = caseMemory.state(of: id), known.kind == kind {
            return CaseReference(id: id, programme: known.programme)
        }
        return try await reading { connection in
            try connection.caseReference(kind, reference, programme: programme)
        }
    }
}

extension StoreError {
    /// What is said of a case that is not there, and in the same words of one that the caller may not know of.
    public static func noCase(_ kind: CaseKind, _ reference: String) -> StoreError {
        StoreError(
            .notFound(what: kind.rawValue, name: reference),
            "No \(kind.noun) goes by «\(reference)», or you may not see it.")
    }
}

extension CaseKind {
    /// What sentences call a case of this kind.
    fileprivate var noun: String {
        switch self {
        case .instruction: "instruction"
        case .instrumentUse: "use of an instrument"
        case .approval: "approval"
        }
    }
}

extension Connection {
    /// Finds a case by number, id, or a unique suffix of its id.
    func caseReference(_ kind: CaseKind, _ reference: String, programme: String?) throws -> CaseReference {
        let condition: Statement =
            if let id = Identifier(reference) {
                "c.id = \(id)"
            } else if let suffix = IdentifierSuffix(reference) {
                "c.id & \(suffix.mask) = \(suffix.bits)"
            } else {
                """
                c.number_key = \(RegistrationNumber.key(reference))
                   and (\(programme)::text is null or p.code = \(programme))
                """
            }
        let rows = try query(
            """
            select c.id, p.code
              from core.\(unescaped: kind.table) c
              join core.programme p on p.id = c.programme
             where \(condition)
             order by c.id desc
             limit 2
            """, as: (Identifier, String).self)
        guard let first = rows.first else { throw StoreError.noCase(kind, reference) }
        guard rows.count == 1 else {
            // Which they are is not said: who asks may not know of them.
            throw StoreError(
                .ambiguous(what: kind.rawValue, candidates: []),
                "«\(reference)» means more than one \(kind.noun): give more of its id, or name its programme.")
        }
        return CaseReference(id: first.0, programme: first.1)
    }
}
