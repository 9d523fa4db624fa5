// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What report_v1 promises: every column that others may build on, with its type. Lines are added to the file with the
/// columns, and never removed.
enum ReportsPromise {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Golden/report_v1.txt")

    static func columns() throws -> [String] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
    }
}
