// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination

/// An instruction as a person writes it in a file.
struct InstructionFile {
    let draft: InstructionDraft
    let from: String?
    let basis: String?
    let isDraft: Bool

    init(path: String) throws {
        var form = try Form(path: path)
        from = form.text("from")
        basis = form.text("basis")
        let (to, text) = (form.text("to"), form.text("text"))
        form.require("to", to != nil, "name who answers for it")
        form.require("text", text != nil, "say what is to be done")
        let due = form.value("due", as: CalendarDate.self, "a day such as 2016-04-05")
        let withoutDeadline = form.flag("without-deadline")
        draft = InstructionDraft(
            responsible: to ?? "", coExecutors: form.texts("co"), controller: form.text("controller"),
            observers: form.texts("observers"), text: text ?? "",
            mark: form.value("mark", "срочно or оперативно") { Mark(named: $0) }, deadline: due,
            withoutDeadline: withoutDeadline, aboutAction: form.text("about"), instruments: form.texts("instruments"),
            basis: form.text("document"), policy: form.text("policy"))
        isDraft = form.flag("draft")
        form.require(
            "due", due == nil || !withoutDeadline, "with without-deadline there is none; leave one of them out")
        try form.finish()
    }

    static let example = """
        # An instruction. Give it by: inoctl instruction issue --file FILE --dry-run, then without --dry-run.
        # A key that is left out or empty is not given.

        # Who answers for it: the code of an organisation ('inoctl org list' has them).
        to: tsu
        # What is to be done.
        text: |
          Подготовить предложения по площадке для фторидных технологий
          в ОЭЗ «Томск».

        # Who gives it, when an operator enters it for somebody; the basis is the paper it came on.
        #from: minekonom
        #basis: письмо № 12-34 от 25.03.2016

        # Co-executors and observers: a list, or one code.
        co: [tpu]
        observers:
          - fano
        # Who accepts the report, when it is not the issuer.
        #controller: tomsk_admin

        # The term: a mark (срочно or оперативно), or a day, or none where the policy allows that.
        mark: оперативно
        #due: 2016-04-05
        #without-deadline: true
        # The deadline policy, such as federal or regional; the programme's when absent.
        #policy: regional

        # What it rests on: a roadmap action, federal instruments, a document; one of them at least.
        about: v1-05
        instruments: [sez_tomsk]
        #document: протокол совещания от 25.03.2016

        # Keep it as a draft.
        #draft: true

        """
}
