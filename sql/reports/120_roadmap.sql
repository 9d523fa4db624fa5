-- The versions of the roadmap, their actions, and how far they are.

create or replace view report_v1.roadmap_version with (security_barrier) as
select g.code as programme, v.code as version, v.name_ru as version_name, v.name_en as version_name_en, v.status,
       core.in_russian(v.status) as status_ru, v.status_on::text as status_on_text, v.legal_basis,
       count(a.id) as action_count, count(a.id) filter (where a.provenance = 'sample') as sample_count,
       v.provenance, v.evidence, v.source_note, v.imported_by, v.imported_at,
       core.external_id(v.import_message) as import_message_id, v.ended_at is null as is_current
  from core.roadmap_version v
  join core.programme g on g.id = v.programme
  left join core.roadmap_action a on a.version = v.id and a.ended_at is null
 group by g.code, v.id;

comment on view report_v1.roadmap_version is 'One row per version of the roadmap · версия дорожной карты';
comment on column report_v1.roadmap_version.programme is 'Code of the programme · код программы';
comment on column report_v1.roadmap_version.version is 'Code of the version · код версии';
comment on column report_v1.roadmap_version.version_name is 'Name, where a source gives one · название';
comment on column report_v1.roadmap_version.version_name_en is 'Name in English · название по-английски';
comment on column report_v1.roadmap_version.status is
    'approved, draft or superseded, where a source says so · состояние';
comment on column report_v1.roadmap_version.status_ru is 'State in Russian · состояние по-русски';
comment on column report_v1.roadmap_version.status_on_text is
    'When it was approved or shown, as exactly as it is known · дата состояния';
comment on column report_v1.roadmap_version.legal_basis is 'The act that approved it · правовое основание';
comment on column report_v1.roadmap_version.action_count is 'How many actions it has · сколько мероприятий';
comment on column report_v1.roadmap_version.sample_count is 'How many of them are invented · сколько вымышленных';
comment on column report_v1.roadmap_version.provenance is
    'What the row rests on: document, public, or sample (invented for demonstration) · происхождение: документ, '
    'открытый источник или вымышленный пример';
comment on column report_v1.roadmap_version.evidence is
    'What the provenance rests on: document_text, stored_page, prior_knowledge (not looked up), invented · чем '
    'подтверждено';
comment on column report_v1.roadmap_version.source_note is
    'File or address, then the reservation · источник и оговорка';
comment on column report_v1.roadmap_version.imported_by is 'Who brought it in · кто загрузил';
comment on column report_v1.roadmap_version.imported_at is
    'When it was brought in or last changed, by the real clock · когда загружено';
comment on column report_v1.roadmap_version.import_message_id is
    'The registry.change message that brought it · сообщение о загрузке';
comment on column report_v1.roadmap_version.is_current is
    'Whether the latest import still lists it · есть ли в последней загрузке';

create or replace view report_v1.roadmap_action with (security_barrier) as
select g.code as programme, v.code as version, a.code as action_code, a.number,
       a.title_ru collate "ru-x-icu" as action_title, a.title_en as action_title_en, w.code as work_area_code,
       w.name_ru collate "ru-x-icu" as work_area_name, c.code as cluster_code,
       c.name_ru collate "ru-x-icu" as cluster_name, o.code as lead_org_code,
       o.name_ru collate "ru-x-icu" as lead_org_name, x.co_executor_codes, x.co_executor_count, n.instrument_codes,
       n.instrument_count, a.due::text as due_text, a.due_last_day as due_on, a.outcome, a.status,
       core.in_russian(a.status) as status_ru, a.status = 'done' as is_done,
       a.status not in ('done', 'withdrawn') as is_remaining, a.details_provenance, a.status_provenance,
       a.document_link,
       a.provenance, a.evidence, a.source_note, a.imported_by, a.imported_at,
       core.external_id(a.import_message) as import_message_id, a.ended_at is null as is_current
  from core.roadmap_action a
  join core.programme g on g.id = a.programme
  join core.roadmap_version v on v.id = a.version
  join core.work_area w on w.id = a.work_area
  join core.organisation o on o.id = a.lead
  left join core.cluster c on c.id = a.cluster
 cross join lateral (
       select string_agg(b.code, ';' order by l.position) as co_executor_codes, count(*) as co_executor_count
         from core.roadmap_action_co_executor l join core.organisation b on b.id = l.organisation
        where l.action = a.id) x
 cross join lateral (
       select string_agg(i.code, ';' order by l.position) as instrument_codes, count(*) as instrument_count
         from core.roadmap_action_instrument l join core.instrument i on i.id = l.instrument
        where l.action = a.id) n;

comment on view report_v1.roadmap_action is 'One row per action of each version · мероприятие дорожной карты';
comment on column report_v1.roadmap_action.programme is 'Code of the programme · код программы';
comment on column report_v1.roadmap_action.version is 'Code of the version · код версии';
comment on column report_v1.roadmap_action.action_code is 'Code of the action · код мероприятия';
comment on column report_v1.roadmap_action.number is 'Number in the version · номер';
comment on column report_v1.roadmap_action.action_title is 'Title, a translation of ours · название';
comment on column report_v1.roadmap_action.action_title_en is 'Title in English · название по-английски';
comment on column report_v1.roadmap_action.work_area_code is 'Code of the work area · код направления';
comment on column report_v1.roadmap_action.work_area_name is 'Name of the work area · направление';
comment on column report_v1.roadmap_action.cluster_code is 'Code of the cluster, empty if of none · код кластера';
comment on column report_v1.roadmap_action.cluster_name is 'Name of the cluster · кластер';
comment on column report_v1.roadmap_action.lead_org_code is 'Code of the body that leads · код ответственного';
comment on column report_v1.roadmap_action.lead_org_name is 'Name of the body that leads · ответственный';
comment on column report_v1.roadmap_action.co_executor_codes is
    'Codes of the co-executors, split by ; · коды соисполнителей';
comment on column report_v1.roadmap_action.co_executor_count is 'How many co-executors · сколько соисполнителей';
comment on column report_v1.roadmap_action.instrument_codes is
    'Codes of the instruments, split by ; · коды инструментов';
comment on column report_v1.roadmap_action.instrument_count is 'How many instruments · сколько инструментов';
comment on column report_v1.roadmap_action.due_text is 'Due, as exactly as it is known · срок';
comment on column report_v1.roadmap_action.due_on is 'The last day that can mean · последний день срока';
comment on column report_v1.roadmap_action.outcome is 'What it should give · ожидаемый результат';
comment on column report_v1.roadmap_action.status is 'planned, in_progress, done, overdue or withdrawn · состояние';
comment on column report_v1.roadmap_action.status_ru is 'State in Russian · состояние по-русски';
comment on column report_v1.roadmap_action.is_done is 'Whether it is carried out · выполнено ли';
comment on column report_v1.roadmap_action.is_remaining is 'Whether it is neither done nor withdrawn · остаётся ли';
comment on column report_v1.roadmap_action.details_provenance is
    'What lead, co-executors, due date and outcome rest on · чем подтверждены подробности';
comment on column report_v1.roadmap_action.status_provenance is
    'What the state rests on; a sample lateness says nothing about the body · чем подтверждено состояние';
comment on column report_v1.roadmap_action.document_link is
    'explicit_action: the document calls it an action; named_activity: it names the activity; none: invented · '
    'связь с документом';
comment on column report_v1.roadmap_action.provenance is
    'What the row rests on: document, public, or sample (invented for demonstration) · происхождение: документ, '
    'открытый источник или вымышленный пример';
comment on column report_v1.roadmap_action.evidence is
    'What the provenance rests on: document_text, stored_page, prior_knowledge (not looked up), invented · чем '
    'подтверждено';
comment on column report_v1.roadmap_action.source_note is 'File or address, then the reservation · источник и оговорка';
comment on column report_v1.roadmap_action.imported_by is 'Who brought it in · кто загрузил';
comment on column report_v1.roadmap_action.imported_at is
    'When it was brought in or last changed, by the real clock · когда загружено';
comment on column report_v1.roadmap_action.import_message_id is
    'The registry.change message that brought it · сообщение о загрузке';
comment on column report_v1.roadmap_action.is_current is
    'Whether the latest import still lists it · есть ли в последней загрузке';

create or replace view report_v1.action_lineage with (security_barrier) as
select g.code as programme, v.code as version, a.code as action_code, a.title_ru collate "ru-x-icu" as action_title,
       ov.code as origin_version, b.code as origin_code, b.title_ru collate "ru-x-icu" as origin_title,
       a.title_ru <> b.title_ru as is_reworded, a.due::text <> b.due::text as is_due_moved, a.lead <> b.lead as is_lead_moved,
       a.provenance, a.evidence, a.source_note, a.imported_by, a.imported_at,
       core.external_id(a.import_message) as import_message_id, a.ended_at is null as is_current
  from core.roadmap_action_origin l
  join core.roadmap_action a on a.id = l.action
  join core.roadmap_version v on v.id = a.version
  join core.roadmap_action b on b.id = l.origin
  join core.roadmap_version ov on ov.id = b.version
  join core.programme g on g.id = a.programme;

comment on view report_v1.action_lineage is
    'One row per action carried over from another version · преемственность мероприятий';
comment on column report_v1.action_lineage.programme is 'Code of the programme · код программы';
comment on column report_v1.action_lineage.version is 'Code of the later version · код новой версии';
comment on column report_v1.action_lineage.action_code is 'Code of the later action · код мероприятия';
comment on column report_v1.action_lineage.action_title is 'Title of the later action · название мероприятия';
comment on column report_v1.action_lineage.origin_version is 'Code of the version it comes from · код исходной версии';
comment on column report_v1.action_lineage.origin_code is
    'Code of the action it carries on · код исходного мероприятия';
comment on column report_v1.action_lineage.origin_title is
    'Title of the action it carries on · название исходного мероприятия';
comment on column report_v1.action_lineage.is_reworded is 'Whether the title differs · изменено ли название';
comment on column report_v1.action_lineage.is_due_moved is 'Whether the due date differs · изменён ли срок';
comment on column report_v1.action_lineage.is_lead_moved is 'Whether the lead differs · изменён ли ответственный';
comment on column report_v1.action_lineage.provenance is
    'What the row rests on: document, public, or sample (invented for demonstration) · происхождение: документ, '
    'открытый источник или вымышленный пример';
comment on column report_v1.action_lineage.evidence is
    'What the provenance rests on: document_text, stored_page, prior_knowledge (not looked up), invented · чем '
    'подтверждено';
comment on column report_v1.action_lineage.source_note is 'File or address, then the reservation · источник и оговорка';
comment on column report_v1.action_lineage.imported_by is 'Who brought it in · кто загрузил';
comment on column report_v1.action_lineage.imported_at is
    'When it was brought in or last changed, by the real clock · когда загружено';
comment on column report_v1.action_lineage.import_message_id is
    'The registry.change message that brought it · сообщение о загрузке';
comment on column report_v1.action_lineage.is_current is
    'Whether the latest import still lists it · есть ли в последней загрузке';

create or replace view report_v1.roadmap_completion with (security_barrier) as
select g.code as programme, v.code as version, coalesce(w.code, 'all') as work_area_code,
       coalesce(w.name_ru, 'Все направления') collate "ru-x-icu" as work_area_name, w.code is null as is_total,
       count(*) as action_count, count(*) filter (where a.status = 'done') as done_count,
       count(*) filter (where a.status = 'in_progress') as in_progress_count,
       count(*) filter (where a.status = 'planned') as planned_count,
       count(*) filter (where a.status = 'overdue') as overdue_count,
       count(*) filter (where a.status = 'withdrawn') as withdrawn_count,
       count(*) filter (where a.status not in ('done', 'withdrawn')) as remaining_count,
       round(100.0 * count(*) filter (where a.status = 'done') / count(*), 1) as done_pct,
       count(*) filter (where a.provenance = 'sample') as sample_count,
       count(*) filter (where a.status_provenance = 'sample') as sample_status_count,
       case when bool_or(a.provenance = 'sample') or bool_or(a.status_provenance = 'sample') then 'sample'
            when bool_or(a.provenance = 'public') then 'public' else 'document' end as provenance,
       format('%s of %s rows are samples, %s of %s states are', count(*) filter (where a.provenance = 'sample'),
              count(*), count(*) filter (where a.status_provenance = 'sample'), count(*)) as source_note
  from core.roadmap_action a
  join core.programme g on g.id = a.programme
  join core.roadmap_version v on v.id = a.version
  join core.work_area w on w.id = a.work_area
 where a.ended_at is null
 group by grouping sets ((g.code, v.code, w.code, w.name_ru), (g.code, v.code));

comment on view report_v1.roadmap_completion is
    'One row per version and work area, and one per version with is_total · выполнение дорожной карты';
comment on column report_v1.roadmap_completion.programme is 'Code of the programme · код программы';
comment on column report_v1.roadmap_completion.version is 'Code of the version · код версии';
comment on column report_v1.roadmap_completion.work_area_code is
    'Code of the work area; all in the total · код направления';
comment on column report_v1.roadmap_completion.work_area_name is 'Name of the work area · направление';
comment on column report_v1.roadmap_completion.is_total is
    'Whether the row is the version''s total; leave it out before adding rows up · итоговая ли строка';
comment on column report_v1.roadmap_completion.action_count is 'Actions · мероприятий';
comment on column report_v1.roadmap_completion.done_count is 'Carried out · выполнено';
comment on column report_v1.roadmap_completion.in_progress_count is 'In progress · выполняется';
comment on column report_v1.roadmap_completion.planned_count is 'Planned · запланировано';
comment on column report_v1.roadmap_completion.overdue_count is 'Overdue · просрочено';
comment on column report_v1.roadmap_completion.withdrawn_count is 'Withdrawn · снято';
comment on column report_v1.roadmap_completion.remaining_count is 'Neither done nor withdrawn · осталось';
comment on column report_v1.roadmap_completion.done_pct is 'done_count in percent of action_count · процент выполнения';
comment on column report_v1.roadmap_completion.sample_count is 'Actions that are invented · вымышленных мероприятий';
comment on column report_v1.roadmap_completion.sample_status_count is
    'States that are invented · вымышленных состояний';
comment on column report_v1.roadmap_completion.provenance is
    'The weakest of the rows counted: document, public, or sample · наименее надёжное происхождение';
comment on column report_v1.roadmap_completion.source_note is
    'How many of the rows counted are samples · сколько вымышленных строк';

