// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// Roadmaps, projects and figures: what their rows must be to one another.
extension RegistryValidation {
    mutating func checkVersions(_ sheet: Sheet) {
        let versions = sheets.compactMap(\.table.version)
        for row in sheet.rows where !row["code"].isEmpty && !versions.contains(row["code"]) {
            fault(
                sheet, row, "code", "there is no \(RegistryTable.actionsPrefix)\(row["code"]).csv",
                "add that file, or take the version away")
        }
    }

    mutating func checkActions(_ sheet: Sheet, of version: String) {
        var seen: [String: Int] = [:]
        for row in sheet.rows {
            if let line = seen[row["number"]] {
                fault(
                    sheet, row, "number", "number \(row["number"]) is already in line \(line)",
                    "give each row a number of its own")
            }
            seen[row["number"]] = seen[row["number"]] ?? row.line
            if let number = Int(row["number"]), !codes(version, number).contains(row["code"]) {
                fault(
                    sheet, row, "code", "the code '\(row["code"])' does not follow the number \(number)",
                    "write \(version)-\(number.padded(2))")
            }
            if row["lead"].isEmpty == false, row.list("co_executors").contains(row["lead"]) {
                fault(
                    sheet, row, "co_executors", "the lead '\(row["lead"])' is also a co-executor",
                    "name it in one of the two places")
            }
            if !row["provenance"].isEmpty, (row["provenance"] == "sample") != (row["document_link"] == "none") {
                fault(
                    sheet, row, "document_link",
                    "document_link '\(row["document_link"])' does not go with provenance '\(row["provenance"])'",
                    "an invented action has 'none', any other says what its source names")
            }
        }
        checkOrigins(sheet)
    }

    /// Number 5 of v1 is `v1-05`; more leading zeros are as good.
    private func codes(_ version: String, _ number: Int) -> [String] {
        (1...4).map { "\(version)-\(number.padded($0))" }
    }

    /// Nothing is carried over from an action that is over.
    private mutating func checkOrigins(_ sheet: Sheet) {
        for column in sheet.table.columns where column.name.hasPrefix("origin_") {
            guard case .references(let target) = column.form, let earlier = self.sheet(target) else { continue }
            let states = Dictionary(earlier.rows.map { ($0["code"], $0["status"]) }) { first, _ in first }
            for row in sheet.rows where !row[column.name].isEmpty {
                for code in row.list(column.name) {
                    guard let state = states[code], ["done", "withdrawn"].contains(state) else { continue }
                    fault(
                        sheet, row, column.name, "it is carried over from \(code), which is \(state)",
                        "correct the origin, or the status in \(target).csv")
                }
            }
        }
    }

    mutating func checkProjects(_ sheet: Sheet) {
        let invented = Set(
            self.sheet("stakeholders")?.rows.filter { $0["provenance"] == "sample" }.map { $0["code"] } ?? [])
        let known = Set(self.sheet("stakeholders")?.rows.map { $0["code"] } ?? [])
        for row in sheet.rows {
            if let start = Self.date(row["start"]), let end = Self.date(row["end"]), end.lastDay < start.firstDay {
                fault(sheet, row, "end", "end \(end) is before start \(start)", "put the two dates in order")
            }
            if !row["numbers_provenance"].isEmpty,
                (row["budget_mrub"].isEmpty && row["jobs_planned"].isEmpty) != (row["numbers_provenance"] == "none")
            {
                fault(
                    sheet, row, "numbers_provenance", "money or jobs and numbers_provenance do not go together",
                    "write 'none' when there is no figure, and what the figures rest on when there is one")
            }
            if let extra = Double(row["extra_budget_mrub"]),
                let whole = row["budget_mrub"].isEmpty ? 0 : Double(row["budget_mrub"]), extra > whole
            {
                fault(
                    sheet, row, "extra_budget_mrub", "the extra-budgetary part is above the whole budget",
                    "budget_mrub is the whole money, the extra-budgetary part included")
            }
            guard row["provenance"] == "sample" else { continue }
            if !row["title_en"].hasPrefix("Sample") {
                fault(
                    sheet, row, "title_en", "the title of an invented project does not say so",
                    "begin it with 'Sample project'")
            }
            for column in ["lead", "participants"] {
                for code in row.list(column) where known.contains(code) && !invented.contains(code) {
                    fault(
                        sheet, row, column, "an invented project is put on the real body '\(code)'",
                        "use a body with provenance 'sample'")
                }
            }
        }
    }

    mutating func checkValues(_ sheet: Sheet) {
        let units = Dictionary(
            self.sheet("indicators")?.rows.map { ($0["code"], $0["unit"]) } ?? [],
            uniquingKeysWith: { first, _ in first })
        for row in sheet.rows {
            if let unit = units[row["indicator"]], row["unit"] != unit {
                fault(
                    sheet, row, "unit", "the unit '\(row["unit"])' is not the indicator's",
                    "write '\(unit)', and the figures in it")
            }
            let (fact, percent) = (Double(row["fact"]), Double(row["pct_of_plan"]))
            if row["plan"].isEmpty, row["fact"].isEmpty, row["pct_of_plan"].isEmpty {
                fault(
                    sheet, row, "fact", "the row has no plan, fact or percent of plan",
                    "give one of the three, or take the row away")
            }
            if let derived = Double(row["plan_derived"]), let fact, let percent, percent > 0 {
                let expected = fact / percent * 100
                if abs(derived - expected) > 0.01 * abs(expected) {
                    let rounded = (expected * 100).rounded() / 100
                    fault(
                        sheet, row, "plan_derived", "plan_derived \(row["plan_derived"]) is not fact / percent",
                        "write \(rounded)")
                }
            }
            if !row["alt_fact"].isEmpty, row["doubt"].isEmpty {
                fault(sheet, row, "alt_fact", "alt_fact stands without doubt", "write 'yes' in doubt")
            }
        }
    }
}
