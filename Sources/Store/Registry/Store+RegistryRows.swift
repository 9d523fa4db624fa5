// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

extension RegistryRows {
    static func organisations(
        _ filter: RegistryFilter, _ programme: Int16, in db: isolated Connection
    ) throws -> [Organisation] {
        try decode(
            """
            select jsonb_strip_nulls(jsonb_build_object(
                     'code', o.code, 'kind', o.kind, 'nameEn', o.name_en, 'nameRu', o.name_ru, 'parent', p.code,
                     'cluster', c.code, 'membershipProvenance', m.membership_provenance,
                     'formerNames', coalesce((
                         select jsonb_agg(jsonb_build_object('nameEn', n.name_en, 'nameRu', n.name_ru,
                                          'validFrom', n.valid_from, 'validTo', n.valid_to) order by n.valid_to desc)
                           from core.organisation_name n
                          where n.organisation = o.id and n.valid_to is not null), '[]'),
                     \(source("o"))))
              from core.programme_organisation m
              join core.organisation o on o.id = m.organisation
              left join core.organisation p on p.id = o.parent
              left join core.cluster c on c.id = m.cluster
             where m.programme = \(programme) and m.ended_at is null
               and \(wanted(filter.kind, "o.kind"))
               and \(wanted(filter.cluster, "c.code"))
               and \(wanted(filter.owner, "p.code"))
               and \(filter.rows("o", names: "name_en", "name_ru")) \(filter.page("o"))
            """, in: db)
    }

    static func persons(
        _ filter: RegistryFilter, _ programme: Int16, in db: isolated Connection
    ) throws -> [Person] {
        try decode(
            """
            select jsonb_strip_nulls(jsonb_build_object(
                     'code', p.code, 'nameEn', p.name_en, 'nameRu', p.name_ru, \(source("p")),
                     'positions', (
                         select jsonb_agg(jsonb_build_object(
                                'organisation', o.code, 'positionEn', x.position_en, 'positionRu', x.position_ru,
                                'validFrom', x.valid_from, 'validTo', x.valid_to, 'isCurrent', x.ended_at is null)
                                order by x.ended_at desc nulls first, x.first_day desc nulls last, x.id)
                           from core.person_position x
                           join core.organisation o on o.id = x.organisation
                          where x.person = p.id)))
              from core.person p
             where p.ended_at is null
               and exists (select from core.registry_row r
                            where r.programme = \(programme) and r.file = 'persons' and r.key = p.code
                              and r.ended_at is null)
               and (\(filter.owner) is null
                    or exists (select from core.person_position x join core.organisation o on o.id = x.organisation
                                where x.person = p.id and x.ended_at is null and o.code = \(filter.owner)))
               and \(filter.rows("p", names: "name_en", "name_ru")) \(filter.page("p"))
            """, in: db)
    }

    static func instruments(
        _ filter: RegistryFilter, _ programme: Int16, in db: isolated Connection
    ) throws -> [Instrument] {
        try decode(
            """
            select jsonb_strip_nulls(jsonb_build_object(
                     'code', i.code, 'nameEn', i.name_en, 'nameRu', i.name_ru, 'owner', o.code, 'kind', i.kind,
                     'legalBasis', i.legal_basis, 'legalBasisEvidence', i.legal_basis_evidence,
                     'validFrom', i.valid_from, 'validTo', i.valid_to, 'workArea', w.code, 'cluster', c.code,
                     'summary', i.summary, 'membershipProvenance', i.membership_provenance, \(source("i")),
                     'recipients', coalesce((
                         select jsonb_agg(jsonb_build_object(
                                'organisation', b.code, 'role', r.role, 'validFrom', r.valid_from, 'validTo', r.valid_to,
                                \(source("r")))
                                order by r.id)
                           from core.instrument_recipient r
                           join core.organisation b on b.id = r.organisation
                          where r.instrument = i.id and r.ended_at is null), '[]'),
                     'windows', coalesce((
                         select jsonb_agg(jsonb_build_object(
                                'opens', x.opens, 'closes', x.closes, \(source("x"))) order by x.first_day)
                           from core.instrument_window x where x.instrument = i.id and x.ended_at is null), '[]'),
                     'budgets', coalesce((
                         select jsonb_agg(jsonb_build_object(
                                'year', x.year, 'amountMrub', x.amount_mrub, 'coFundingPct', x.co_funding_pct,
                                \(source("x"))) order by x.year)
                           from core.instrument_budget x where x.instrument = i.id and x.ended_at is null), '[]')))
              from core.instrument i
              join core.organisation o on o.id = i.owner
              join core.work_area w on w.id = i.work_area
              left join core.cluster c on c.id = i.cluster
             where i.programme = \(programme) and i.ended_at is null
               and \(wanted(filter.kind, "i.kind"))
               and \(wanted(filter.owner, "o.code"))
               and \(wanted(filter.workArea, "w.code"))
               and \(wanted(filter.cluster, "c.code"))
               and \(filter.rows("i", names: "name_en", "name_ru")) \(filter.page("i"))
            """, in: db)
    }

    static func projects(
        _ filter: RegistryFilter, _ programme: Int16, in db: isolated Connection
    ) throws -> [Project] {
        try decode(
            """
            select jsonb_strip_nulls(jsonb_build_object(
                     'code', p.code, 'titleEn', p.title_en, 'titleRu', p.title_ru, 'kind', p.kind, 'workArea', w.code,
                     'cluster', c.code, 'areaType', a.code, 'lead', o.code, 'start', p.starts, 'end', p.ends,
                     'status', p.status, 'budgetMrub', p.budget_mrub, 'extraBudgetMrub', p.extra_budget_mrub,
                     'jobsPlanned', p.jobs_planned, 'detailsProvenance', p.details_provenance,
                     'numbersProvenance', p.numbers_provenance, \(source("p")),
                     'participants', \(linked("project_participant", to: "organisation", where: "l.project = p.id")),
                     'instruments', \(linked("project_instrument", to: "instrument", where: "l.project = p.id")),
                     'actions', coalesce((
                         select jsonb_agg(r.code order by v.position, r.number)
                           from core.project_action l
                           join core.roadmap_action r on r.id = l.action
                           join core.roadmap_version v on v.id = r.version
                          where l.project = p.id), '[]')))
              from core.project p
              join core.organisation o on o.id = p.lead
              join core.work_area w on w.id = p.work_area
              left join core.cluster c on c.id = p.cluster
              left join core.area_type a on a.id = p.area_type
             where p.programme = \(programme) and p.ended_at is null
               and \(wanted(filter.kind, "p.kind"))
               and \(wanted(filter.owner, "o.code"))
               and \(wanted(filter.status, "p.status"))
               and \(wanted(filter.workArea, "w.code"))
               and \(wanted(filter.cluster, "c.code"))
               and \(filter.rows("p", names: "title_en", "title_ru")) \(filter.page("p"))
            """, in: db)
    }
}
