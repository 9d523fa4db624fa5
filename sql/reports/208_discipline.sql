-- Who is late, and how deadlines are kept: counted from report_v1.instruction, so by the reader's own rows.

create or replace view report_v1.overdue_by_organisation with (security_barrier) as
select i.programme,
       i.responsible_org_code,
       i.responsible_org_name,
       count(*) filter (where i.is_open) as open_count,
       count(*) filter (where i.is_overdue) as overdue_count,
       coalesce(max(i.days_late) filter (where i.is_overdue), 0) as worst_days_late,
       min(i.due_at) filter (where i.is_overdue) as oldest_due_at,
       count(*) filter (where i.timeliness = 'DONE_LATE') as done_late_count,
       min(i.provenance) as provenance
  from report_v1.instruction i
 where i.issued_at is not null
 group by i.programme, i.responsible_org_code, i.responsible_org_name;

comment on view report_v1.overdue_by_organisation is
    'One row per programme and responsible executor that was issued an instruction · просрочка по исполнителям';
comment on column report_v1.overdue_by_organisation.programme is 'Code of the programme · код программы';
comment on column report_v1.overdue_by_organisation.responsible_org_code is
    'Code of the responsible executor · код ответственного исполнителя';
comment on column report_v1.overdue_by_organisation.responsible_org_name is
    'Name of the responsible executor · ответственный исполнитель';
comment on column report_v1.overdue_by_organisation.open_count is 'Instructions not at their end · не завершено';
comment on column report_v1.overdue_by_organisation.overdue_count is
    'Of these, past their deadline and not reported · просрочено';
comment on column report_v1.overdue_by_organisation.worst_days_late is
    'Calendar days of the latest of them · наибольшее опоздание, дней';
comment on column report_v1.overdue_by_organisation.oldest_due_at is
    'The earliest deadline among them · самый ранний просроченный срок';
comment on column report_v1.overdue_by_organisation.done_late_count is
    'Reported after the deadline · исполнено с опозданием';
comment on column report_v1.overdue_by_organisation.provenance is
    'record, or sample: acts played in a replay programme · учёт или учебный пример';

create or replace view report_v1.discipline_by_quarter with (security_barrier) as
select i.programme,
       to_char(i.original_due_at at time zone i.zone, 'YYYY-"Q"Q') as quarter,
       i.responsible_org_code,
       i.responsible_org_name,
       count(*) as instruction_count,
       count(*) filter (where i.reported_at <= i.original_due_at) as on_time_original_count,
       count(*) filter (where i.reported_at <= i.due_at) as on_time_current_count,
       round(100.0 * count(*) filter (where i.reported_at <= i.original_due_at) / count(*), 1) as on_time_original_pct,
       round(100.0 * count(*) filter (where i.reported_at <= i.due_at) / count(*), 1) as on_time_current_pct,
       count(*) filter (where i.is_extended) as extension_count,
       count(*) filter (where i.return_count > 0) as returned_count,
       count(*) filter (where i.is_overdue) as overdue_count,
       min(i.provenance) as provenance,
       coalesce(sum(i.extension_request_count), 0) as extension_request_count,
       coalesce(sum(i.extension_days_gained), 0) as extension_days_gained,
       count(*) filter (where i.extension_state = 'LAPSED') as extension_undecided_count
  from report_v1.instruction i
 where i.original_due_at is not null and i.timeliness in ('DONE_ON_TIME', 'DONE_LATE', 'OVERDUE')
 group by i.programme, to_char(i.original_due_at at time zone i.zone, 'YYYY-"Q"Q'), i.responsible_org_code,
          i.responsible_org_name;

comment on view report_v1.discipline_by_quarter is
    'One row per programme, quarter and responsible executor; counts what was reported or is overdue · исполнительская '
    'дисциплина';
comment on column report_v1.discipline_by_quarter.programme is 'Code of the programme · код программы';
comment on column report_v1.discipline_by_quarter.quarter is
    'Quarter of the first deadline, such as 2016-Q2 · квартал первоначального срока';
comment on column report_v1.discipline_by_quarter.responsible_org_code is
    'Code of the responsible executor · код ответственного исполнителя';
comment on column report_v1.discipline_by_quarter.responsible_org_name is
    'Name of the responsible executor · ответственный исполнитель';
comment on column report_v1.discipline_by_quarter.instruction_count is
    'Instructions reported or overdue · исполнено или просрочено';
comment on column report_v1.discipline_by_quarter.on_time_original_count is
    'Reported by the first deadline, which nothing moves · исполнено в первоначальный срок';
comment on column report_v1.discipline_by_quarter.on_time_current_count is
    'Reported by the deadline that stands · исполнено в действующий срок';
comment on column report_v1.discipline_by_quarter.on_time_original_pct is
    'The same as percent of all · процент в первоначальный срок';
comment on column report_v1.discipline_by_quarter.on_time_current_pct is
    'The same as percent of all · процент в действующий срок';
comment on column report_v1.discipline_by_quarter.extension_count is
    'Deadlines that were moved to a later day · продлённых сроков';
comment on column report_v1.discipline_by_quarter.returned_count is
    'Returned for rework at least once · возвращено на доработку';
comment on column report_v1.discipline_by_quarter.overdue_count is 'Past the deadline and not reported · просрочено';
comment on column report_v1.discipline_by_quarter.provenance is
    'record, or sample: acts played in a replay programme · учёт или учебный пример';
comment on column report_v1.discipline_by_quarter.extension_request_count is
    'How often more time was asked for · число запросов о продлении';
comment on column report_v1.discipline_by_quarter.extension_days_gained is
    'Calendar days that extensions have added · дней продления всего';
comment on column report_v1.discipline_by_quarter.extension_undecided_count is
    'Instructions whose last request for more time nobody decided by the deadline · запросов не рассмотрено до срока';
