// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Postgres

extension RegistryRows {
    static func roadmaps(
        _ filter: RegistryFilter, _ programme: Int16, withActions: Bool, in db: isolated Connection
    ) throws -> [RoadmapVersion] {
        try decode(
            """
            select jsonb_strip_nulls(jsonb_build_object(
                     'code', v.code, 'nameEn', v.name_en, 'nameRu', v.name_ru, 'status', v.status,
                     'statusOn', v.status_on, 'legalBasis', v.legal_basis, \(source("v")),
                     'actionCount', s.actions, 'sampleCount', s.samples, 'actionsByStatus', s.by_status,
                     'actions', case when \(withActions) then coalesce((
                         select jsonb_agg(\(action) order by a.number) \(actionTables)
                          where a.version = v.id and a.ended_at is null), '[]') end))
              from core.roadmap_version v
             cross join lateral (
                   select coalesce(sum(n), 0) as actions, coalesce(sum(samples), 0) as samples,
                          coalesce(jsonb_object_agg(status, n), '{}') as by_status
                     from (select status, count(*) as n, count(*) filter (where provenance = 'sample') as samples
                             from core.roadmap_action x
                            where x.version = v.id and x.ended_at is null group by status) y) s
             where v.programme = \(programme) and v.ended_at is null
               and \(wanted(filter.code, "v.code"))
             order by v.position
            """, in: db)
    }

    static func actions(
        _ filter: RegistryFilter, _ programme: Int16, in db: isolated Connection
    ) throws -> [RoadmapAction] {
        try decode(
            """
            select jsonb_strip_nulls(\(action)) \(actionTables)
             where a.programme = \(programme) and a.ended_at is null
               and \(wanted(filter.version, "f.code"))
               and (\(filter.dueBy)::date is null or a.due_last_day <= \(filter.dueBy))
               and \(wanted(filter.owner, "o.code"))
               and \(wanted(filter.status, "a.status"))
               and \(wanted(filter.workArea, "w.code"))
               and \(wanted(filter.cluster, "c.code"))
               and \(filter.rows("a", names: "title_en", "title_ru")) \(filter.page("a"))
            """, in: db)
    }

    private static var actionTables: Statement {
        """
        from core.roadmap_action a
        join core.roadmap_version f on f.id = a.version
        join core.organisation o on o.id = a.lead
        join core.work_area w on w.id = a.work_area
        left join core.cluster c on c.id = a.cluster
        """
    }

    private static var action: Statement {
        """
        jsonb_build_object(
            'code', a.code, 'version', f.code, 'number', a.number, 'titleEn', a.title_en, 'titleRu', a.title_ru,
            'workArea', w.code, 'cluster', c.code, 'lead', o.code, 'due', a.due, 'outcome', a.outcome,
            'status', a.status, 'detailsProvenance', a.details_provenance, 'statusProvenance', a.status_provenance,
            'documentLink', a.document_link, \(source("a")),
            'coExecutors', \(linked("roadmap_action_co_executor", to: "organisation", where: "l.action = a.id")),
            'instruments', \(linked("roadmap_action_instrument", to: "instrument", where: "l.action = a.id")),
            'origins', coalesce((
                select jsonb_agg(b.code order by b.code)
                  from core.roadmap_action_origin l join core.roadmap_action b on b.id = l.origin
                 where l.action = a.id), '[]'))
        """
    }

    static func indicators(
        _ filter: RegistryFilter, _ programme: Int16, in db: isolated Connection
    ) throws -> [Indicator] {
        try decode(
            """
            select jsonb_strip_nulls(jsonb_build_object(
                     'code', i.code, 'nameEn', i.name_en, 'nameRu', i.name_ru, 'unit', i.unit, 'owner', o.code,
                     'direction', i.direction, 'workArea', w.code, \(source("i")),
                     'values', coalesce((
                         select jsonb_agg(jsonb_build_object(
                                'period', v.period, 'plan', v.plan, 'fact', v.fact, 'pctOfPlan', v.pct_of_plan,
                                'planDerived', v.plan_derived, 'qualifier', v.qualifier, 'literal', v.literal,
                                'isDoubtful', v.is_doubtful, 'altFact', v.alt_fact, \(source("v")))
                                order by v.last_day, v.first_day, v.id)
                           from core.indicator_value v where v.indicator = i.id and v.ended_at is null), '[]')))
              from core.indicator i
              join core.organisation o on o.id = i.owner
              join core.work_area w on w.id = i.work_area
             where i.programme = \(programme) and i.ended_at is null
               and \(wanted(filter.owner, "o.code"))
               and \(wanted(filter.workArea, "w.code"))
               and \(filter.rows("i", names: "name_en", "name_ru")) \(filter.page("i"))
            """, in: db)
    }

    static func meetings(
        _ filter: RegistryFilter, _ programme: Int16, in db: isolated Connection
    ) throws -> [Meeting] {
        try decode(
            """
            select jsonb_strip_nulls(jsonb_build_object(
                     'code', m.code, 'date', m.held_on, 'dateBasis', m.date_basis, 'kind', m.kind,
                     'titleEn', m.title_en, 'titleRu', m.title_ru, 'chair', m.chair, 'coChair', m.co_chair,
                     'place', m.place, 'topic', m.topic, 'organiser', o.code, \(source("m")),
                     'participants', \(linked("meeting_participant", to: "organisation", where: "l.meeting = m.id")),
                     'decisions', coalesce((
                         select jsonb_agg(jsonb_build_object(
                                'code', d.code, 'number', d.number, 'kind', d.kind, 'textEn', d.text_en,
                                'responsible', b.code, 'due', d.due, \(source("d"))) order by d.number)
                           from core.meeting_decision d join core.organisation b on b.id = d.responsible
                          where d.meeting = m.id and d.ended_at is null), '[]')))
              from core.meeting m
              left join core.organisation o on o.id = m.organiser
             where m.programme = \(programme) and m.ended_at is null
               and \(wanted(filter.kind, "m.kind"))
               and \(wanted(filter.owner, "o.code"))
               and \(filter.rows("m", names: "title_en", "title_ru"))
               and (\(filter.after) is null
                    or (m.first_day, m.code) > (select b.first_day, b.code from core.meeting b
                                                 where b.programme = m.programme and b.code = \(filter.after)))
             order by m.first_day, m.code
             limit \(filter.limit)
            """, in: db)
    }

    static func workAreas(
        _ filter: RegistryFilter, _ programme: Int16, in db: isolated Connection
    ) throws -> [WorkArea] {
        try decode(words("work_area", "", programme), in: db)
    }

    static func clusters(
        _ filter: RegistryFilter, _ programme: Int16, in db: isolated Connection
    ) throws -> [Cluster] {
        try decode(words("cluster", ", 'documentWording', x.document_wording", programme), in: db)
    }

    static func areaTypes(
        _ filter: RegistryFilter, _ programme: Int16, in db: isolated Connection
    ) throws -> [AreaType] {
        try decode(words("area_type", "", programme), in: db)
    }

    /// The programme's own words: work areas, clusters, types of areas.
    private static func words(_ table: String, _ more: String, _ programme: Int16) -> Statement {
        """
        select jsonb_build_object('code', x.code, 'number', x.number, 'nameEn', x.name_en, 'nameRu', x.name_ru,
                                  \(source("x")) \(unescaped: more))
          from core.\(unescaped: table) x
         where x.programme = \(programme) and x.ended_at is null
         order by x.number, x.code
        """
    }
}
