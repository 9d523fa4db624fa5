// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import Store
import Wire

extension API {
    /// `/v1/audit`: who did what when, for auditors and operators; `/v1/whoami`: whom the daemon takes the caller for.
    func audit(_ routes: inout Routes) {
        routes.get("/v1/audit", query: "organisation person kind case since until") { call in
            try call.demandAuditor()
            let limit = try call.limit()
            let found = try await store.audit(call.auditFilter(limit: limit + 1))
            let next = found.count > limit ? found[limit - 1].position.description : nil
            return try .list(found.prefix(limit).map(AuditEntry.init), next: next)
        }
        routes.get("/v1/whoami") { call in
            let principal = call.principal
            let id = principal.tokenID.flatMap(Identifier.init)
            let token = try await store.tokens().first { $0.id == id }
            return try .json(
                WhoAmI(
                    name: principal.name, token: principal.tokenID, person: principal.person,
                    position: principal.position, organisation: principal.organisation,
                    scopes: principal.scopes.map(\.rawValue).sorted(), expiresAt: token?.expiresAt,
                    lastUsedAt: token?.lastUsedAt, now: .current))
        }
    }
}

extension Call {
    /// Refuses who may see its own cases only.
    fileprivate func demandAuditor() throws {
        guard principal.scopes.isDisjoint(with: [.operate, .audit]) else { return }
        throw Refusal(
            code: "not-authorised",
            sentence: "The audit log shows what all bodies did; \(principal.name) may not see it.",
            next: "Ask for a token with the scope audit.")
    }

    fileprivate func auditFilter(limit: Int) throws -> AuditFilter {
        AuditFilter(
            programme: try query("programme"), organisation: try query("organisation"), person: try query("person"),
            kind: try query("kind"), caseID: try query("case", as: Identifier.self),
            since: try query("since", as: Instant.self), until: try query("until", as: Instant.self),
            before: try query("after", as: AuditPosition.self), limit: limit)
    }
}

extension AuditEntry {
    fileprivate init(_ record: AuditRecord) {
        self.init(
            at: record.at, occurredAt: record.occurredAt, kind: record.kind, subject: record.subject,
            caseId: record.caseID, organisation: record.organisation, person: record.person,
            position: record.positionHeld, capacity: record.capacity, basis: record.basis, by: record.by,
            detail: record.detail)
    }
}

extension Instant {
    /// This process's clock.
    static var current: Instant {
        Instant(microsecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
}
