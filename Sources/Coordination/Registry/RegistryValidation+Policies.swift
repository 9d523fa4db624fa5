// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

// Deadline policies: what their rows must be.
extension RegistryValidation {
    mutating func checkPolicies(_ sheet: Sheet) {
        for row in sheet.rows {
            for column in ["urgent", "prompt", "unstated", "extension_window", "dispute_window", "reopening_term"] {
                guard let text = row.filled(column), DeadlinePolicy.Term(text) == nil else { continue }
                fault(
                    sheet, row, column, "'\(text)' is not a term",
                    "write it as '3 calendar days', '10 working days' or '1 month'")
            }
            let shipped = DeadlinePolicy.shipped.contains {
                $0.code == row["code"] && String($0.version) == row["version"]
            }
            if shipped {
                fault(
                    sheet, row, "version", "version \(row["version"]) of '\(row["code"])' comes with Ino",
                    "give yours a higher version, or a code of its own")
            }
        }
    }
}
