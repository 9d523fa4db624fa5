// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Store
import Wire

extension Problem {
    /// What a failure of the store means to a stranger.
    init(_ error: StoreError) {
        let (code, title, status, retryable) = Self.kind(of: error.code)
        self.init(code: code, title: title, status: status, detail: error.sentence, retryable: retryable)
        switch error.code {
        case .unknownRecipient(let codes):
            errors = codes.map {
                Entry(
                    pointer: "/recipients", code: "unknown-recipient", detail: "No organisation has the code '\($0)'.")
            }
            next = "See the codes with 'inoctl org list'."
        case .unknownAttachment(let hashes):
            errors = hashes.map {
                Entry(pointer: "/attachments", code: "unknown-attachment", detail: "\($0) is not here, or not for it.")
            }
            next = "Upload the content first, by POST /v1/attachments or 'inoctl attachment add', then name its hash."
        case .attachmentQuota: next = "Name in a message what was uploaded; what no message names is gone after a day."
        case .tooLarge: next = "Send it in parts, or ask the operator for a higher http.attachment-limit."
        case .digestMismatch: next = "Send it again: it was changed on its way, or another file was meant."
        case .ambiguous(let what, let candidates):
            errors = candidates.map { Entry(pointer: "", code: "candidate", detail: "\(what) \($0)") }
            next = "Name one of them in full."
        case .unknownColumn(let name, let columns):
            errors = [Entry(pointer: "?where", code: "columns", detail: columns.joined(separator: ", "))]
            next =
                Suggestion.nearest(to: name, among: columns).map { "Did you mean '\($0)'?" }
                ?? "Name one of its columns."
        case .outcomeUnknown: next = "Repeat it with the same key: it is done once."
        case .internalFault: detail = Problem.internalError.detail
        default: break
        }
    }

    private static func kind(of code: StoreError.Code) -> (String, String, Int, Bool) {
        switch code {
        case .outcomeUnknown: ("outcome-unknown", "It may have been done", 503, true)
        case .readOnly: ("read-only", "The database takes no writes at the moment", 503, true)
        case .unavailable: ("unavailable", "The database cannot be reached at the moment", 503, true)
        case .stopping: ("stopping", "The daemon is stopping", 503, true)
        case .conflict: ("conflict", "Somebody else was at the same thing", 409, true)
        case .unknownRecipient: ("unknown-recipient", "A recipient is not known", 422, false)
        case .unknownAttachment: ("unknown-attachment", "An attachment is not known", 422, false)
        case .attachmentQuota: ("quota", "The organisation has too much that no message names", 429, false)
        case .tooLarge: ("too-large", "The attachment is too large", 413, false)
        case .digestMismatch: ("digest-mismatch", "The content is not the announced one", 422, false)
        case .notFound: ("not-found", "There is no such thing", 404, false)
        case .ambiguous: ("ambiguous", "More than one answers to this name", 409, false)
        case .duplicateConflict: ("duplicate-conflict", "The key was used for something else", 409, false)
        case .keyReused: ("idempotency-key-reused", "The key was used for another request", 422, false)
        case .invalid: ("invalid-value", "A value cannot be stored as it is", 422, false)
        case .unknownColumn: ("unknown-column", "The report has no such column", 400, false)
        case .schemaNotReady: ("schema-not-ready", "The database is not ready for this version", 503, true)
        case .internalFault: ("internal", Problem.internalError.title, 500, false)
        }
    }
}
