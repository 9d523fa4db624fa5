// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Evidence
import Foundation
import Store
import Wire

// What the store gives, in the words of the wire.

extension MessageView {
    init(_ stored: StoredMessage) {
        let message = stored.message
        let isText = message.contentType.hasPrefix("text/") || message.contentType.contains("json")
        let text = isText ? String(validating: message.body, as: UTF8.self) : nil
        self.init(
            id: stored.id, programme: message.programme, caseId: message.caseID, kind: message.kind,
            sender: message.sender, senderKey: message.senderKey, actor: message.actor,
            occurredAt: message.occurredAt, knownAt: stored.knownAt, recordedAt: stored.recordedAt,
            cause: message.cause, audience: message.audience, contentType: message.contentType,
            hash: Hexadecimal.text(stored.hash), text: text,
            base64: text == nil ? Data(message.body).base64EncodedString() : nil, expires: stored.expires)
        let named = message.attachments
        attachments = named.isEmpty ? nil : named
    }
}

extension CaseView {
    /// A case with those of its messages that were entered later than they happened.
    init(_ subject: Case, log: [StoredMessage]) {
        self.init(
            subject,
            enteredLate: log.filter { $0.knownAt > $0.message.occurredAt }.map { stored in
                LateEntry(
                    message: stored.id, kind: stored.message.kind, occurredAt: stored.message.occurredAt,
                    enteredAt: stored.knownAt, actor: stored.message.actor)
            })
    }
}

extension TrackView {
    init(_ stored: StoredMessage, _ recipients: [Tracking]) {
        self.init(
            id: stored.id, kind: stored.message.kind, sender: stored.message.sender, recordedAt: stored.recordedAt,
            expires: stored.expires,
            recipients: recipients.map { tracking in
                TrackRecipient(
                    organisation: tracking.recipient.organisation, role: tracking.recipient.role,
                    number: tracking.number, accepted: tracking.accepted, delivered: tracking.delivered,
                    registered: tracking.registered, outcome: tracking.outcome, expired: tracking.expired)
            })
    }
}

extension InboxItem {
    init(number: Int64, message: StoredMessage) {
        self.init(number: number, message: MessageView(message), expired: message.expired)
    }
}

extension InboxPage {
    init(_ slice: InboxSlice) {
        let items = slice.items.map(InboxItem.init)
        let reached = items.last?.number
        self.init(items: items, next: reached.flatMap { $0 < slice.last ? $0 : nil }, last: slice.last)
    }
}

extension SendAnswer {
    init(_ appended: Appended) {
        self.init(
            id: appended.id, hash: Hexadecimal.text(appended.hash), recordedAt: appended.recordedAt,
            occurredAt: appended.occurredAt,
            deliveries: appended.deliveries.map {
                DeliveryInfo(organisation: $0.organisation, number: $0.number)
            })
    }
}

extension ActAnswer {
    init(_ messages: [Appended], _ instruction: Instruction, dryRun: Bool) {
        let last = messages.last
        self.init(
            instruction: instruction.id, number: instruction.number, state: instruction.state.rawValue,
            revision: instruction.revision, due: instruction.deadline.due,
            message: dryRun ? nil : last.map(SendAnswer.init),
            audience: last?.deliveries.map { Recipient(organisation: $0.organisation, role: $0.role) },
            dryRun: dryRun ? true : nil)
    }
}

extension ApprovalAnswer {
    init(_ messages: [Appended], _ approval: Approval, dryRun: Bool) {
        let last = messages.last
        self.init(
            approval, message: dryRun ? nil : last.map(SendAnswer.init),
            audience: last?.deliveries.map { Recipient(organisation: $0.organisation, role: $0.role) },
            dryRun: dryRun ? true : nil)
    }
}

extension Wire.TokenInfo {
    init(_ record: TokenRecord) {
        self.init(
            id: record.id.description, name: record.name, person: record.person, position: record.position,
            organisation: record.organisation, scopes: record.scopes.map(\.rawValue).sorted(),
            createdAt: record.createdAt, expiresAt: record.expiresAt, lastUsedAt: record.lastUsedAt,
            revokedAt: record.revokedAt)
    }
}

extension ReportInfo {
    init(_ report: ReportDescription) {
        self.init(
            name: report.name, description: report.comment,
            columns: report.columns.map { ReportColumn(name: $0.name, type: $0.type, description: $0.comment) },
            takesMoment: report.takesMoment ? true : nil,
            samples: report.samples.map { ReportQuery(name: $0.name, title: $0.title, sql: $0.sql) })
    }
}

extension ReportTable {
    init(_ result: ReportResult) {
        self.init(
            name: result.report.name, columns: ReportInfo(result.report).columns, rows: result.rows,
            samples: result.samples, truncated: result.isTruncated ? true : nil)
    }
}
