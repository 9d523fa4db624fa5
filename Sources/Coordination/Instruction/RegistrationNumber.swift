// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// The numbers that cases are known by: `П-2016-0417`, gapless per programme, series and year.
public enum RegistrationNumber {
    /// The series of instructions (поручения).
    public static let instructions = "П"
    /// The series of uses of federal instruments (меры поддержки). М looks like the Latin M and nothing else, so the key of
    /// a number cannot meet that of another series, whose letters are read as P and C.
    public static let instrumentUses = "М"
    /// The series of approvals (согласования).
    public static let approvals = "С"

    /// The number written out; at least four digits.
    public static func text(series: String, year: Int, ordinal: Int) -> String {
        let digits = String(ordinal)
        return "\(series)-\(year)-\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"
    }

    /// What two spellings of one number have in common, whichever alphabet and case they were typed in.
    ///
    /// Letters that look alike become the Latin one; П, which has no twin, is also found as P.
    public static func key(_ text: String) -> String {
        String(text.uppercased().map { lookAlikes[$0] ?? $0 })
    }

    private static let lookAlikes: [Character: Character] = [
        "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P", "С": "C", "Т": "T", "У": "Y",
        "Х": "X", "П": "P", "–": "-", "—": "-", "‑": "-",
    ]
}
