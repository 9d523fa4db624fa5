// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// What the fields of a row, and the rows of a file, must be to one another.
extension RegistryValidation {
    mutating func checkRules() {
        for sheet in sheets {
            for row in sheet.rows { checkSource(row, in: sheet) }
            switch sheet.table.name {
            case "programme": checkProgramme(sheet)
            case "deadline_policies": checkPolicies(sheet)
            case "work_areas", "clusters", "area_types": checkNumbers(sheet)
            case "stakeholders": checkParents(sheet)
            case "persons": checkOrder(sheet, "valid_from", "valid_to")
            case "instruments": checkInstruments(sheet)
            case InstrumentPart.recipient.file: checkOrder(sheet, "valid_from", "valid_to")
            case InstrumentPart.window.file: checkWindows(sheet)
            case InstrumentPart.budget.file: checkBudgets(sheet)
            case "projects": checkProjects(sheet)
            case "indicator_values": checkValues(sheet)
            case "meetings": checkMeetings(sheet)
            case "meeting_decisions": checkDecisions(sheet)
            case "roadmap_versions": checkVersions(sheet)
            default: if let version = sheet.table.version { checkActions(sheet, of: version) }
            }
        }
    }

    private mutating func checkSource(_ row: SheetRow, in sheet: Sheet) {
        let (provenance, evidence) = (row["provenance"], row["evidence"])
        let note = row["source_note"].lowercased()
        let fitting: [String: [String]] = [
            "document": ["document_text"], "public": ["stored_page", "prior_knowledge"], "sample": ["invented"],
        ]
        guard let allowed = fitting[provenance] else { return }
        guard allowed.contains(evidence) else {
            fault(
                sheet, row, "evidence", "evidence '\(evidence)' does not go with provenance '\(provenance)'",
                "write \(allowed.joined(separator: " or ")), or correct the provenance")
            return
        }
        guard !note.isEmpty else { return }
        let wanted: [String: (words: [String], what: String)] = [
            "stored_page": (["http"], "the address of the page"),
            "prior_knowledge": (["prior knowledge", "по памяти"], "the words 'prior knowledge'"),
            "invented": (["invented", "вымышлен"], "the word 'invented'"),
        ]
        if let rule = wanted[evidence], !rule.words.contains(where: note.contains) {
            fault(
                sheet, row, "source_note", "the note of a row with evidence '\(evidence)' lacks \(rule.what)",
                "add \(rule.what) to the note")
        }
    }

    private mutating func checkProgramme(_ sheet: Sheet) {
        if sheet.rows.count != 1, !sheet.isBroken {
            fault(
                sheet.table.file, 1, 1, nil, "the file has \(sheet.rows.count) programmes",
                "give it one row; import each programme by itself")
        }
        for row in sheet.rows {
            if !row["zone"].isEmpty, Zone(identifier: row["zone"]) == nil {
                fault(
                    sheet, row, "zone", "'\(row["zone"])' is not a time zone",
                    "write its name as in the zone database: Asia/Tomsk")
            }
            if let hour = Int(row["end_of_day_hour"]), hour > 24 {
                fault(sheet, row, "end_of_day_hour", "a day has no hour \(hour)", "write an hour from 1 to 24")
            }
            let own = self.sheet("deadline_policies")?.rows.map { $0["code"] } ?? []
            let policies = Set(DeadlinePolicy.shipped.map(\.code) + own)
            if !row["policy"].isEmpty, !policies.contains(row["policy"]) {
                fault(
                    sheet, row, "policy", "'\(row["policy"])' is not a deadline policy",
                    "write one of: \(policies.sorted().joined(separator: ", "))")
            }
            if (row["clock"] == "replay") == row["clock_start"].isEmpty {
                fault(
                    sheet, row, "clock_start", "clock '\(row["clock"])' and clock_start do not go together",
                    "a replay clock needs its start, a real clock has none")
            }
        }
    }

    private mutating func checkNumbers(_ sheet: Sheet) {
        var seen: [String: Int] = [:]
        for row in sheet.rows where !row["number"].isEmpty {
            if let line = seen[row["number"]] {
                fault(
                    sheet, row, "number", "number \(row["number"]) is already in line \(line)",
                    "give each row a number of its own")
            }
            seen[row["number"]] = seen[row["number"]] ?? row.line
        }
    }

    /// Each circle of parents is one fault, at its row that stands first in the file.
    private mutating func checkParents(_ sheet: Sheet) {
        let parents = Dictionary(sheet.rows.map { ($0["code"], $0["parent"]) }) { first, _ in first }
        var settled: Set<String> = []
        for row in sheet.rows {
            var path: [String] = []
            var code = row["code"]
            while !code.isEmpty, !settled.contains(code), !path.contains(code) {
                path.append(code)
                code = parents[code] ?? ""
            }
            if let start = path.firstIndex(of: code), !settled.contains(code) {
                let circle = (path[start...] + [code]).joined(separator: " → ")
                let place = sheet.rows.first { $0["code"] == code } ?? row
                fault(
                    sheet, place, "parent", "the parents form a circle: \(circle)",
                    "take the parent away from one of them")
            }
            settled.formUnion(path)
        }
    }

    /// The last must not come before the first; what is partly known is compared as far as it is known.
    mutating func checkOrder(_ sheet: Sheet, _ first: String, _ last: String) {
        for row in sheet.rows {
            guard let from = Self.date(row[first]), let to = Self.date(row[last]) else { continue }
            if to.lastDay < from.firstDay {
                fault(sheet, row, last, "\(last) \(to) is before \(first) \(from)", "put the two dates in order")
            }
        }
    }

    private mutating func checkInstruments(_ sheet: Sheet) {
        checkOrder(sheet, "valid_from", "valid_to")
        for row in sheet.rows {
            if row["valid_from"].isEmpty, !row["valid_to"].isEmpty {
                fault(
                    sheet, row, "valid_to", "valid_to stands without valid_from",
                    "say since when it is valid, if only the year")
            }
            if row["legal_basis"].isEmpty != (row["legal_basis_evidence"] == "none") {
                fault(
                    sheet, row, "legal_basis_evidence", "legal_basis and legal_basis_evidence do not go together",
                    "write 'none' when no act is given, and where it comes from when one is")
            }
        }
    }

    private mutating func checkMeetings(_ sheet: Sheet) {
        for row in sheet.rows {
            guard let date = Self.date(row["date"]), !row["date_precision"].isEmpty else { continue }
            let precision =
                switch date {
                case .day: "day"
                case .month: "month"
                case .year, .span: "year"
                }
            if precision != row["date_precision"] {
                fault(
                    sheet, row, "date_precision",
                    "date \(date) is a \(precision), date_precision says '\(row["date_precision"])'",
                    "write '\(precision)', or the date as exactly as it is known")
            }
        }
    }

    /// Decisions of a meeting are numbered 1, 2, 3 …, and the code is the meeting's with the number.
    private mutating func checkDecisions(_ sheet: Sheet) {
        var next: [String: Int] = [:]
        for row in sheet.rows {
            let meeting = row["meeting"]
            let expected = next[meeting, default: 1]
            next[meeting] = expected + 1
            let code = "\(meeting)-d\(expected.padded(2))"
            if row["number"] != String(expected) {
                fault(
                    sheet, row, "number", "decision \(expected) of \(meeting) is numbered '\(row["number"])'",
                    "number the decisions of a meeting 1, 2, 3 … in their order")
            } else if row["code"] != code {
                fault(sheet, row, "code", "the code '\(row["code"])' does not follow the number", "write \(code)")
            }
        }
    }
}
