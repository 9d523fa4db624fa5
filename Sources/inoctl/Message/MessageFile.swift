// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Wire

/// A message as a person writes it in a file.
struct MessageFile {
    let request: SendRequest
    let from: String?
    let basis: String?

    init(path: String) throws {
        var form = try Form(path: path)
        let recipients = form.texts("to").compactMap { RecipientArgument(argument: $0)?.recipient }
        let text = form.text("text")
        form.require("to", !recipients.isEmpty, "name who gets it")
        form.require("text", text != nil, "say something")
        from = form.text("from")
        basis = form.text("basis")
        request = SendRequest(
            recipients: recipients.map { RecipientRequest($0) }, key: form.text("key"),
            kind: form.text("kind") ?? "letter", contentType: form.text("content-type"), text: text,
            cause: form.value("cause", as: Identifier.self, "the id of a message"),
            expires: form.value("expires", as: Instant.self, "a time, such as 2016-04-11T18:00:00+07:00"))
        try form.finish()
    }

    static let example = """
        # A message. Send it by: inoctl message send --file FILE --dry-run, then without --dry-run.
        # A key that is left out or empty is not given.

        # Who gets it: codes of organisations ('inoctl org list' has them), each with a role behind a colon if it has one;
        # or groups, looked up as it is sent: cluster:C, area:C, kind:K, instrument:C, case:NUMBER, all.
        to:
          - tsu
          - tpu:observer
        # What it says.
        text: |
          Просим подтвердить участие в совещании 12 апреля 2016 года.

        # Your own key: the same key with the same content is sent once, for ever.
        #key: invitation-2016-04-12
        # Who sends it, when an operator enters it for somebody; the basis is the paper it came on.
        #from: tomsk_admin
        #basis: письмо № 12-34 от 25.03.2016
        # The message it answers.
        #cause: 06xy5d398000d
        # Until when it is worth anything; who has not acknowledged it by then is named to you.
        #expires: 2016-04-11T18:00:00+07:00
        #kind: letter
        #content-type: text/plain; charset=utf-8

        """
}
