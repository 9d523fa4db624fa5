// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Finds what somebody probably meant.
public enum Suggestion {
    /// The nearest of the candidates, if it is near enough to be a slip of the finger.
    public static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let limit = max(1, word.count / 3)
        return candidates.map { (distance($0, word), $0) }.filter { $0.0 <= limit }.min { $0 < $1 }?.1
    }

    /// Insertions, deletions, changes and swaps of neighbours between two words.
    static func distance(_ first: String, _ second: String) -> Int {
        let a = Array(first.lowercased())
        let b = Array(second.lowercased())
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
                row.append(best)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
