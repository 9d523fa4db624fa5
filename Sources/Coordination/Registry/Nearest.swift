// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Finds what somebody probably meant.
public enum Nearest {
    /// The one of `candidates` that differs least from `word`, if it is near enough to be meant.
    public static func match(_ word: String, in candidates: some Sequence<String>) -> String? {
        let limit = max(1, word.count / 3)
        let wanted = Array(word.lowercased())
        return
            candidates
            .map { (distance: distance(wanted, Array($0.lowercased())), candidate: $0) }
            .filter { $0.distance <= limit }
            .min { ($0.distance, $0.candidate) < ($1.distance, $1.candidate) }?
            .candidate
    }

    /// Insertions, deletions, replacements and swaps of neighbours between two words.
    static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var before: [Int] = []
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (place, other) in right.enumerated() {
                var best = min(last[place + 1] + 1, current[place] + 1, last[place] + (letter == other ? 0 : 1))
                if row > 0, place > 0, letter == right[place - 1], left[row - 1] == other {
                    best = min(best, before[place - 1] + 1)
                }
                current.append(best)
            }
            (before, last) = (last, current)
        }
        return last[right.count]
    }
}
