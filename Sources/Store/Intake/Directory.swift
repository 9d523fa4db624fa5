// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Postgres

/// The database's short ids of the codes that one transaction speaks of.
struct Directory: Sendable {
    private var organisations: [String: Int32] = [:]
    private var codes: [Int32: String] = [:]
    private var programmes: [String: Int16] = [:]

    /// The id of an organisation; throws for a code that names none.
    func organisation(_ code: String) throws -> Int32 {
        guard let id = organisations[code] else {
            throw StoreError(.unknownRecipient([code]), "No organisation has the code «\(code)».")
        }
        return id
    }

    /// The id of a programme; throws for a code that names none.
    func programme(_ code: String) throws -> Int16 {
        guard let id = programmes[code] else {
            throw StoreError(.notFound(what: "programme", name: code), "No programme has the code «\(code)».")
        }
        return id
    }

    /// The code of an organisation that was asked for.
    func code(of organisation: Int32) -> String? { codes[organisation] }

    /// Whether the code names an organisation.
    func knows(_ code: String) -> Bool { organisations[code] != nil }

    /// Takes in what another directory knows.
    mutating func formUnion(_ other: Directory) {
        organisations.merge(other.organisations) { one, _ in one }
        codes.merge(other.codes) { one, _ in one }
        programmes.merge(other.programmes) { one, _ in one }
    }

    /// Which of these codes name an organisation.
    func known(_ codes: some Sequence<String>) -> Set<String> { Set(codes.filter(knows)) }
}

extension Connection {
    /// Looks up the codes; those that name nothing are simply not in the directory.
    func directory(organisations: Set<String>, programmes: Set<String>) throws -> Directory {
        let rows =
            organisations.isEmpty
            ? []
            : try query(
                "select id, code from core.organisation where code = any (\(organisations.sorted()))",
                as: (Int32, String).self)
        let owners =
            programmes.isEmpty
            ? []
            : try query(
                "select id, code from core.programme where code = any (\(programmes.sorted()))",
                as: (Int16, String).self)
        return Directory(organisations: rows, programmes: owners)
    }
}

extension Directory {
    init(organisations: [(Int32, String)], programmes: [(Int16, String)]) {
        for (id, code) in organisations {
            self.organisations[code] = id
            codes[id] = code
        }
        for (id, code) in programmes { self.programmes[code] = id }
    }
}
