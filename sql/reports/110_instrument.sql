-- The federal instruments and initiatives the programme joins, and what uses them. How many uses an instrument has, and
-- the amounts of coverage, change at every step of a use (see 115).

create or replace view report_v1.instrument with (security_barrier) as
select g.code as programme, i.code as instrument_code, i.name_ru collate "ru-x-icu" as instrument_name,
       i.name_en as instrument_name_en, i.kind, core.in_russian(i.kind) as kind_ru, o.code as owner_org_code,
       o.name_ru collate "ru-x-icu" as owner_org_name, i.legal_basis, i.legal_basis_evidence,
       i.valid_from::text as valid_from_text, i.valid_to::text as valid_to_text, i.first_day as valid_from_on,
       i.last_day as valid_to_on, i.last_day is null or i.last_day >= n.today as is_open, w.code as work_area_code,
       w.name_ru collate "ru-x-icu" as work_area_name, c.code as cluster_code,
       c.name_ru collate "ru-x-icu" as cluster_name, i.summary, i.membership_provenance, u.action_count,
       u.project_count, u.recipient_count, u.window_count, u.budget_count,
       u.action_count + u.project_count + u.recipient_count + u.use_count = 0 as is_unused,
       i.provenance, i.evidence, i.source_note, i.imported_by, i.imported_at,
       core.external_id(i.import_message) as import_message_id, i.ended_at is null as is_current, u.use_count,
       u.windows_text, u.recipient_org_codes, u.action_codes, u.project_codes,
       case when u.window_count > 0 then u.takes_applications end as takes_applications, u.budgets_text
  from core.instrument i
  join core.programme g on g.id = i.programme
  join core.organisation o on o.id = i.owner
  join core.work_area w on w.id = i.work_area
  left join core.cluster c on c.id = i.cluster
 cross join lateral (select (core.programme_now(g.id) at time zone g.zone)::date as today) n
 cross join lateral (
       select (select count(*) from core.roadmap_action_instrument l join core.roadmap_action a on a.id = l.action
                where l.instrument = i.id and a.ended_at is null) as action_count,
              (select count(*) from core.project_instrument l join core.project p on p.id = l.project
                where l.instrument = i.id and p.ended_at is null) as project_count,
              (select count(*) from core.instrument_recipient r
                where r.instrument = i.id and r.ended_at is null
                  and (r.last_day is null or r.last_day >= n.today)) as recipient_count,
              (select count(*) from core.instrument_window x
                where x.instrument = i.id and x.ended_at is null) as window_count,
              (select count(*) from core.instrument_budget x
                where x.instrument = i.id and x.ended_at is null) as budget_count,
              (select count(*) from core.instrument_use x
                where x.programme = i.programme and x.instrument = i.code and x.state <> 'WITHDRAWN') as use_count,
              (select string_agg(x.opens || ' – ' || x.closes, '; ' order by x.first_day, x.closes)
                 from core.instrument_window x where x.instrument = i.id and x.ended_at is null) as windows_text,
              (select string_agg(distinct b.code, ';' order by b.code)
                 from core.instrument_recipient r join core.organisation b on b.id = r.organisation
                where r.instrument = i.id and r.ended_at is null
                  and (r.last_day is null or r.last_day >= n.today)) as recipient_org_codes,
              (select string_agg(a.code, ';' order by a.code)
                 from core.roadmap_action_instrument l join core.roadmap_action a on a.id = l.action
                where l.instrument = i.id and a.ended_at is null) as action_codes,
              (select string_agg(p.code, ';' order by p.code)
                 from core.project_instrument l join core.project p on p.id = l.project
                where l.instrument = i.id and p.ended_at is null) as project_codes,
              exists (select from core.instrument_window x
                       where x.instrument = i.id and x.ended_at is null
                         and n.today between x.first_day and x.last_day) as takes_applications,
              (select string_agg(x.year || ': ' || x.amount_mrub, '; ' order by x.year)
                 from core.instrument_budget x where x.instrument = i.id and x.ended_at is null) as budgets_text) u;

comment on view report_v1.instrument is 'One row per instrument · инструмент поддержки';
comment on column report_v1.instrument.programme is 'Code of the programme · код программы';
comment on column report_v1.instrument.instrument_code is 'Code · код инструмента';
comment on column report_v1.instrument.instrument_name is 'Name · название';
comment on column report_v1.instrument.instrument_name_en is 'Name in English · название по-английски';
comment on column report_v1.instrument.kind is 'subsidy, tax_regime, special_zone, … · вид';
comment on column report_v1.instrument.kind_ru is 'Kind in Russian · вид по-русски';
comment on column report_v1.instrument.owner_org_code is 'Code of the body that owns it · код владельца';
comment on column report_v1.instrument.owner_org_name is 'Name of the body that owns it · владелец';
comment on column report_v1.instrument.legal_basis is 'The act, where one is given · правовое основание';
comment on column report_v1.instrument.legal_basis_evidence is
    'Where the act, its number and date come from; none if no act is given · откуда известно основание';
comment on column report_v1.instrument.valid_from_text is
    'Date of the act or start of the period, as exactly as it is known · с какого времени';
comment on column report_v1.instrument.valid_to_text is
    'Repeal or end by the title; empty if open or not known · по какое время';
comment on column report_v1.instrument.valid_from_on is 'The first day that can mean · первый день';
comment on column report_v1.instrument.valid_to_on is 'The last day that can mean · последний день';
comment on column report_v1.instrument.is_open is 'Whether it has not ended by the programme''s now · действует ли';
comment on column report_v1.instrument.work_area_code is 'Code of the work area · код направления';
comment on column report_v1.instrument.work_area_name is 'Name of the work area · направление';
comment on column report_v1.instrument.cluster_code is 'Code of the cluster, empty if of none · код кластера';
comment on column report_v1.instrument.cluster_name is 'Name of the cluster · кластер';
comment on column report_v1.instrument.summary is 'What it gives · что даёт';
comment on column report_v1.instrument.membership_provenance is
    'What the claim that it is one of the programme''s instruments rests on · чем подтверждена связь с программой';
comment on column report_v1.instrument.action_count is
    'Roadmap actions of all versions that use it · сколько мероприятий';
comment on column report_v1.instrument.project_count is 'Projects that use it · сколько проектов';
comment on column report_v1.instrument.recipient_count is
    'Roles of bodies towards it that are not over by the programme''s now · сколько получателей';
comment on column report_v1.instrument.window_count is 'Application windows on record · сколько окон подачи заявок';
comment on column report_v1.instrument.budget_count is 'Years with money on record · сколько лет с бюджетом';
comment on column report_v1.instrument.is_unused is
    'Whether no action, project or recipient uses it · не используется ли';
comment on column report_v1.instrument.provenance is
    'What the row rests on: document, public, or sample (invented for demonstration) · происхождение: документ, '
    'открытый источник или вымышленный пример';
comment on column report_v1.instrument.evidence is
    'What the provenance rests on: document_text, stored_page, prior_knowledge (not looked up), invented · чем '
    'подтверждено';
comment on column report_v1.instrument.source_note is 'File or address, then the reservation · источник и оговорка';
comment on column report_v1.instrument.imported_by is 'Who brought it in · кто загрузил';
comment on column report_v1.instrument.imported_at is
    'When it was brought in or last changed, by the real clock · когда загружено';
comment on column report_v1.instrument.import_message_id is
    'The registry.change message that brought it · сообщение о загрузке';
comment on column report_v1.instrument.is_current is
    'Whether the latest import still lists it · есть ли в последней загрузке';
comment on column report_v1.instrument.use_count is
    'Uses matched with it that were not withdrawn; a reader of one body counts its own · сколько использований';
comment on column report_v1.instrument.windows_text is
    'When applications are taken, where known: from – to, split by ; · сроки приёма заявок, если известны';
comment on column report_v1.instrument.recipient_org_codes is
    'Codes of the recipients that are not over by the programme''s now, split by ; · коды получателей';
comment on column report_v1.instrument.action_codes is
    'Codes of the roadmap actions of all versions that use it, split by ; · коды мероприятий';
comment on column report_v1.instrument.project_codes is
    'Codes of the projects that use it, split by ; · коды проектов';
comment on column report_v1.instrument.takes_applications is
    'Whether a window is open on the programme''s day; empty if no window is known · принимаются ли заявки';
comment on column report_v1.instrument.budgets_text is
    'Millions of roubles by year, where known: year: amount, split by ; · млн рублей по годам, если известны';

create or replace view report_v1.instrument_recipient with (security_barrier) as
select g.code as programme, i.code as instrument_code, i.name_ru collate "ru-x-icu" as instrument_name,
       o.code as organisation_code, o.name_ru collate "ru-x-icu" as organisation_name, r.role,
       core.in_russian(r.role) as role_ru,
       r.provenance, r.evidence, r.source_note, r.imported_by, r.imported_at,
       core.external_id(r.import_message) as import_message_id, r.ended_at is null as is_current,
       r.valid_from::text as valid_from_text, r.valid_to::text as valid_to_text, r.first_day as valid_from_on,
       r.last_day as valid_to_on,
       r.last_day is null or r.last_day >= (core.programme_now(g.id) at time zone g.zone)::date as is_open
  from core.instrument_recipient r
  join core.programme g on g.id = r.programme
  join core.instrument i on i.id = r.instrument
  join core.organisation o on o.id = r.organisation;

comment on view report_v1.instrument_recipient is
    'One row per body and role towards an instrument; eligible_applicant may apply and has not received · '
    'получатели';
comment on column report_v1.instrument_recipient.programme is 'Code of the programme · код программы';
comment on column report_v1.instrument_recipient.instrument_code is 'Code of the instrument · код инструмента';
comment on column report_v1.instrument_recipient.instrument_name is 'Name of the instrument · инструмент';
comment on column report_v1.instrument_recipient.organisation_code is 'Code of the body · код организации';
comment on column report_v1.instrument_recipient.organisation_name is 'Name of the body · организация';
comment on column report_v1.instrument_recipient.role is 'operator, beneficiary, eligible_applicant, … · роль';
comment on column report_v1.instrument_recipient.role_ru is 'Role in Russian · роль по-русски';
comment on column report_v1.instrument_recipient.provenance is
    'What the row rests on: document, public, or sample (invented for demonstration) · происхождение: документ, '
    'открытый источник или вымышленный пример';
comment on column report_v1.instrument_recipient.evidence is
    'What the provenance rests on: document_text, stored_page, prior_knowledge (not looked up), invented · чем '
    'подтверждено';
comment on column report_v1.instrument_recipient.source_note is
    'File or address, then the reservation · источник и оговорка';
comment on column report_v1.instrument_recipient.imported_by is 'Who brought it in · кто загрузил';
comment on column report_v1.instrument_recipient.imported_at is
    'When it was brought in or last changed, by the real clock · когда загружено';
comment on column report_v1.instrument_recipient.import_message_id is
    'The registry.change message that brought it · сообщение о загрузке';
comment on column report_v1.instrument_recipient.is_current is
    'Whether the latest import still lists it · есть ли в последней загрузке';
comment on column report_v1.instrument_recipient.valid_from_text is
    'Since when it is, as exactly as it is known · с какого времени';
comment on column report_v1.instrument_recipient.valid_to_text is
    'Until when; empty if open or not known · по какое время';
comment on column report_v1.instrument_recipient.valid_from_on is 'The first day that can mean · первый день';
comment on column report_v1.instrument_recipient.valid_to_on is 'The last day that can mean · последний день';
comment on column report_v1.instrument_recipient.is_open is
    'Whether it is not over by the programme''s now · действует ли';

create or replace view report_v1.instrument_window with (security_barrier) as
select g.code as programme, i.code as instrument_code, i.name_ru collate "ru-x-icu" as instrument_name,
       x.opens::text as opens_text, x.closes::text as closes_text, x.first_day as opens_on, x.last_day as closes_on,
       x.provenance, x.evidence, x.source_note, x.imported_by, x.imported_at,
       core.external_id(x.import_message) as import_message_id, x.ended_at is null as is_current,
       (core.programme_now(g.id) at time zone g.zone)::date between x.first_day and x.last_day as is_open
  from core.instrument_window x
  join core.programme g on g.id = x.programme
  join core.instrument i on i.id = x.instrument;

comment on view report_v1.instrument_window is
    'One row per window in which applications are taken; empty until a source has them · окна подачи заявок';
comment on column report_v1.instrument_window.programme is 'Code of the programme · код программы';
comment on column report_v1.instrument_window.instrument_code is 'Code of the instrument · код инструмента';
comment on column report_v1.instrument_window.instrument_name is 'Name of the instrument · инструмент';
comment on column report_v1.instrument_window.opens_text is 'When it opens, as exactly as it is known · начало';
comment on column report_v1.instrument_window.closes_text is 'When it closes, as exactly as it is known · конец';
comment on column report_v1.instrument_window.opens_on is 'The first day that can mean · первый день';
comment on column report_v1.instrument_window.closes_on is 'The last day that can mean · последний день';
comment on column report_v1.instrument_window.provenance is
    'What the row rests on: document, public, or sample (invented for demonstration) · происхождение: документ, '
    'открытый источник или вымышленный пример';
comment on column report_v1.instrument_window.evidence is
    'What the provenance rests on: document_text, stored_page, prior_knowledge (not looked up), invented · чем '
    'подтверждено';
comment on column report_v1.instrument_window.source_note is
    'File or address, then the reservation · источник и оговорка';
comment on column report_v1.instrument_window.imported_by is 'Who brought it in · кто загрузил';
comment on column report_v1.instrument_window.imported_at is
    'When it was brought in or last changed, by the real clock · когда загружено';
comment on column report_v1.instrument_window.import_message_id is
    'The registry.change message that brought it · сообщение о загрузке';
comment on column report_v1.instrument_window.is_current is
    'Whether the latest import still lists it · есть ли в последней загрузке';
comment on column report_v1.instrument_window.is_open is
    'Whether it is open on the programme''s day · открыто ли';

create or replace view report_v1.instrument_budget with (security_barrier) as
select g.code as programme, i.code as instrument_code, i.name_ru collate "ru-x-icu" as instrument_name, x.year,
       x.amount_mrub, x.co_funding_pct,
       x.provenance, x.evidence, x.source_note, x.imported_by, x.imported_at,
       core.external_id(x.import_message) as import_message_id, x.ended_at is null as is_current
  from core.instrument_budget x
  join core.programme g on g.id = x.programme
  join core.instrument i on i.id = x.instrument;

comment on view report_v1.instrument_budget is
    'One row per instrument and year with money on record; empty until a source has it · бюджеты по годам';
comment on column report_v1.instrument_budget.programme is 'Code of the programme · код программы';
comment on column report_v1.instrument_budget.instrument_code is 'Code of the instrument · код инструмента';
comment on column report_v1.instrument_budget.instrument_name is 'Name of the instrument · инструмент';
comment on column report_v1.instrument_budget.year is 'The year · год';
comment on column report_v1.instrument_budget.amount_mrub is 'Millions of roubles · млн рублей';
comment on column report_v1.instrument_budget.co_funding_pct is
    'The part the region adds, in percent of the amount · доля софинансирования от суммы';
comment on column report_v1.instrument_budget.provenance is
    'What the row rests on: document, public, or sample (invented for demonstration) · происхождение: документ, '
    'открытый источник или вымышленный пример';
comment on column report_v1.instrument_budget.evidence is
    'What the provenance rests on: document_text, stored_page, prior_knowledge (not looked up), invented · чем '
    'подтверждено';
comment on column report_v1.instrument_budget.source_note is
    'File or address, then the reservation · источник и оговорка';
comment on column report_v1.instrument_budget.imported_by is 'Who brought it in · кто загрузил';
comment on column report_v1.instrument_budget.imported_at is
    'When it was brought in or last changed, by the real clock · когда загружено';
comment on column report_v1.instrument_budget.import_message_id is
    'The registry.change message that brought it · сообщение о загрузке';
comment on column report_v1.instrument_budget.is_current is
    'Whether the latest import still lists it · есть ли в последней загрузке';

create or replace view report_v1.instrument_coverage with (security_barrier) as
with use as (
    select l.instrument, 'action' as used_by, a.code, a.title_ru as name, v.code as detail, a.details_provenance as link,
           a.provenance, a.evidence, a.source_note, null::numeric as wanted, null::numeric as applied,
           null::numeric as granted, null::numeric as spent
      from core.roadmap_action_instrument l
      join core.roadmap_action a on a.id = l.action and a.ended_at is null
      join core.roadmap_version v on v.id = a.version
     union all
    select l.instrument, 'project', p.code, p.title_ru, p.status, p.details_provenance, p.provenance, p.evidence,
           p.source_note, null, null, null, null
      from core.project_instrument l
      join core.project p on p.id = l.project and p.ended_at is null
     union all
    select r.instrument, 'recipient', o.code, o.name_ru, r.role, r.provenance, r.provenance, r.evidence, r.source_note,
           null, null, null, null
      from core.instrument_recipient r
      join core.organisation o on o.id = r.organisation
     where r.ended_at is null
     union all
    select i.id, 'use', x.number, o.name_ru, x.state, played.provenance, played.provenance,
           case when g.clock = 'replay' then 'invented' else 'record' end, x.number || ': ' || x.purpose, x.wanted,
           case when x.state = 'APPLIED' then a.amount end, a.granted, x.spent
      from core.instrument_use x
      join core.programme g on g.id = x.programme
      join core.instrument i on i.programme = x.programme and i.code = x.instrument
      join core.organisation o on o.id = x.recipient
      left join core.instrument_application a on a.use = x.id and a.place = x.application_count
     cross join lateral (select case when g.clock = 'replay' then 'sample' else 'record' end as provenance) played
     where x.state <> 'WITHDRAWN')
select g.code as programme, i.code as instrument_code, i.name_ru collate "ru-x-icu" as instrument_name, i.kind,
       o.code as owner_org_code, o.name_ru collate "ru-x-icu" as owner_org_name,
       coalesce(u.used_by, 'nothing') as used_by, u.code as used_by_code,
       u.name collate "ru-x-icu" as used_by_name, u.detail as used_by_detail, u.used_by is null as is_unused,
       u.link as link_provenance, coalesce(u.provenance, i.provenance) as provenance,
       coalesce(u.evidence, i.evidence) as evidence, coalesce(u.source_note, i.source_note) as source_note, u.wanted as wanted_rub, u.applied as applied_rub,
       u.granted as granted_rub, u.spent as spent_rub
  from core.instrument i
  join core.programme g on g.id = i.programme
  join core.organisation o on o.id = i.owner
  left join use u on u.instrument = i.id
 where i.ended_at is null;

comment on view report_v1.instrument_coverage is
    'One row per link of an instrument with an action, a project or a recipient, and per use that was matched with it; '
    'an instrument nobody uses has one row with used_by nothing. A reader of one body sees its own uses · где '
    'используется инструмент';
comment on column report_v1.instrument_coverage.programme is 'Code of the programme · код программы';
comment on column report_v1.instrument_coverage.instrument_code is 'Code of the instrument · код инструмента';
comment on column report_v1.instrument_coverage.instrument_name is 'Name of the instrument · инструмент';
comment on column report_v1.instrument_coverage.kind is 'subsidy, tax_regime, special_zone, … · вид';
comment on column report_v1.instrument_coverage.owner_org_code is 'Code of the body that owns it · код владельца';
comment on column report_v1.instrument_coverage.owner_org_name is 'Name of the body that owns it · владелец';
comment on column report_v1.instrument_coverage.used_by is 'action, project, recipient, use or nothing · кем используется';
comment on column report_v1.instrument_coverage.used_by_code is
    'Code of the action, project or body, or number of the use · код использующего';
comment on column report_v1.instrument_coverage.used_by_name is
    'Name of the action, project or body, or of the recipient of the use · название использующего';
comment on column report_v1.instrument_coverage.used_by_detail is
    'Roadmap version, state of the project or of the use, or role of the recipient · версия, состояние или роль';
comment on column report_v1.instrument_coverage.is_unused is 'Whether nothing uses it · не используется ли';
comment on column report_v1.instrument_coverage.link_provenance is
    'What the lead, dates and links of the action or project, or the recipient, rest on; links between actions, '
    'projects and instruments are always assigned by us · чем подтверждены подробности';
comment on column report_v1.instrument_coverage.provenance is
    'What the row that uses it rests on; of an unused instrument, what it rests on itself: document, public, or '
    'sample · происхождение';
comment on column report_v1.instrument_coverage.evidence is
    'What the provenance rests on: document_text, stored_page, prior_knowledge (not looked up), invented · чем '
    'подтверждено';
comment on column report_v1.instrument_coverage.source_note is
    'File or address, then the reservation · источник и оговорка';
comment on column report_v1.instrument_coverage.wanted_rub is
    'Of a use: roubles wanted by the need · заявленная потребность, рублей';
comment on column report_v1.instrument_coverage.applied_rub is
    'Of a use: roubles in the application that its owner has not decided on · на рассмотрении, рублей';
comment on column report_v1.instrument_coverage.granted_rub is 'Of a use: roubles granted · предоставлено, рублей';
comment on column report_v1.instrument_coverage.spent_rub is
    'Of a use: roubles spent of the grant, once stated · израсходовано, рублей';
