-- What comes of the federal instruments: each use from its need to the grant, its applications, and what does not fit
-- together. The amounts change at each step: wanted with the need, applied_rub with an application (and again when its
-- owner has decided), granted_rub with the grant, spent_rub when the recipient says that it is used up. Sums are exact.
-- Rows of a replay programme are samples. A reader of one body sees the uses that it has or had a part in.

create or replace view report_v1.instrument_use with (security_barrier) as
select core.external_id(u.id) as use_id, u.number as use_no, p.code as programme, u.state,
       core.in_russian('instrument-use.' || u.state) as state_ru, u.closed_at is null as is_open,
       recipient.code as recipient_org_code, recipient.name_ru collate "ru-x-icu" as recipient_org_name,
       u.instrument as instrument_code, i.name_ru collate "ru-x-icu" as instrument_name,
       owner.code as owner_org_code, owner.name_ru collate "ru-x-icu" as owner_org_name,
       u.action as action_code, r.title_ru collate "ru-x-icu" as action_title,
       u.project as project_code, j.title_ru collate "ru-x-icu" as project_title,
       lead.code as lead_org_code, lead.name_ru collate "ru-x-icu" as lead_org_name,
       needer.code as needer_org_code, needer.name_ru collate "ru-x-icu" as needer_org_name,
       u.purpose, u.wanted as wanted_rub, case when u.state = 'APPLIED' then a.amount end as applied_rub,
       case when u.state in ('GRANTED', 'EXHAUSTED') then a.granted end as granted_rub, u.spent as spent_rub,
       a.number as application_no, a.applied_on as application_on, a.agreement_number as agreement_no,
       a.agreement_on, a.until_on as granted_until_on, u.application_count,
       n.refusal_count, n.last_refusal, u.reason, u.needed_at, u.matched_at, a.decided_at, u.closed_at,
       u.revision as message_count, case when p.clock = 'replay' then 'sample' else 'record' end as provenance
  from core.instrument_use u
  join core.programme p on p.id = u.programme
  join core.organisation lead on lead.id = u.lead
  join core.organisation needer on needer.id = u.needer
  left join core.organisation recipient on recipient.id = u.recipient
  left join core.organisation owner on owner.id = u.owner
  left join core.instrument i on i.programme = u.programme and i.code = u.instrument
  left join core.roadmap_action r on r.programme = u.programme and r.code = u.action
  left join core.project j on j.programme = u.programme and j.code = u.project
  left join core.instrument_application a on a.use = u.id and a.place = u.application_count
 cross join lateral (
       select count(*) as refusal_count, (array_agg(x.reason order by x.place desc))[1] as last_refusal
         from core.instrument_application x where x.use = u.id and x.outcome = 'REFUSED') n;

comment on view report_v1.instrument_use is
    'One row per use of an instrument by an organisation, from the need to the grant · использование инструмента';
comment on column report_v1.instrument_use.use_id is 'Id of the case · идентификатор';
comment on column report_v1.instrument_use.use_no is 'Number, given with the need · номер';
comment on column report_v1.instrument_use.programme is 'Code of the programme · код программы';
comment on column report_v1.instrument_use.state is
    'NEEDED, MATCHED, APPLIED, GRANTED, REFUSED, EXHAUSTED or WITHDRAWN · состояние';
comment on column report_v1.instrument_use.state_ru is 'State in Russian · состояние по-русски';
comment on column report_v1.instrument_use.is_open is 'Whether it has not come to its end · не завершено ли';
comment on column report_v1.instrument_use.recipient_org_code is
    'Code of the body that gets it, once known · код получателя';
comment on column report_v1.instrument_use.recipient_org_name is 'Name of the body that gets it · получатель';
comment on column report_v1.instrument_use.instrument_code is
    'Code of the instrument matched with the need, empty before · код инструмента';
comment on column report_v1.instrument_use.instrument_name is 'Name of the instrument · инструмент';
comment on column report_v1.instrument_use.owner_org_code is
    'Code of the body that owns the instrument and decides · код владельца инструмента';
comment on column report_v1.instrument_use.owner_org_name is
    'Name of the body that owns the instrument and decides · владелец инструмента';
comment on column report_v1.instrument_use.action_code is
    'Code of the roadmap action that needs it, empty when a project does · код мероприятия';
comment on column report_v1.instrument_use.action_title is 'Title of the action · мероприятие';
comment on column report_v1.instrument_use.project_code is
    'Code of the project that needs it, empty when an action does · код проекта';
comment on column report_v1.instrument_use.project_title is 'Title of the project · проект';
comment on column report_v1.instrument_use.lead_org_code is
    'Code of the body that led the action or project then · код ответственного';
comment on column report_v1.instrument_use.lead_org_name is
    'Name of the body that led the action or project then · ответственный';
comment on column report_v1.instrument_use.needer_org_code is 'Code of the body that stated the need · код заявившего';
comment on column report_v1.instrument_use.needer_org_name is 'Name of the body that stated the need · кто заявил';
comment on column report_v1.instrument_use.purpose is 'What it is for · цель';
comment on column report_v1.instrument_use.wanted_rub is 'Roubles wanted by the need · потребность, рублей';
comment on column report_v1.instrument_use.applied_rub is
    'Roubles in the application that the owner has not decided on, else empty · на рассмотрении, рублей';
comment on column report_v1.instrument_use.granted_rub is 'Roubles granted, else empty · предоставлено, рублей';
comment on column report_v1.instrument_use.spent_rub is
    'Roubles spent of the grant, once stated · израсходовано, рублей';
comment on column report_v1.instrument_use.application_no is 'Number of the last application · номер заявки';
comment on column report_v1.instrument_use.application_on is 'Date of the last application · дата заявки';
comment on column report_v1.instrument_use.agreement_no is 'Number of the agreement of the grant · номер соглашения';
comment on column report_v1.instrument_use.agreement_on is 'Date of the agreement · дата соглашения';
comment on column report_v1.instrument_use.granted_until_on is
    'Last day on which the grant can be used, when the agreement names one · действует по';
comment on column report_v1.instrument_use.application_count is
    'Applications made, to whichever owner · сколько заявок';
comment on column report_v1.instrument_use.refusal_count is 'Applications refused · сколько отказов';
comment on column report_v1.instrument_use.last_refusal is 'Why the last refused one was refused · причина отказа';
comment on column report_v1.instrument_use.reason is
    'Remark on the match or the end, or why it was withdrawn · примечание или причина отзыва';
comment on column report_v1.instrument_use.needed_at is 'When the need was stated · когда заявлено';
comment on column report_v1.instrument_use.matched_at is
    'When the instrument was found for it, last · когда подобран инструмент';
comment on column report_v1.instrument_use.decided_at is
    'When the last application was granted or refused · когда принято решение';
comment on column report_v1.instrument_use.closed_at is 'When it came to its end · когда завершено';
comment on column report_v1.instrument_use.message_count is 'Acts so far, each a message · сколько действий';
comment on column report_v1.instrument_use.provenance is
    'record, or sample: an act played in a replay programme · учёт или учебный пример';

create or replace view report_v1.instrument_application with (security_barrier) as
select u.number as use_no, a.place as application, p.code as programme, a.instrument as instrument_code,
       owner.code as owner_org_code, owner.name_ru collate "ru-x-icu" as owner_org_name,
       recipient.code as recipient_org_code, recipient.name_ru collate "ru-x-icu" as recipient_org_name,
       a.number as application_no, a.applied_on as application_on, a.amount as amount_rub, a.outcome,
       core.in_russian('instrument-use.' || a.outcome) as outcome_ru, a.decided_at, a.granted as granted_rub,
       a.agreement_number as agreement_no, a.agreement_on, a.until_on as granted_until_on, a.reason,
       case when p.clock = 'replay' then 'sample' else 'record' end as provenance
  from core.instrument_application a
  join core.instrument_use u on u.id = a.use
  join core.programme p on p.id = u.programme
  join core.organisation owner on owner.id = a.owner
  join core.organisation recipient on recipient.id = a.recipient;

comment on view report_v1.instrument_application is
    'One row per application for an instrument: refused by one owner, a need may be granted by another · заявка';
comment on column report_v1.instrument_application.use_no is 'Number of the use · номер';
comment on column report_v1.instrument_application.application is 'Its place among the use''s, from 1 · по счёту';
comment on column report_v1.instrument_application.programme is 'Code of the programme · код программы';
comment on column report_v1.instrument_application.instrument_code is 'Code of the instrument · код инструмента';
comment on column report_v1.instrument_application.owner_org_code is
    'Code of the body that owned the instrument then and decides · код владельца инструмента';
comment on column report_v1.instrument_application.owner_org_name is
    'Name of the body that owned the instrument then and decides · владелец инструмента';
comment on column report_v1.instrument_application.recipient_org_code is
    'Code of the body it is asked for · код получателя';
comment on column report_v1.instrument_application.recipient_org_name is
    'Name of the body it is asked for · получатель';
comment on column report_v1.instrument_application.application_no is 'Number of the application · номер заявки';
comment on column report_v1.instrument_application.application_on is 'Date of the application · дата заявки';
comment on column report_v1.instrument_application.amount_rub is 'Roubles asked for · запрошено, рублей';
comment on column report_v1.instrument_application.outcome is
    'PENDING, GRANTED, REFUSED or WITHDRAWN · результат рассмотрения';
comment on column report_v1.instrument_application.outcome_ru is 'Outcome in Russian · результат по-русски';
comment on column report_v1.instrument_application.decided_at is 'When it was decided · когда принято решение';
comment on column report_v1.instrument_application.granted_rub is 'Roubles granted · предоставлено, рублей';
comment on column report_v1.instrument_application.agreement_no is 'Number of the agreement · номер соглашения';
comment on column report_v1.instrument_application.agreement_on is 'Date of the agreement · дата соглашения';
comment on column report_v1.instrument_application.granted_until_on is
    'Last day on which the grant can be used, when the agreement names one · действует по';
comment on column report_v1.instrument_application.reason is 'Why it was refused · причина отказа';
comment on column report_v1.instrument_application.provenance is
    'record, or sample: an act played in a replay programme · учёт или учебный пример';

create or replace view report_v1.instrument_collision with (security_barrier) as
with target as (
    select a.programme, a.code as action, null::text as project, a.title_ru as title, a.due_last_day as due,
           a.status in ('done', 'withdrawn') as is_over, a.id
      from core.roadmap_action a
     union all
    select p.programme, null, p.code, p.title_ru, p.last_day, p.status = 'completed', p.id
      from core.project p),
used as (
    select u.*, a.granted, a.until_on, i.last_day, t.title, t.due
      from core.instrument_use u
      left join core.instrument_application a
        on a.use = u.id and a.place = u.application_count and a.outcome = 'GRANTED'
      left join core.instrument i on i.programme = u.programme and i.code = u.instrument
      left join target t on t.programme = u.programme and (t.action = u.action or t.project = u.project)),
found as (
    -- One body, one purpose, money from two instruments.
    select u.programme, 'double_funding' as collision, u.recipient, u.action, u.project, max(u.title) as title,
           string_agg(distinct u.instrument, ';') as instruments, string_agg(u.number, ';' order by u.number) as uses,
           sum(u.granted) as amount, max(u.due) as due, null::date as expires, null::text as provenance
      from used u
     where u.granted is not null
     group by u.programme, u.recipient, u.action, u.project
    having count(distinct u.instrument) > 1
     union all
    -- The instrument, or the grant itself, ends before what it pays for is due.
    select u.programme, 'expires_before_due', u.recipient, u.action, u.project, u.title, u.instrument, u.number,
           coalesce(u.granted, u.wanted), u.due, least(u.last_day, u.until_on), null
      from used u
     where u.state in ('MATCHED', 'APPLIED', 'GRANTED') and least(u.last_day, u.until_on) < u.due
     union all
    -- The same of what the register alone links, where no use says more.
    select t.programme, 'expires_before_due', null, t.action, t.project, t.title, i.code, null, null, t.due,
           i.last_day, l.provenance
      from (select l.action as target, l.instrument, a.details_provenance as provenance, true as of_action
              from core.roadmap_action_instrument l
              join core.roadmap_action a on a.id = l.action and a.ended_at is null
             union all
            select l.project, l.instrument, p.details_provenance, false
              from core.project_instrument l
              join core.project p on p.id = l.project and p.ended_at is null) l
      join core.instrument i on i.id = l.instrument and i.ended_at is null
      join target t on t.id = l.target and l.of_action = (t.action is not null)
     where i.last_day < t.due and not t.is_over
       and not exists (select from core.instrument_use u
                        where u.programme = t.programme and u.instrument = i.code
                          and (u.action = t.action or u.project = t.project))
     union all
    select u.programme, 'need_without_instrument', u.recipient, u.action, u.project, u.title, null, u.number,
           u.wanted, u.due, null, null
      from used u
     where u.state = 'NEEDED')
select p.code as programme, f.collision, core.in_russian(f.collision) as collision_ru,
       o.code as recipient_org_code, o.name_ru collate "ru-x-icu" as recipient_org_name, f.action as action_code,
       f.project as project_code, f.title collate "ru-x-icu" as target_title, f.instruments as instrument_codes,
       f.uses as use_nos, f.amount as amount_rub, f.due as due_on, f.expires as expires_on,
       f.due - f.expires as days_short,
       coalesce(f.provenance, case when p.clock = 'replay' then 'sample' else 'record' end) as provenance
  from found f
  join core.programme p on p.id = f.programme
  left join core.organisation o on o.id = f.recipient;

comment on view report_v1.instrument_collision is
    'One row per thing that does not fit together: double_funding, expires_before_due, need_without_instrument · '
    'противоречия в использовании инструментов';
comment on column report_v1.instrument_collision.programme is 'Code of the programme · код программы';
comment on column report_v1.instrument_collision.collision is
    'double_funding: one body has grants of two instruments for one action or project; expires_before_due: the '
    'instrument or the grant ends before the action or project is due; need_without_instrument: nothing is found yet · '
    'вид противоречия';
comment on column report_v1.instrument_collision.collision_ru is 'The same in Russian · вид по-русски';
comment on column report_v1.instrument_collision.recipient_org_code is
    'Code of the body that gets it; empty where it is not known or only the register links them · код получателя';
comment on column report_v1.instrument_collision.recipient_org_name is 'Name of that body · получатель';
comment on column report_v1.instrument_collision.action_code is 'Code of the roadmap action · код мероприятия';
comment on column report_v1.instrument_collision.project_code is 'Code of the project · код проекта';
comment on column report_v1.instrument_collision.target_title is
    'Title of the action or project · мероприятие или проект';
comment on column report_v1.instrument_collision.instrument_codes is
    'Codes of the instruments concerned, split by ; · коды инструментов';
comment on column report_v1.instrument_collision.use_nos is
    'Numbers of the uses concerned, split by ;, or empty where only the register links them · номера';
comment on column report_v1.instrument_collision.amount_rub is
    'Roubles granted, or wanted where nothing is granted · сумма, рублей';
comment on column report_v1.instrument_collision.due_on is
    'The last day of the action or project · срок мероприятия или проекта';
comment on column report_v1.instrument_collision.expires_on is
    'The last day of the instrument or of the grant, whichever is first · инструмент действует по';
comment on column report_v1.instrument_collision.days_short is
    'Days between the two · на сколько дней раньше';
comment on column report_v1.instrument_collision.provenance is
    'record, or sample: an act played in a replay programme; of a link in the register, what it rests on · '
    'происхождение';
