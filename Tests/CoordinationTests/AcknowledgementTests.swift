// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Testing

/// An inbox of ten numbers, of which four have the receipt.
@Suite struct AcknowledgementTests {
    struct Row: Sendable {
        var level = ReceiptLevel.delivered
        var from: Int64?
        let upTo: Int64
        /// The numbers that get a receipt; nil when none does.
        var numbers: ClosedRange<Int64>?
        /// How the sentence of the refusal begins; nil when it is allowed.
        var refused: String?
    }

    @Test(arguments: [
        Row(upTo: 10, numbers: 5...10), Row(upTo: 5, numbers: 5...5), Row(upTo: 4), Row(upTo: 1),
        Row(from: 7, upTo: 9, numbers: 7...9), Row(from: 2, upTo: 3, numbers: 2...3), Row(from: 9, upTo: 8),
        Row(level: .registered, upTo: 6, numbers: 5...6),
        Row(upTo: 11, refused: "The inbox ends at number 10; 11 was never given"),
        Row(upTo: 0, refused: "The inbox ends at number 10; 0 was never given"),
        Row(from: 0, upTo: 3, refused: "The first number of an inbox is 1"),
        Row(level: .outcome, upTo: 3, refused: "A receipt is given for delivered or registered"),
        Row(level: .accepted, upTo: 3, refused: "A receipt is given for delivered or registered"),
    ]) func eachAcknowledgementCoversItsNumbersOrIsRefused(_ row: Row) {
        let given = Acknowledgement(level: row.level, from: row.from, upTo: row.upTo)
        do {
            let numbers = try given.numbers(inboxEndsAt: 10, coveredUpTo: 4)
            #expect(numbers == row.numbers && row.refused == nil, "\(row)")
        } catch {
            #expect(row.refused.map { error.sentence.hasPrefix($0) } == true, "\(row): \(error)")
            #expect(error.next != nil)
        }
    }

    @Test func anEmptyInboxHasNothingToAcknowledge() {
        #expect(throws: Refusal.self) {
            try Acknowledgement(level: .delivered, upTo: 1).numbers(inboxEndsAt: 0, coveredUpTo: 0)
        }
    }

    @Test func theReceiptsThatActsAreAreThese() {
        let expected: [InstructionActKind: ReceiptLevel] = [
            .register: .registered, .refuse: .outcome, .contribute: .outcome, .report: .outcome,
        ]
        for act in InstructionActKind.allCases {
            #expect(act.receipt == expected[act], "\(act)")
            #expect(ReceiptLevel.given(by: act.messageKind) == expected[act], "\(act)")
        }
        #expect(ReceiptLevel.given(by: "letter") == nil)
        #expect(ReceiptLevel.given(by: "registry.change") == nil)
    }
}
