// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Hummingbird
import Store
import Wire

extension API {
    /// What an instrument is, edited by hand: its application windows, its recipients and its money by year.
    func instrumentParts(_ routes: inout Routes) {
        for part in InstrumentPart.allCases {
            let list = "/v1/instruments/{code}/\(part.collection)"
            let row = ([list] + part.keyColumns.map { "{\($0)}" }).joined(separator: "/")
            routes.get("\(row)/record") { call in
                try await .record(
                    store.registryRecord(
                        part, call.key(of: part), of: call.path("code"), programme: call.query("programme")))
            }
            routes.post(list, needs: .operate) { call in
                let bytes = try await call.bytes()
                let request = try StrictJSON.decode(RegistryEditRequest.self, from: bytes)
                return try await make(
                    call.edit(part, .add, fields: request.fields), for: call, bytes, status: .created)
            }
            routes.patch(row, needs: .operate) { call in
                let bytes = try await call.bytes()
                let request = try StrictJSON.decode(RegistryEditRequest.self, from: bytes)
                try call.demandRevision(of: row)
                let act = InstrumentPartAct.edit(key: try call.key(of: part))
                return try await make(call.edit(part, act, fields: request.fields), for: call, bytes)
            }
            if part.endColumn != nil {
                routes.post("\(row)/end", needs: .operate) { call in
                    let bytes = try await call.bytes()
                    let request = try StrictJSON.decode(InstrumentPartEndRequest.self, from: bytes)
                    let act = InstrumentPartAct.end(key: try call.key(of: part), on: request.on)
                    return try await make(call.edit(part, act, fields: request.fields), for: call, bytes)
                }
            }
            routes.post("\(row)/remove", needs: .operate) { call in
                let bytes = try await call.bytes()
                let request = try StrictJSON.decode(InstrumentPartRemoveRequest.self, from: bytes)
                let act = InstrumentPartAct.remove(key: try call.key(of: part))
                return try await make(
                    call.edit(part, act, fields: ["source_note": request.sourceNote]), for: call, bytes)
            }
        }
    }
}

extension Call {
    /// The part that the path names, as the register keys it.
    fileprivate func key(of part: InstrumentPart) throws -> String {
        try part.keyColumns.map { try path($0) }.joined(separator: " ")
    }

    fileprivate func edit(
        _ part: InstrumentPart, _ act: InstrumentPartAct, fields: [String: String]
    ) throws -> RegistryEdit {
        RegistryEdit(
            noun: .instrument, code: try path("code"), operation: .part(part, act), fields: fields)
    }
}
