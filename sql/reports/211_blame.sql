-- Where the time goes: by body and segment, and what is open by body, age and whose turn it is. Segments and their order are
-- those of instruction_phase; what these say of a past day stays the same.

create or replace function report_v1.blame_by_organisation_asof(as_of timestamptz)
    returns table (
        as_of_at timestamptz, programme text, responsible_org_code text, responsible_org_name text,
        instruction_count bigint, life_time interval, dispatch_time interval, registration_time interval,
        responsible_time interval, co_executor_time interval, extension_time interval, controller_time interval,
        issuer_time interval, closed_time interval, provenance text)
    language sql stable parallel safe
begin atomic
    select as_of, h.programme, h.responsible_org_code, h.responsible_org_name, count(*) filter (where h.is_current),
           justify_hours(sum(h.to_at - h.from_at)), coalesce(justify_hours(sum(h.dispatch_time)), '0'),
           coalesce(justify_hours(sum(h.registration_time)), '0'),
           coalesce(justify_hours(sum(h.responsible_time)), '0'),
           coalesce(justify_hours(sum(h.co_executor_time)), '0'),
           coalesce(justify_hours(sum(h.extension_time)), '0'),
           coalesce(justify_hours(sum(h.controller_time)), '0'),
           coalesce(justify_hours(sum(h.issuer_time)), '0'), coalesce(justify_hours(sum(h.closed_time)), '0'),
           min(h.provenance)
      from report_v1.instruction_phase_asof(as_of) h
     group by h.programme, h.responsible_org_code, h.responsible_org_name;
end;

comment on function report_v1.blame_by_organisation_asof is
    'One row per programme and responsible executor, as known at a moment: how long each segment of the lives of its '
    'instructions took · время исполнения по участкам на дату';

create or replace view report_v1.blame_by_organisation with (security_barrier) as
select b.as_of_at, b.programme, b.responsible_org_code, b.responsible_org_name, b.instruction_count, b.life_time,
       b.dispatch_time, b.registration_time, b.responsible_time, b.co_executor_time, b.extension_time,
       b.controller_time, b.issuer_time, b.closed_time, b.provenance
  from report_v1.programme p
 cross join lateral report_v1.blame_by_organisation_asof(p.now_at) b
 where b.programme = p.programme;

comment on view report_v1.blame_by_organisation is
    'One row per programme and responsible executor at the programme''s now: how long each segment of the lives of its '
    'instructions took while they were its own · время исполнения по участкам';
comment on column report_v1.blame_by_organisation.as_of_at is 'The moment it is counted to · на какое время';
comment on column report_v1.blame_by_organisation.programme is 'Code of the programme · код программы';
comment on column report_v1.blame_by_organisation.responsible_org_code is
    'Code of the responsible executor · код ответственного исполнителя';
comment on column report_v1.blame_by_organisation.responsible_org_name is
    'Name of the responsible executor · ответственный исполнитель';
comment on column report_v1.blame_by_organisation.instruction_count is
    'Instructions issued to it · выдано поручений';
comment on column report_v1.blame_by_organisation.life_time is
    'From issue to end or moment; the sum of the times that follow · всего';
comment on column report_v1.blame_by_organisation.dispatch_time is
    'From the issue until the responsible had it · доставка';
comment on column report_v1.blame_by_organisation.registration_time is
    'From then until it registered or refused it · регистрация';
comment on column report_v1.blame_by_organisation.responsible_time is
    'Held by the responsible executor · у ответственного исполнителя';
comment on column report_v1.blame_by_organisation.co_executor_time is
    'Waited for a co-executor''s part past the half-term date · ожидание соисполнителей сверх срока';
comment on column report_v1.blame_by_organisation.extension_time is
    'Waited for a decision on a request for more time · ожидание решения о продлении';
comment on column report_v1.blame_by_organisation.controller_time is
    'Reported and not decided upon, or accepted and not taken off control · у контролёра';
comment on column report_v1.blame_by_organisation.issuer_time is
    'Refused by the registrar and waiting for the issuer · у автора после отказа в регистрации';
comment on column report_v1.blame_by_organisation.closed_time is
    'At their end before they were reopened · завершено до возврата на контроль';
comment on column report_v1.blame_by_organisation.provenance is
    'record, or sample: acts played in a replay programme · учёт или учебный пример';

create or replace function report_v1.open_by_age_asof(as_of timestamptz)
    returns table (
        as_of_at timestamptz, programme text, responsible_org_code text, responsible_org_name text, age_from_days int,
        age_band text, segment text, open_count bigint, overdue_count bigint, worst_days_late int, provenance text)
    language sql stable parallel safe
begin atomic
    select as_of, h.programme, h.responsible_org_code, h.responsible_org_name, b.from_days,
           case b.from_days when 0 then '0–7' when 8 then '8–30' when 31 then '31–90' else '91+' end, h.segment,
           count(*), count(*) filter (where l.is_overdue), coalesce(max(l.days) filter (where l.is_overdue), 0),
           min(h.provenance)
      from report_v1.instruction_phase_asof(as_of) h
     cross join lateral (
           select (as_of at time zone h.zone)::date - (h.issued_at at time zone h.zone)::date as days) age
     cross join lateral (
           select case when age.days <= 7 then 0 when age.days <= 30 then 8 when age.days <= 90 then 31 else 91 end
                      as from_days) b
     cross join lateral (
           select h.reported_at is null and h.state <> 'REFUSED' and as_of > h.due_at as is_overdue,
                  (as_of at time zone h.zone)::date - (h.due_at at time zone h.zone)::date as days) l
     where h.is_current and not h.is_ended
     group by h.programme, h.responsible_org_code, h.responsible_org_name, b.from_days, h.segment;
end;

comment on function report_v1.open_by_age_asof is
    'One row per programme, responsible executor, age and segment of what was open at a moment · '
    'незавершённые поручения по возрасту и участкам на дату';

create or replace view report_v1.open_by_age with (security_barrier) as
select o.as_of_at, o.programme, o.responsible_org_code, o.responsible_org_name, o.age_from_days, o.age_band, o.segment,
       core.in_russian('segment.' || o.segment) as segment_ru, o.open_count, o.overdue_count, o.worst_days_late,
       o.provenance
  from report_v1.programme p
 cross join lateral report_v1.open_by_age_asof(p.now_at) o
 where o.programme = p.programme;

comment on view report_v1.open_by_age is
    'One row per programme, responsible executor, age since the issue and segment whose turn it is, of what is open · '
    'незавершённые поручения по возрасту и участкам';
comment on column report_v1.open_by_age.as_of_at is 'The moment it is counted to · на какое время';
comment on column report_v1.open_by_age.programme is 'Code of the programme · код программы';
comment on column report_v1.open_by_age.responsible_org_code is
    'Code of the responsible executor · код ответственного исполнителя';
comment on column report_v1.open_by_age.responsible_org_name is
    'Name of the responsible executor · ответственный исполнитель';
comment on column report_v1.open_by_age.age_from_days is
    'Calendar days since the issue from which the band begins · возраст от, дней';
comment on column report_v1.open_by_age.age_band is 'The band in days · возраст, дней';
comment on column report_v1.open_by_age.segment is
    'Whose turn it is: dispatch, registration, responsible, co-executor, extension, controller, issuer · за кем очередь';
comment on column report_v1.open_by_age.segment_ru is 'The same in Russian · за кем очередь, по-русски';
comment on column report_v1.open_by_age.open_count is 'Instructions not at their end · не завершено';
comment on column report_v1.open_by_age.overdue_count is
    'Of these, past their deadline and not reported · просрочено';
comment on column report_v1.open_by_age.worst_days_late is
    'Calendar days of the latest of them · наибольшее опоздание, дней';
comment on column report_v1.open_by_age.provenance is
    'record, or sample: acts played in a replay programme · учёт или учебный пример';
