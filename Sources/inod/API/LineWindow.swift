// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// The lines of a stream between the connection and the intake: as many as may be under way, and no more are read.
actor LineWindow {
    /// A line of the stream with something in it.
    struct Line: Sendable {
        /// Its place in the stream, from 1; empty lines count.
        let number: Int
        /// What it says; nil when it is longer than a line may be.
        let bytes: [UInt8]?
    }

    private let capacity: Int
    private let longest: Int
    private var lines: [Line] = []
    /// Lines that were given out and are not confirmed.
    private var unconfirmed = 0
    private var isOver = false
    private var reader: CheckedContinuation<Void, Never>?
    private var taker: CheckedContinuation<Void, Never>?

    // What the parts of the connection have begun and not ended.
    private var number = 1
    private var begun: [UInt8] = []
    private var isTooLong = false

    /// A window of so many lines, none longer than `longest` bytes.
    init(capacity: Int, longest: Int) {
        self.capacity = capacity
        self.longest = longest
    }

    /// Takes in a part of the stream, cut anywhere; returns when there is room for more.
    func add(_ part: ByteBuffer) async {
        for piece in part.readableBytesView.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
        {
            if piece.offset > 0 { await endLine() }
            if begun.count + piece.element.count > longest { isTooLong = true }
            // What is too long is passed over and not kept.
            if isTooLong { begun = [] } else { begun += piece.element }
        }
    }

    /// The stream has ended, by its sender or by a stop of the daemon; what was read of it is still to be done.
    func end() async {
        if !isOver { await endLine() }
        close()
    }

    /// Nothing more is read. A line of which only a part is here was not sent.
    func close() {
        isOver = true
        reader?.resume()
        reader = nil
        taker?.resume()
        taker = nil
    }

    /// Up to where something was confirmed: the room of these lines is free again.
    func confirm(_ count: Int) {
        unconfirmed -= count
        reader?.resume()
        reader = nil
    }

    /// All lines that wait, at least one; none at the end of the stream.
    func take() async -> [Line] {
        if lines.isEmpty, !isOver { await withCheckedContinuation { taker = $0 } }
        defer { lines = [] }
        unconfirmed += lines.count
        return lines
    }

    private func endLine() async {
        defer { number += 1 }
        if begun.last == UInt8(ascii: "\r") { begun.removeLast() }
        let line = Line(number: number, bytes: isTooLong ? nil : begun)
        let isEmpty = begun.isEmpty && !isTooLong
        (begun, isTooLong) = ([], false)
        guard !isEmpty else { return }
        while lines.count + unconfirmed >= capacity, !isOver { await withCheckedContinuation { reader = $0 } }
        guard !isOver else { return }
        lines.append(line)
        taker?.resume()
        taker = nil
    }
}
