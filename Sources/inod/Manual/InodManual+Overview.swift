// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Manual

extension InodManual {
    /// ino(7): what there is, and where.
    static var overview: ManualPage {
        ManualPage(
            name: "ino", section: 7, abstract: "the stakeholder coordination message broker",
            from: "'inod man' from the words of the domain",
            Roff.section(
                "DESCRIPTION",
                paragraphs(
                    "Ino carries instructions, approvals and the use of federal instruments between the bodies of an "
                        + "innovation programme, and knows who takes part and what the programme joins. inod (8) is "
                        + "the daemon, inoctl (1) the tool of a person, PostgreSQL the store.",
                    "One database holds any number of programmes. Organisations and persons are shared by all of them, "
                        + "everything else belongs to one. A programme's clock is the real one, or, for a "
                        + "demonstration and training, one that its operator moves forward."))
                + Roff.section(
                    "MESSAGES AND CASES",
                    paragraphs(
                        "Every act is a message: who did it, for which body and in what capacity, when it happened, "
                            + "when it was entered, and a hash over its content. Messages are never changed nor "
                            + "deleted. A change of the register is a message too, registry.change, to those it "
                            + "concerns.",
                        "The messages of one matter are a case, and where a case stands is what its messages come to; "
                            + "'inod rebuild --verify' compares the two. A rule decides whether an act is allowed, and "
                            + "a refusal says which rule and what to do. The kinds of case, each with the letter its "
                            + "registration numbers begin with:")
                        + CaseKind.allCases.flatMap { kind in
                            Roff.item(
                                kind.rawValue,
                                meaning(of: kind) + (kind.series.map { " Numbers: \($0)-2016-0001." } ?? ""))
                        })
                + Roff.section(
                    "INBOXES AND RECEIPTS",
                    paragraphs(
                        "Each organisation has one inbox, a log in one order. It is read by 'inoctl message inbox', by "
                            + "GET /v1/inbox, as a stream of events, or pushed to a webhook. How far a message has "
                            + "come with one recipient is a receipt; there are four levels, never merged:")
                        + ReceiptLevel.allCases.flatMap { Roff.item($0.rawValue, meaning(of: $0)) })
                + Roff.section(
                    "EXIT STATUS",
                    ["Of inod and inoctl alike; inod ends with some of them alone."] + ExitStatus.items(ofDaemon: false)
                )
                + Roff.section(
                    "FILES",
                    Roff.item(SettingsSource.standardFile, "The daemon's settings, inod.toml (5).")
                        + Roff.item(standard("http.socket"), "The API for operators of this host.")
                        + Roff.item("/usr/share/inod/sql", "A psqlrc and queries for analysts, over report_v1.")
                        + Roff.item("/usr/share/inod/grafana", "Dashboards to import in Grafana.")
                        + Roff.item("~/.config/inoctl/config.toml", "A person's profiles: where the daemon is."))
                + Roff.section(
                    "SEE ALSO",
                    [
                        Roff.reference("inod", 8) + ",", Roff.reference("inod.toml", 5) + ",",
                        Roff.reference("inoctl", 1),
                    ]
                ))
    }

    private static func paragraphs(_ texts: String...) -> [String] {
        Array(texts.map { [Roff.escaped($0)] }.joined(separator: [".PP"]))
    }

    private static func meaning(of kind: CaseKind) -> String {
        switch kind {
        case .instruction: "Поручение: somebody is asked to do something by a day."
        case .approval: "Согласование: a document goes round a route of approvers and is signed."
        case .instrumentUse: "Мера поддержки: the use of a federal instrument, from the need to the grant."
        }
    }

    private static func meaning(of level: ReceiptLevel) -> String {
        switch level {
        case .accepted: "The broker has it, for good."
        case .delivered: "It arrived at the recipient's gate."
        case .registered: "The recipient entered it in its own books."
        case .outcome: "The recipient answered what it asked for."
        }
    }
}
