// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

@testable import inoctl

extension OutputCase {
    private static let use = "06xybqqrm000e"

    /// The uses of instruments: acts, readings and reports.
    static let instrumentUses =
        [
            OutputCase(
                "instrument need", "--action", "v1-09", "--amount", "300 млн", "--purpose", "Сети площадки",
                otherwise: "POST.instrument-uses.act"),
            OutputCase("instrument uses"), OutputCase("instrument use show", use),
            OutputCase("instrument use why", use), OutputCase("instrument use log", use),
            OutputCase("instrument use allowed-actions", use),
            OutputCase("instrument coverage", "--instrument", "ind_park_med"), OutputCase("instrument collisions"),
        ]
        + [
            ["match", "--instrument", "ind_park_med"], ["apply", "--amount", "250 млн", "--number", "ПП-57"],
            ["grant", "--amount", "240 млн", "--agreement", "139-МБ-16"], ["refuse", "--reason", "Лимит исчерпан."],
            ["exhaust", "--spent", "240000000.50"], ["withdraw", "--reason", "Построено без субсидии."],
        ].map { act(noun: "instrument", $0, of: use, otherwise: "POST.instrument-uses.act") }

    /// The register edited by hand: each noun has the same four verbs.
    static let registryEdits = ["org", "instrument", "project", "person"].flatMap { noun in
        [
            OutputCase(
                "\(noun) add", "fano", "--set", "kind=federal_agency", "--source", "указ № 1",
                otherwise: "POST.registry.edit"),
            OutputCase(
                "\(noun) edit", "fano", "--set", "parent=", "--source", "указ № 1", "--revision", "06xy5djy4000q",
                otherwise: "POST.registry.edit"),
            OutputCase(
                "\(noun) rename", "fano", "--name-ru", "Новое имя", "--from", "2016-03-01", "--source", "указ № 1",
                otherwise: "POST.registry.edit"),
            OutputCase(
                "\(noun) merge", "fano", "--into", "minobrnauki", "--source", "указ № 1",
                otherwise: "POST.registry.edit"),
        ]
    }
}
