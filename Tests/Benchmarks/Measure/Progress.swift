// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What is being done now, on standard error: one line that is written over on a terminal, nothing elsewhere.
struct Progress: Sendable {
    private let isTerminal = isatty(2) == 1

    /// What is being done.
    func show(_ sentence: String) {
        guard isTerminal else { return }
        write("\r\u{1B}[K\(sentence)")
    }

    /// What stays to be read, on a terminal or not.
    func say(_ sentence: String) {
        clear()
        write(sentence + "\n")
    }

    func clear() { if isTerminal { write("\r\u{1B}[K") } }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

extension Double {
    /// With so many digits after the point.
    func text(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }
}
