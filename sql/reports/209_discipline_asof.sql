-- Discipline as of any day: every figure is counted from the states that had been entered by then, so asking again later
-- gives the same answer. Functions run as whoever asks, over views alone; the views of the same names are of now.

create or replace function report_v1.discipline_asof(as_of timestamptz)
    returns table (
        as_of_at timestamptz, programme text, responsible_org_code text, responsible_org_name text,
        instruction_count bigint, open_count bigint, overdue_count bigint, due_original_count bigint,
        on_time_original_count bigint, on_time_original_pct numeric, due_current_count bigint,
        on_time_current_count bigint, on_time_current_pct numeric, directum_pct numeric,
        extension_request_count bigint, extensions_per_item numeric, extension_days_gained bigint,
        extension_waiting_count bigint, extension_undecided_count bigint, return_count bigint, returns_per_item numeric,
        late_contribution_count bigint, refused_count bigint, closed_unexecuted_count bigint, provenance text)
    language sql stable parallel safe
begin atomic
    select as_of, c.programme, c.responsible_org_code, c.responsible_org_name, c.instructions, c.open, c.overdue,
           c.due_original, c.on_time_original, round(100.0 * c.on_time_original / nullif(c.due_original, 0), 1),
           c.on_time + c.late + c.overdue, c.on_time,
           round(100.0 * c.on_time / nullif(c.on_time + c.late + c.overdue, 0), 1),
           -- Directum RX counts, against the deadline that stands, what was done in time among that and what was or is
           -- late, and 100 where all that was given is still in time: so its source has it for the gauge «Исполнительская
           -- дисциплина» (GetAssignmentCompletionStatistic).
           case when c.on_time + c.late + c.overdue > 0
                then round(100.0 * c.on_time / (c.on_time + c.late + c.overdue))
                when c.in_time_yet > 0 then 100 end,
           c.asked, round(1.0 * c.asked / c.instructions, 2), c.days_gained, c.waiting, c.undecided, c.returns,
           round(1.0 * c.returns / c.instructions, 2), c.late_parts, c.refused, c.unexecuted, c.provenance
      from (select h.programme, h.responsible_org_code, h.responsible_org_name, count(*) as instructions,
                   count(*) filter (where not h.is_ended) as open,
                   count(*) filter (where t.is_late and h.reported_at is null) as overdue,
                   count(*) filter (where h.reported_at is not null and not t.is_late and t.is_judged) as on_time,
                   count(*) filter (where h.reported_at is not null and t.is_late) as late,
                   count(*) filter (where t.is_judged and h.reported_at is null and not t.is_late) as in_time_yet,
                   count(*) filter (where t.is_judged and (h.reported_at is not null or as_of > h.original_due_at))
                       as due_original,
                   count(*) filter (where t.is_judged and h.reported_at <= h.original_due_at) as on_time_original,
                   sum(h.extension_request_count) as asked, sum(h.extension_days_gained) as days_gained,
                   count(*) filter (where h.extension_state = 'REQUESTED' and as_of <= h.due_at) as waiting,
                   count(*) filter (where h.extension_state = 'LAPSED'
                                       or h.extension_state = 'REQUESTED' and as_of > h.due_at) as undecided,
                   sum(h.return_count) as returns, sum(h.late_contribution_count) as late_parts,
                   count(*) filter (where h.state = 'REFUSED') as refused,
                   count(*) filter (where h.state = 'CLOSED_UNEXECUTED') as unexecuted, min(h.provenance) as provenance
              from report_v1.instruction_phase h
             cross join lateral (
                   -- As report_v1.instruction has it: what was refused, or ended without a report, is not judged.
                   select h.due_at is not null and h.state <> 'REFUSED'
                          and (h.reported_at is not null or not h.is_ended) as is_judged) j
             cross join lateral (
                   select j.is_judged, j.is_judged and coalesce(h.reported_at, as_of) > h.due_at as is_late) t
             where h.known_from_at <= as_of and (h.known_to_at is null or h.known_to_at > as_of)
             group by h.programme, h.responsible_org_code, h.responsible_org_name) c;
end;

comment on function report_v1.discipline_asof is
    'One row per programme and responsible executor, as known at a moment: deadlines kept by the first and by the present '
    'one, extensions, returns, refusals · исполнительская дисциплина на дату';

create or replace view report_v1.discipline with (security_barrier) as
select d.as_of_at, d.programme, d.responsible_org_code, d.responsible_org_name, d.instruction_count, d.open_count,
       d.overdue_count, d.due_original_count, d.on_time_original_count, d.on_time_original_pct, d.due_current_count,
       d.on_time_current_count, d.on_time_current_pct, d.directum_pct, d.extension_request_count, d.extensions_per_item,
       d.extension_days_gained, d.extension_waiting_count, d.extension_undecided_count, d.return_count,
       d.returns_per_item, d.late_contribution_count, d.refused_count, d.closed_unexecuted_count, d.provenance
  from report_v1.programme p
 cross join lateral report_v1.discipline_asof(p.now_at) d
 where d.programme = p.programme;

comment on view report_v1.discipline is
    'One row per programme and responsible executor at the programme''s now; discipline_asof answers for a past day · '
    'исполнительская дисциплина';
comment on column report_v1.discipline.as_of_at is 'The moment it is counted to · на какое время';
comment on column report_v1.discipline.programme is 'Code of the programme · код программы';
comment on column report_v1.discipline.responsible_org_code is
    'Code of the responsible executor · код ответственного исполнителя';
comment on column report_v1.discipline.responsible_org_name is
    'Name of the responsible executor · ответственный исполнитель';
comment on column report_v1.discipline.instruction_count is 'Instructions issued to it · выдано поручений';
comment on column report_v1.discipline.open_count is 'Of these, not at their end · не завершено';
comment on column report_v1.discipline.overdue_count is 'Past the deadline that stands and not reported · просрочено';
comment on column report_v1.discipline.due_original_count is
    'Reported, or past the first deadline: what the percent is of · наступил первоначальный срок или исполнено';
comment on column report_v1.discipline.on_time_original_count is
    'Reported by the first deadline, which nothing moves · исполнено в первоначальный срок';
comment on column report_v1.discipline.on_time_original_pct is
    'The same as percent · процент исполненных в первоначальный срок';
comment on column report_v1.discipline.due_current_count is
    'Reported, or past the deadline that stands · наступил действующий срок или исполнено';
comment on column report_v1.discipline.on_time_current_count is
    'Reported by the deadline that stands · исполнено в действующий срок';
comment on column report_v1.discipline.on_time_current_pct is
    'The same as percent · процент исполненных в действующий срок';
comment on column report_v1.discipline.directum_pct is
    'By the formula of Directum RX, for comparison: whole percent by the deadline that stands, 100 while nothing is due · '
    'исполнительская дисциплина по формуле Directum RX';
comment on column report_v1.discipline.extension_request_count is
    'How often more time was asked for · число запросов о продлении';
comment on column report_v1.discipline.extensions_per_item is 'The same for each instruction · запросов на поручение';
comment on column report_v1.discipline.extension_days_gained is
    'Calendar days that extensions have added · дней продления всего';
comment on column report_v1.discipline.extension_waiting_count is
    'Instructions whose last request for more time waits for a decision · запросов на рассмотрении';
comment on column report_v1.discipline.extension_undecided_count is
    'Instructions whose last request for more time nobody decided by the deadline · запросов не рассмотрено до срока';
comment on column report_v1.discipline.return_count is 'How often reports were returned for rework · число возвратов';
comment on column report_v1.discipline.returns_per_item is 'The same for each instruction · возвратов на поручение';
comment on column report_v1.discipline.late_contribution_count is
    'Parts that co-executors gave after the half-term date · предложений соисполнителей с опозданием';
comment on column report_v1.discipline.refused_count is
    'Instructions that stand refused by its registrar · в отказе';
comment on column report_v1.discipline.closed_unexecuted_count is
    'Taken off control without execution, and in no percent unless reported · снято без исполнения';
comment on column report_v1.discipline.provenance is
    'record, or sample: acts played in a replay programme · учёт или учебный пример';

create or replace function report_v1.instruction_state_time_asof(as_of timestamptz)
    returns table (
        as_of_at timestamptz, programme text, state text, state_ru text, left_count bigint, median_days numeric,
        longest_days numeric, provenance text)
    language sql stable parallel safe
begin atomic
    select as_of, h.programme, h.state, h.state_ru, count(*),
           round((extract(epoch from percentile_cont(0.5) within group (order by h.to_at - h.state_since_at))
                  / 86400)::numeric, 1),
           round((extract(epoch from max(h.to_at - h.state_since_at)) / 86400)::numeric, 1), min(h.provenance)
      from report_v1.instruction_phase h
     where h.is_state_left and h.known_to_at <= as_of
     group by h.programme, h.state, h.state_ru;
end;

comment on function report_v1.instruction_state_time_asof is
    'One row per programme and state that instructions had left by a moment: how long they had been in it · '
    'время пребывания поручений в состояниях на дату';

create or replace view report_v1.instruction_state_time with (security_barrier) as
select t.as_of_at, t.programme, t.state, t.state_ru, t.left_count, t.median_days, t.longest_days, t.provenance
  from report_v1.programme p
 cross join lateral report_v1.instruction_state_time_asof(p.now_at) t
 where t.programme = p.programme;

comment on view report_v1.instruction_state_time is
    'One row per programme and state that issued instructions have left: how long they were in it · '
    'время пребывания поручений в состояниях';
comment on column report_v1.instruction_state_time.as_of_at is 'The moment it is counted to · на какое время';
comment on column report_v1.instruction_state_time.programme is 'Code of the programme · код программы';
comment on column report_v1.instruction_state_time.state is 'Main state · состояние';
comment on column report_v1.instruction_state_time.state_ru is 'Main state in Russian · состояние по-русски';
comment on column report_v1.instruction_state_time.left_count is 'How often the state was left · число выходов';
comment on column report_v1.instruction_state_time.median_days is
    'Days in the state, half of the times fewer · медиана дней в состоянии';
comment on column report_v1.instruction_state_time.longest_days is 'Days of the longest · наибольшее число дней';
comment on column report_v1.instruction_state_time.provenance is
    'record, or sample: acts played in a replay programme · учёт или учебный пример';

create or replace function report_v1.refusal_by_reason_asof(as_of timestamptz)
    returns table (
        as_of_at timestamptz, programme text, responsible_org_code text, responsible_org_name text, refusal_reason text,
        refusal_count bigint, waiting_count bigint, provenance text)
    language sql stable parallel safe
begin atomic
    select as_of, h.programme, h.responsible_org_code, h.responsible_org_name, h.refusal_reason, count(*),
           count(*) filter (where h.known_to_at is null or h.known_to_at > as_of), min(h.provenance)
      from report_v1.instruction_phase h
     where h.state = 'REFUSED' and h.known_from_at <= as_of
       and (h.is_state_left or h.known_to_at is null or h.known_to_at > as_of)
     group by h.programme, h.responsible_org_code, h.responsible_org_name, h.refusal_reason;
end;

comment on function report_v1.refusal_by_reason_asof is
    'One row per programme, responsible executor and reason for which its registrar had refused instructions by a moment · '
    'отказы в регистрации по причинам на дату';

create or replace view report_v1.refusal_by_reason with (security_barrier) as
select r.as_of_at, r.programme, r.responsible_org_code, r.responsible_org_name, r.refusal_reason,
       core.in_russian('refusal.' || r.refusal_reason) as refusal_reason_ru, r.refusal_count, r.waiting_count,
       r.provenance
  from report_v1.programme p
 cross join lateral report_v1.refusal_by_reason_asof(p.now_at) r
 where r.programme = p.programme;

comment on view report_v1.refusal_by_reason is
    'One row per programme, responsible executor and reason for which its registrar refused instructions; a co-executor''s '
    'refusal is not among them · отказы в регистрации по причинам';
comment on column report_v1.refusal_by_reason.as_of_at is 'The moment it is counted to · на какое время';
comment on column report_v1.refusal_by_reason.programme is 'Code of the programme · код программы';
comment on column report_v1.refusal_by_reason.responsible_org_code is
    'Code of the body that refused · код отказавшей организации';
comment on column report_v1.refusal_by_reason.responsible_org_name is
    'Name of the body that refused · отказавшая организация';
comment on column report_v1.refusal_by_reason.refusal_reason is 'The reason: code · причина отказа';
comment on column report_v1.refusal_by_reason.refusal_reason_ru is 'The reason in Russian · причина отказа по-русски';
comment on column report_v1.refusal_by_reason.refusal_count is 'How often · число отказов';
comment on column report_v1.refusal_by_reason.waiting_count is
    'Of these, waiting for the issuer · ожидает решения автора';
comment on column report_v1.refusal_by_reason.provenance is
    'record, or sample: acts played in a replay programme · учёт или учебный пример';
