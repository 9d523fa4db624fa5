// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres
import Store
import TestDatabase
import Testing

extension Office {
    /// A register of three instruments, one action of tsu's and one project of tpu's, which the office, minekonom, runs.
    ///
    /// The third instrument ends before the project it is for, which is a collision by the register alone.
    func register() async throws {
        let fact = "'sample', 'invented', 'invented', 'test'"
        let columns = "provenance, evidence, source_note, imported_by"
        try await database.connection().script(
            """
            update core.programme set office = (select id from core.organisation where code = 'minekonom');
            insert into core.work_area (programme, code, number, name_en, name_ru, \(columns))
            select id, 'area', 1, 'Area', 'Направление', \(fact) from core.programme;
            insert into core.instrument (programme, code, name_en, name_ru, owner, kind, legal_basis_evidence,
                   valid_from, valid_to, work_area, summary, membership_provenance, \(columns))
            select w.programme, i.code, i.code, i.code, o.id, 'grant', 'invented', '2014', i.valid_to, w.id, 'test',
                   'sample', \(fact)
              from core.work_area w,
                   (values ('i1', 'minekonom', '2020'), ('i2', 'fano', '2020'), ('i3', 'minekonom', '2016-06'))
                   i (code, owner, valid_to)
              join core.organisation o on o.code = i.owner;
            insert into core.instrument_recipient (programme, instrument, organisation, role, \(columns))
            select i.programme, i.id, o.id, 'applicant', \(fact)
              from core.instrument i, core.organisation o where (i.code, o.code) = ('i2', 'tsu');
            insert into core.roadmap_version (programme, code, position, imported_by)
            select id, 'v1', 1, 'test' from core.programme;
            insert into core.roadmap_action (programme, version, code, number, title_en, title_ru, work_area, lead, due,
                   outcome, status, details_provenance, status_provenance, document_link, \(columns))
            select v.programme, v.id, 'a1', 1, 'Action', 'Мероприятие', w.id, o.id, '2016-12', '', 'planned', 'sample',
                   'sample', 'none', \(fact)
              from core.roadmap_version v, core.work_area w, core.organisation o where o.code = 'tsu';
            insert into core.project (programme, code, title_en, title_ru, kind, work_area, lead, ends, status,
                   budget_mrub, details_provenance, numbers_provenance, \(columns))
            select w.programme, 'p1', 'Project', 'Проект', 'industrial', w.id, o.id, '2017-12', 'planned', 100,
                   'sample', 'sample', \(fact)
              from core.work_area w, core.organisation o where o.code = 'tpu';
            insert into core.roadmap_action_instrument (action, instrument, position)
            select a.id, i.id, 1 from core.roadmap_action a, core.instrument i where i.code = 'i1';
            insert into core.project_instrument (project, instrument, position)
            select p.id, i.id, 1 from core.project p, core.instrument i where i.code = 'i3';
            """)
    }

    /// Acts on one use of an instrument, each by its body; answers its id.
    @discardableResult
    func use(_ steps: (InstrumentUseAct, by: String)..., key: String) async throws -> Identifier {
        var id: Identifier?
        for (place, step) in steps.enumerated() {
            let answer = try await commit(
                submission(
                    by: clerk(of: step.by), key: "\(key)-\(place)", .acts(case: id, [.instrumentUse(step.0)])))
            guard answer.status == 201, let message = Identifier(String(answer.text.prefix(13))) else {
                throw StoreError(.invalid, answer.text)
            }
            if id == nil { id = try await store.message(message.description).caseID }
        }
        return try #require(id)
    }

    /// tsu pays one action out of two instruments, is refused a third time; tpu has an instrument that ends too soon for
    /// its project, and a need that nobody has found one for.
    func uses() async throws {
        func need(_ amount: String, action: String? = nil, project: String? = nil, of body: String) throws
            -> InstrumentUseAct
        {
            .need(
                InstrumentNeed(
                    action: action, project: project, amount: try #require(Roubles(amount)), purpose: "Сети",
                    recipient: body))
        }
        let amount = try #require(Roubles("2000000"))
        let found = { InstrumentUseAct.match(instrument: $0, recipient: nil, comment: nil) }
        let asked = { InstrumentUseAct.apply(amount: amount, number: $0, date: nil) }
        let granted = { InstrumentUseAct.grant(amount: amount, agreement: $0, date: nil, until: nil) }
        try await use(
            (need("2000000", action: "a1", of: "tsu"), "tsu"), (found("i1"), "minekonom"), (asked("З-1"), "tsu"),
            (granted("С-1"), "minekonom"), key: "twice-1")
        try await use(
            (need("2000000", action: "a1", of: "tsu"), "tsu"), (found("i2"), "minekonom"), (asked("З-2"), "tsu"),
            (granted("С-2"), "fano"), key: "twice-2")
        try await use(
            (need("2000000", action: "a1", of: "tsu"), "tsu"), (found("i2"), "minekonom"), (asked("З-3"), "tsu"),
            (.refuse(reason: "Лимиты исчерпаны"), "fano"), key: "refused")
        try await use(
            (need("3000000", project: "p1", of: "tpu"), "tpu"), (found("i3"), "minekonom"), key: "short")
        try await use((need("5000000", project: "p1", of: "tpu"), "tpu"), key: "unmet")
    }

    /// Approvals in every position that decides who may know what: a stage still open with one vote cast, a stage that
    /// has ended with a remark, one sent back, one between two bodies alone, and a draft.
    func approvals() async throws {
        let open = try await submitApproval(key: "open")
        #expect(try await vote(.approved, on: open, by: "tsu") == 201)
        let ended = try await submitApproval(key: "ended")
        #expect(try await vote(.withRemarks, on: ended, by: "tsu") == 201)
        #expect(try await vote(.approved, on: ended, by: "tpu") == 201)
        let returned = try await submitApproval(key: "returned")
        #expect(try await vote(.refused, on: returned, by: "tpu") == 201)
        let draft = ApprovalDraft(
            document: ApprovalDocument(title: "Записка", text: "Записка", contentHash: Self.hash), note: "Прошу",
            route: [ApprovalStage(name: "Этап", approvers: [Approver(organisation: "tsu")])], signer: "tsu")
        #expect(try await approve([.create(draft), .submit], on: nil, by: "tpu", key: "two").status == 201)
        #expect(try await approve([.create(draft)], on: nil, by: "tpu", key: "alone").status == 201)
    }
}
