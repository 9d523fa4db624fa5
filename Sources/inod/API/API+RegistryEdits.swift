// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Broker
import Coordination
import Foundation
import HTTPTypes
import Hummingbird
import Store
import Wire

extension API {
    /// The register edited by hand: each change is one `registry.change` message to those concerned.
    func registryEdits(_ routes: inout Routes) {
        for noun in RegistryNoun.allCases {
            let path = "/v1/\(noun.collection)"
            routes.get("\(path)/{code}/record") { call in
                try await .record(
                    store.registryRecord(noun, call.path("code"), programme: call.query("programme")))
            }
            routes.post(path, needs: .operate) { call in
                let bytes = try await call.bytes()
                let request = try StrictJSON.decode(RegistryAddRequest.self, from: bytes)
                let edit = RegistryEdit(noun: noun, code: request.code, operation: .add, fields: request.fields)
                return try await make(edit, for: call, bytes, status: .created)
            }
            routes.patch("\(path)/{code}", needs: .operate) { call in
                let bytes = try await call.bytes()
                let request = try StrictJSON.decode(RegistryEditRequest.self, from: bytes)
                try call.demandRevision(of: "\(path)/{code}")
                let edit = RegistryEdit(
                    noun: noun, code: try call.path("code"), operation: .edit, fields: request.fields)
                return try await make(edit, for: call, bytes)
            }
            routes.post("\(path)/{code}/rename", needs: .operate) { call in
                let bytes = try await call.bytes()
                let request = try StrictJSON.decode(RegistryRenameRequest.self, from: bytes)
                let edit = RegistryEdit(
                    noun: noun, code: try call.path("code"), operation: .rename(from: request.from),
                    fields: request.fields)
                return try await make(edit, for: call, bytes)
            }
            routes.post("\(path)/{code}/merge", needs: .operate) { call in
                let bytes = try await call.bytes()
                let request = try StrictJSON.decode(RegistryMergeRequest.self, from: bytes)
                let edit = RegistryEdit(
                    noun: noun, code: try call.path("code"),
                    operation: .merge(into: request.into, from: request.from),
                    fields: ["source_note": request.sourceNote])
                return try await make(edit, for: call, bytes)
            }
        }
    }

    /// Makes the edit once under its key.
    func make(
        _ edit: RegistryEdit, for call: Call, _ bytes: [UInt8], status: HTTPResponse.Status = .ok
    ) async throws -> Reply {
        let (actor, name, ifMatch) = (try call.importer(), call.principal.name, try call.ifMatch())
        let programme = try call.query("programme")
        guard try !call.dryRun else {
            return try await .json(
                store.tryEdit(edit, programme: programme, by: actor, importer: name, ifMatch: ifMatch))
        }
        guard let key = try call.requestKey(bytes, required: true) else { throw Problem.internalError }
        let answer = try await store.edit(
            edit, programme: programme, by: actor, importer: name, ifMatch: ifMatch, once: key
        ) { try Answer(.json($0, status: status)) }
        return Reply(answer)
    }
}

extension Call {
    /// Refuses an edit that does not name what it was made on.
    func demandRevision(of path: String) throws {
        guard try ifMatch() == nil else { return }
        throw Problem(
            code: "revision-required", title: "The edit needs an If-Match", status: 428,
            detail: "Without the revision it was made on, it could undo what somebody else wrote.",
            next: "Read \(path)/record, and send its revision as If-Match.")
    }

    /// The revision an edit was made on, without the quotes of the header.
    fileprivate func ifMatch() throws -> String? {
        guard let text = request.headers[.ifMatch] else { return nil }
        let revision = text.hasPrefix("\"") && text.hasSuffix("\"") ? String(text.dropFirst().dropLast()) : text
        guard Identifier(revision) != nil else {
            throw Problem.badRequest("'\(text)' is no revision.", code: "invalid-value", at: "If-Match")
        }
        return revision
    }
}

extension Reply {
    /// A row that can be edited, its revision also as the header that an edit gives back.
    static func record(_ record: RegistryRecord) throws -> Reply {
        var reply = try Reply.json(record)
        reply.headers[.eTag] = "\"\(record.revision)\""
        return reply
    }
}

extension Problem {
    /// An edit that cannot be made: every fault with its field.
    init(_ faults: RegistryEditFaults) {
        let count = faults.faults.count
        self.init(
            code: "edit-refused", title: "The register would be wrong; nothing was changed", status: 422,
            detail: faults.faults.first.map {
                "\($0.sentence) \($0.next)" + (count > 1 ? " \(count - 1) more below." : "")
            },
            next: "Mend the fields and send the edit again.",
            errors: faults.faults.map { fault in
                Entry(
                    pointer: "/fields/\(fault.columnName ?? "")", code: "fault",
                    detail: "\(fault.sentence) \(fault.next)")
            })
    }
}
