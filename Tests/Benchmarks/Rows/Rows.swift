// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// All rows in their order.
enum Rows {
    static func all(_ peers: [any Peer] = [], progress: Progress = Progress()) -> [Row] {
        Sending.all.prefix(2).map { $0.row(peers) } + [Streaming.row(peers)]
            + Sending.all.dropFirst(2).map { $0.row(peers) }
            + Receiving.all.map { $0.row(peers) } + [
                Latency.row(peers), Latency.elsewhere, FanOut.written(peers), FanOut.received(peers), Acts.row,
                HeldTransaction.row,
            ] + LongHistory.rows + [Memory.row(progress)]
    }

    static let names = all().map(\.name)

    /// One line a row, for the help.
    static let list = all().map { row in
        row.name + String(repeating: " ", count: 8 - row.name.count) + row.says
    }.joined(separator: "\n")
}
