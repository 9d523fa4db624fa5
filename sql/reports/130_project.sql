-- Projects, and the portfolio with the money of the federal instruments. What is wanted, applied for, granted and spent
-- changes at every step of a use (see 115).

create or replace view report_v1.project with (security_barrier) as
select g.code as programme, p.code as project_code, p.title_ru collate "ru-x-icu" as project_title,
       p.title_en as project_title_en, p.kind, core.in_russian(p.kind) as kind_ru, w.code as work_area_code,
       w.name_ru collate "ru-x-icu" as work_area_name, c.code as cluster_code,
       c.name_ru collate "ru-x-icu" as cluster_name, t.code as area_type_code,
       t.name_ru collate "ru-x-icu" as area_type_name, o.code as lead_org_code,
       o.name_ru collate "ru-x-icu" as lead_org_name, x.participant_codes, x.participant_count,
       n.instrument_codes, a.action_codes, p.starts::text as start_text, p.ends::text as end_text,
       p.first_day as start_on, p.last_day as end_on, p.status, core.in_russian(p.status) as status_ru, p.budget_mrub,
       p.extra_budget_mrub, p.jobs_planned, p.details_provenance, p.numbers_provenance,
       p.provenance, p.evidence, p.source_note, p.imported_by, p.imported_at,
       core.external_id(p.import_message) as import_message_id, p.ended_at is null as is_current
  from core.project p
  join core.programme g on g.id = p.programme
  join core.work_area w on w.id = p.work_area
  join core.organisation o on o.id = p.lead
  left join core.cluster c on c.id = p.cluster
  left join core.area_type t on t.id = p.area_type
 cross join lateral (
       select string_agg(b.code, ';' order by l.position) as participant_codes, count(*) as participant_count
         from core.project_participant l join core.organisation b on b.id = l.organisation where l.project = p.id) x
 cross join lateral (
       select string_agg(i.code, ';' order by l.position) as instrument_codes
         from core.project_instrument l join core.instrument i on i.id = l.instrument where l.project = p.id) n
 cross join lateral (
       select string_agg(r.code, ';' order by r.code) as action_codes
         from core.project_action l join core.roadmap_action r on r.id = l.action where l.project = p.id) a;

comment on view report_v1.project is 'One row per project; money of invented projects is invented · проект';
comment on column report_v1.project.programme is 'Code of the programme · код программы';
comment on column report_v1.project.project_code is 'Code · код проекта';
comment on column report_v1.project.project_title is 'Title, a translation of ours · название';
comment on column report_v1.project.project_title_en is 'Title in English · название по-английски';
comment on column report_v1.project.kind is 'industrial, research_educational, social or infrastructure · вид';
comment on column report_v1.project.kind_ru is 'Kind in Russian · вид по-русски';
comment on column report_v1.project.work_area_code is 'Code of the work area · код направления';
comment on column report_v1.project.work_area_name is 'Name of the work area · направление';
comment on column report_v1.project.cluster_code is 'Code of the cluster, empty if of none · код кластера';
comment on column report_v1.project.cluster_name is 'Name of the cluster · кластер';
comment on column report_v1.project.area_type_code is 'Code of the type of area · код типа площадки';
comment on column report_v1.project.area_type_name is 'Type of area · тип площадки';
comment on column report_v1.project.lead_org_code is 'Code of the body that leads · код ответственного';
comment on column report_v1.project.lead_org_name is 'Name of the body that leads · ответственный';
comment on column report_v1.project.participant_codes is
    'Codes of the other participants, split by ; · коды участников';
comment on column report_v1.project.participant_count is 'How many other participants · сколько участников';
comment on column report_v1.project.instrument_codes is 'Codes of the instruments, split by ; · коды инструментов';
comment on column report_v1.project.action_codes is
    'Codes of the roadmap actions of all versions, split by ; · коды мероприятий';
comment on column report_v1.project.start_text is 'Start, as exactly as it is known · начало';
comment on column report_v1.project.end_text is 'End, as exactly as it is known · конец';
comment on column report_v1.project.start_on is 'The first day the start can mean · первый день';
comment on column report_v1.project.end_on is 'The last day the end can mean · последний день';
comment on column report_v1.project.status is 'planned, in_progress, completed or suspended · состояние';
comment on column report_v1.project.status_ru is 'State in Russian · состояние по-русски';
comment on column report_v1.project.budget_mrub is 'The whole money in millions of roubles · объём средств, млн рублей';
comment on column report_v1.project.extra_budget_mrub is
    'Its extra-budgetary part in millions of roubles · внебюджетная часть, млн рублей';
comment on column report_v1.project.jobs_planned is 'Work places planned · рабочих мест по плану';
comment on column report_v1.project.details_provenance is
    'What lead, participants and dates rest on · чем подтверждены подробности';
comment on column report_v1.project.numbers_provenance is 'What money and work places rest on · чем подтверждены числа';
comment on column report_v1.project.provenance is
    'What the row rests on: document, public, or sample (invented for demonstration) · происхождение: документ, '
    'открытый источник или вымышленный пример';
comment on column report_v1.project.evidence is
    'What the provenance rests on: document_text, stored_page, prior_knowledge (not looked up), invented · чем '
    'подтверждено';
comment on column report_v1.project.source_note is 'File or address, then the reservation · источник и оговорка';
comment on column report_v1.project.imported_by is 'Who brought it in · кто загрузил';
comment on column report_v1.project.imported_at is
    'When it was brought in or last changed, by the real clock · когда загружено';
comment on column report_v1.project.import_message_id is
    'The registry.change message that brought it · сообщение о загрузке';
comment on column report_v1.project.is_current is
    'Whether the latest import still lists it · есть ли в последней загрузке';

create or replace view report_v1.project_portfolio with (security_barrier) as
with item as (
    select p.programme, p.kind, p.cluster, p.area_type, p.code as project, null::text as action,
           p.status = 'completed' as is_completed, p.budget_mrub, p.extra_budget_mrub, p.jobs_planned,
           'sample' in (p.provenance, p.numbers_provenance) as is_sample
      from core.project p
     where p.ended_at is null
     union all
    select a.programme, 'roadmap_action', a.cluster, null, null, a.code, a.status = 'done', null, null, null,
           a.provenance = 'sample'
      from core.roadmap_action a
     where exists (select from core.instrument_use u
                    where u.programme = a.programme and u.action = a.code and u.state <> 'WITHDRAWN'))
select g.code as programme, i.kind, core.in_russian(i.kind) as kind_ru, c.code as cluster_code,
       c.name_ru collate "ru-x-icu" as cluster_name, t.code as area_type_code,
       t.name_ru collate "ru-x-icu" as area_type_name, count(*) as project_count,
       count(*) filter (where i.is_completed) as completed_count, sum(i.budget_mrub) as budget_mrub,
       sum(i.extra_budget_mrub) as extra_budget_mrub, sum(i.budget_mrub - i.extra_budget_mrub) as public_budget_mrub,
       -- Roubles by multiplication: exact, where a division would round.
       trim_scale(sum(u.wanted) * 0.000001) as wanted_mrub, trim_scale(sum(u.applied) * 0.000001) as applied_mrub,
       trim_scale(sum(u.granted) * 0.000001) as granted_mrub, trim_scale(sum(u.spent) * 0.000001) as spent_mrub,
       trim_scale(sum(u.unmet) * 0.000001) as unmet_mrub, sum(u.uses)::bigint as use_count,
       sum(i.jobs_planned) as jobs_planned, count(*) filter (where i.is_sample) as sample_count,
       case when bool_or(i.is_sample or (u.uses > 0 and g.clock = 'replay')) then 'sample' else 'record' end
           as provenance
  from item i
  join core.programme g on g.id = i.programme
  left join core.cluster c on c.id = i.cluster
  left join core.area_type t on t.id = i.area_type
 cross join lateral (
       select count(*) as uses, coalesce(sum(x.wanted), 0) as wanted,
              coalesce(sum(a.amount) filter (where x.state = 'APPLIED'), 0) as applied,
              coalesce(sum(a.granted), 0) as granted, coalesce(sum(x.spent), 0) as spent,
              coalesce(sum(greatest(x.wanted - coalesce(a.granted, 0), 0)) filter (where x.state <> 'EXHAUSTED'), 0)
                  as unmet
         from core.instrument_use x
         left join core.instrument_application a on a.use = x.id and a.place = x.application_count
        where x.programme = i.programme and x.state <> 'WITHDRAWN' and (x.project = i.project or x.action = i.action)) u
 group by g.code, i.kind, c.code, c.name_ru, t.code, t.name_ru;

comment on view report_v1.project_portfolio is
    'One row per kind of project, cluster and type of area: money by source, work places; and one per cluster for the '
    'needs that roadmap actions state themselves, so that nothing counts twice · портфель проектов';
comment on column report_v1.project_portfolio.programme is 'Code of the programme · код программы';
comment on column report_v1.project_portfolio.kind is
    'Kind of project; roadmap_action: needs that actions state themselves, without a project · вид';
comment on column report_v1.project_portfolio.kind_ru is 'Kind in Russian · вид по-русски';
comment on column report_v1.project_portfolio.cluster_code is 'Code of the cluster, empty if of none · код кластера';
comment on column report_v1.project_portfolio.cluster_name is 'Name of the cluster · кластер';
comment on column report_v1.project_portfolio.area_type_code is
    'Code of the type of area, empty if of none · код типа площадки';
comment on column report_v1.project_portfolio.area_type_name is 'Type of area · тип площадки';
comment on column report_v1.project_portfolio.project_count is
    'Projects, or roadmap actions with needs of their own · сколько проектов или мероприятий';
comment on column report_v1.project_portfolio.completed_count is 'Of them completed or done · из них завершено';
comment on column report_v1.project_portfolio.budget_mrub is
    'The whole money of the projects on record, in millions of roubles · объём средств, млн рублей';
comment on column report_v1.project_portfolio.extra_budget_mrub is
    'Its extra-budgetary part · внебюджетная часть, млн рублей';
comment on column report_v1.project_portfolio.public_budget_mrub is
    'The rest of it, from budgets, where both are on record · бюджетная часть, млн рублей';
comment on column report_v1.project_portfolio.wanted_mrub is
    'Wanted of federal instruments, not withdrawn · потребность в инструментах, млн рублей';
comment on column report_v1.project_portfolio.applied_mrub is
    'In applications that are not decided · на рассмотрении, млн рублей';
comment on column report_v1.project_portfolio.granted_mrub is
    'Granted by federal instruments · предоставлено, млн рублей';
comment on column report_v1.project_portfolio.spent_mrub is
    'Spent of the grants, once stated · израсходовано, млн рублей';
comment on column report_v1.project_portfolio.unmet_mrub is
    'Wanted and not granted, of uses that are open · не обеспечено, млн рублей';
comment on column report_v1.project_portfolio.use_count is
    'Uses of instruments, not withdrawn; a reader of one body counts its own · сколько использований';
comment on column report_v1.project_portfolio.jobs_planned is 'Work places planned · рабочих мест по плану';
comment on column report_v1.project_portfolio.sample_count is
    'Projects or actions that are invented · сколько вымышленных';
comment on column report_v1.project_portfolio.provenance is
    'sample when any project, action or use in it is one · происхождение';
