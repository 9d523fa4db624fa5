// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import Hummingbird
import Store
import Wire

extension API {
    /// `/v1/registry/import` and `/v1/calendar/import`: files judged as a whole, all faults with their places.
    func imports(_ routes: inout Routes) {
        routes.post("/v1/registry/import", needs: .operate) { call in
            let (dryRun, bytes) = (try call.dryRun, try await call.bytes(limit: call.importLimit))
            let key = try call.requestKey(bytes, required: !dryRun)
            let request = try StrictJSON.decode(ImportRequest.self, from: bytes)
            let files = try call.decoded(request.files)
            let (data, faults, _) = RegistryValidation.check(RegistryFiles(files: files))
            guard let data, faults.isEmpty else { throw Problem(faults: faults) }
            let (programme, actor, name) = (try call.query("programme"), try call.importer(), call.principal.name)
            guard let key, !dryRun else {
                return try await .json(
                    store.importRegistry(data, programme: programme, by: actor, importer: name, dryRun: dryRun))
            }
            return try await Reply(
                store.importRegistry(data, programme: programme, by: actor, importer: name, once: key) {
                    try Answer(.json($0))
                })
        }
        routes.post("/v1/calendar/import", needs: .operate) { call in
            let (dryRun, bytes) = (try call.dryRun, try await call.bytes(limit: call.importLimit))
            let key = try call.requestKey(bytes, required: !dryRun)
            let request = try StrictJSON.decode(CalendarImportRequest.self, from: bytes)
            let file = try call.decoded([request.file])[request.file.name] ?? []
            let (data, faults, warnings) = CalendarValidation.check(file: request.file.name, bytes: file)
            guard let data, faults.isEmpty else { throw Problem(faults: faults) }
            let (calendar, name) = (request.calendar, call.principal.name)
            guard let key, !dryRun else {
                return try await .json(
                    store.importCalendar(
                        data, calendar: calendar, importer: name, warnings: warnings, dryRun: dryRun))
            }
            return try await Reply(
                store.importCalendar(data, calendar: calendar, importer: name, warnings: warnings, once: key) {
                    try Answer(.json($0))
                })
        }
    }
}

extension Call {
    /// What the answer is kept under; nil without a key, where none is required.
    func requestKey(_ body: [UInt8], required: Bool) throws -> RequestKey? {
        try idempotencyKey(required: required).map {
            RequestKey(principal: principalKey, key: $0, digest: digest(body))
        }
    }

    /// Base64 is a third longer than what it holds, and the JSON around it wants some room.
    fileprivate var importLimit: Int { limits.importLimit / 3 * 4 + (1 << 20) }

    fileprivate func decoded(_ files: [ImportFile]) throws -> [String: [UInt8]] {
        var bytes: [String: [UInt8]] = [:]
        for (index, file) in files.enumerated() {
            guard let data = Data(base64Encoded: file.base64) else {
                throw Problem.badRequest("It is not Base64.", code: "invalid-value", at: "/files/\(index)/base64")
            }
            guard bytes.updateValue(Array(data), forKey: file.name) == nil else {
                throw Problem.badRequest(
                    "'\(file.name)' is there twice.", code: "repeated-file", at: "/files/\(index)/name")
            }
        }
        guard bytes.values.map(\.count).reduce(0, +) <= limits.importLimit else { throw Problem.tooLarge }
        return bytes
    }

    /// Who the change of the registry is by: the named body, or the importer's own, or nobody's but the importer.
    func importer() throws -> Actor {
        if request.headers[.onBehalfOf] != nil { return try actor() }
        return Actor(
            person: principal.person, position: principal.position, organisation: principal.organisation ?? "",
            capacity: principal.organisation == nil ? .operatorOnBehalf : .own, basis: nil)
    }
}

extension Problem {
    /// Files that cannot be loaded: every fault with file, line and column.
    fileprivate init(faults: [Fault]) {
        self.init(
            code: "import-refused", title: "The files have faults; nothing was loaded", status: 422,
            detail: "\(faults.count) fault\(faults.count == 1 ? "" : "s") in the files.",
            next: "Mend them and send the files again.",
            errors: faults.map { fault in
                Entry(pointer: fault.place, code: "fault", detail: "\(fault.sentence) \(fault.next)")
            })
    }
}
