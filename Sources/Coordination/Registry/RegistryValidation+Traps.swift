// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// What is loaded as it is, but has misled readers before: a person should look.
extension RegistryValidation {
    mutating func findTraps() {
        if let sheet = sheet("indicators") { warnOfBases(sheet) }
        if let sheet = sheet("clusters") { warnOfWordings(sheet) }
        if let sheet = sheet("stakeholders") { warnOfTwins(sheet) }
        warnOfParts()
        guard let sheet = sheet("indicator_values") else { return }
        for row in sheet.rows {
            warnOfOverPlan(row, in: sheet)
            warnOfAlternative(row, in: sheet)
            if row["doubt"] == "yes" {
                warn(
                    sheet, row, "doubt", "doubt",
                    "'\(row["indicator"])' of \(row["period"]) is marked doubtful: read its source_note before using it"
                )
            }
        }
        warnOfMagnitudes(sheet)
    }

    /// D1: a percent of nobody knows what.
    private mutating func warnOfBases(_ sheet: Sheet) {
        let bases = [" of ", " in ", " against ", " from ", "доля ", "к плану"]
        for row in sheet.rows where row["unit"].hasPrefix("percent") {
            let names = "\(row["name_en"]) \(row["name_ru"])".lowercased()
            if !bases.contains(where: names.contains) {
                warn(
                    sheet, row, "name_en", "D1",
                    "a percent whose base is not stated: percent of what? Say it in the name")
            }
        }
    }

    /// D2: one row whose source speaks of several things, or by another name.
    private mutating func warnOfWordings(_ sheet: Sheet) {
        for row in sheet.rows where !row["document_wording"].isEmpty {
            let wording = row["document_wording"].lowercased()
            let named = Self.words(row["name_en"].lowercased())
            if wording.contains(",") || wording.contains("clusters") || wording.contains("кластеры") {
                warn(
                    sheet, row, "document_wording", "D2",
                    "the source's wording reads as more than one of them; one is counted here: '\(row["name_en"])'")
            } else if !Self.words(wording).isSubset(of: named) {
                warn(
                    sheet, row, "document_wording", "D2",
                    "an alias: the source says '\(row["document_wording"])', the name is '\(row["name_en"])'")
            }
        }
    }

    /// D2: two codes for what may be one body.
    private mutating func warnOfTwins(_ sheet: Sheet) {
        for column in ["name_en", "name_ru"] {
            var seen: [String: SheetRow] = [:]
            for row in sheet.rows where !row[column].isEmpty {
                let name = row[column].lowercased().filter { $0.isLetter || $0.isNumber }
                if let twin = seen[name] {
                    warn(
                        sheet, row, column, "D2",
                        "'\(row["code"])' and '\(twin["code"])' (line \(twin.line)) have the same name: one body under two codes?"
                    )
                }
                seen[name] = seen[name] ?? row
            }
        }
    }

    /// D3: "exceeded the plan by 107%" is most likely 107% of the plan.
    private mutating func warnOfOverPlan(_ row: SheetRow, in sheet: Sheet) {
        let literal = row["literal"].lowercased()
        let above = ["exceed", "above", "over the plan", "превы", "сверх"].contains(where: literal.contains)
        let phrases = ["by \(row["pct_of_plan"])", "на \(row["pct_of_plan"])"]
        guard above, !row["pct_of_plan"].isEmpty, phrases.contains(where: literal.contains) else { return }
        warn(
            sheet, row, "pct_of_plan", "D3",
            "the source says 'exceeded by \(row["pct_of_plan"])%': percent of the plan and percent above it are two things; it is kept as percent of the plan"
        )
    }

    /// D4: the source itself names another order of magnitude.
    private mutating func warnOfAlternative(_ row: SheetRow, in sheet: Sheet) {
        guard let fact = Double(row["fact"]), let other = Double(row["alt_fact"]), fact > 0, other > 0 else { return }
        let ratio = max(fact, other) / min(fact, other)
        guard ratio >= 10 else { return }
        warn(
            sheet, row, "fact", "D4",
            "\(row["fact"]) \(row["unit"]) and the probable \(row["alt_fact"]) differ \(Int(ratio.rounded()))-fold: thousands, millions or billions?"
        )
    }

    /// D4: figures that cannot both have the right unit, such as an investment below its own taxes.
    ///
    /// A money figure is compared with the largest of its period whose indicator begins with the same word (`sez_…`), and
    /// with the largest of its indicator; it is named where that is a hundredfold.
    private mutating func warnOfMagnitudes(_ sheet: Sheet) {
        let rows = sheet.rows.compactMap { row in Self.millions(row).map { (row: row, amount: $0) } }
        func kin(_ row: SheetRow) -> String { row["indicator"].prefix { $0 != "_" } + " " + row["period"] }
        var largest: [String: (row: SheetRow, amount: Double)] = [:]
        for one in rows {
            for key in [kin(one.row), one.row["indicator"]] where one.amount > largest[key]?.amount ?? 0 {
                largest[key] = one
            }
        }
        for (row, amount) in rows {
            let others = [kin(row), row["indicator"]].compactMap { largest[$0] }
            guard let other = others.first(where: { $0.amount >= 100 * amount })?.row else { continue }
            warn(
                sheet, row, "fact", "D4",
                "\(row["fact"]) \(row["unit"]) is less than a hundredth of '\(other["indicator"])' \(other["fact"]) "
                    + "\(other["unit"]) (line \(other.line)): is the unit right?")
        }
    }

    /// A money figure in millions of roubles.
    private static func millions(_ row: SheetRow) -> Double? {
        let factor: [String: Double] = ["million_rub": 1, "billion_rub": 1000]
        guard let factor = factor[row["unit"]], let fact = Double(row["fact"]), fact > 0 else { return nil }
        return fact * factor
    }

    /// The words that carry a meaning.
    private static func words(_ text: String) -> Set<String> {
        let empty: Set<String> = ["cluster", "clusters", "the", "and", "of"]
        return Set(text.split { !$0.isLetter && $0 != "-" }.map(String.init).filter { $0.count > 1 }).subtracting(empty)
    }
}
