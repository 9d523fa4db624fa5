-- Whose turn it was: an instruction's life cut at every act, and each piece given to who held it then. Pieces follow one
-- another without a gap, so what the segments took sums up to the whole life. Times are those of the acts; what is known
-- as of a day is what had been entered by then, so the answer for a past day does not change.
--
-- dispatch      issued, and the responsible's inbox has no receipt yet; where nobody ever gave one, until it registered
-- registration  received, and neither registered nor refused
-- responsible   registered, in execution or returned, and nothing below holds
-- co-executor   the same, past the half-term date while a co-executor owes its part
-- extension     the same, while a request for more time waits; it lapses with the deadline
-- controller    reported and not decided upon, accepted and not taken off control
-- issuer        refused by its registrar, and neither corrected nor taken back
-- closed        at its end; part of a life only where it was reopened
-- An extension that waits comes before a late co-executor: it is one decision, and the other parts wait for it too.

create or replace view report_v1.instruction_phase with (security_barrier) as
select core.external_id(s.instruction) as instruction_id,
       s.number as instruction_no,
       p.code as programme,
       responsible.code as responsible_org_code,
       responsible.name_ru collate "ru-x-icu" as responsible_org_name,
       s.state,
       coalesce(word.ru, s.state) as state_ru,
       s.state in ('CLOSED', 'CLOSED_UNEXECUTED', 'WITHDRAWN', 'SUPERSEDED') as is_ended,
       s.occurred_at as from_at,
       s.occurred_to as to_at,
       s.state_since as state_since_at,
       s.state_left as is_state_left,
       case when s.state <> 'ISSUED' then null
            when s.delivery_seq is null then s.occurred_at
            when s.known_to is not null then s.delivered_at
            else (select r.known_at from core.receipt r
                   where r.recipient = s.responsible and r.level = 'delivered' and r.upto_seq >= s.delivery_seq
                     and r.from_seq <= s.delivery_seq
                   order by r.upto_seq limit 1) end as delivered_at,
       s.contributions_due_at,
       s.late_contribution_count,
       s.extension_state,
       s.extension_count as extension_request_count,
       s.extension_days as extension_days_gained,
       s.refusal_reason,
       s.original_due_at,
       s.current_due_at,
       coalesce(s.rework_due_at, s.current_due_at) as due_at,
       s.issued_at,
       s.reported_at,
       s.cycle - 1 as return_count,
       s.known_from as known_from_at,
       s.known_to as known_to_at,
       core.external_id(s.message) as message_id,
       p.zone,
       case when p.clock = 'replay' then 'sample' else 'record' end as provenance
  from core.instruction_step s
  join core.programme p on p.id = s.programme
  join core.organisation responsible on responsible.id = s.responsible
  left join core.word word on word.code = s.state
 where s.issued_at is not null;

comment on view report_v1.instruction_phase is
    'One row per issued instruction and piece of its life between two acts · отрезок исполнения поручения';
comment on column report_v1.instruction_phase.instruction_id is 'Id of the case · идентификатор дела';
comment on column report_v1.instruction_phase.instruction_no is 'Registration number · регистрационный номер';
comment on column report_v1.instruction_phase.programme is 'Code of the programme · код программы';
comment on column report_v1.instruction_phase.responsible_org_code is
    'Code of the responsible executor · код: ответственный исполнитель';
comment on column report_v1.instruction_phase.responsible_org_name is
    'Name of the responsible executor · ответственный исполнитель';
comment on column report_v1.instruction_phase.state is 'Main state · состояние';
comment on column report_v1.instruction_phase.state_ru is 'Main state in Russian · состояние по-русски';
comment on column report_v1.instruction_phase.is_ended is 'Whether it is at its end then · завершено ли';
comment on column report_v1.instruction_phase.from_at is 'When the piece began, by the acts · начало отрезка';
comment on column report_v1.instruction_phase.to_at is
    'When the next act happened; empty for the last piece · конец отрезка';
comment on column report_v1.instruction_phase.state_since_at is
    'When the state began, which several pieces may share · с какого времени в этом состоянии';
comment on column report_v1.instruction_phase.is_state_left is
    'Whether the state ended with this piece · завершилось ли состояние';
comment on column report_v1.instruction_phase.delivered_at is
    'While issued: when the responsible had it; empty while nobody said so · когда доставлено ответственному';
comment on column report_v1.instruction_phase.contributions_due_at is
    'The earliest half-term date of a co-executor''s part that is owed · срок предложений соисполнителей';
comment on column report_v1.instruction_phase.late_contribution_count is
    'Co-executors whose part came after the half-term date · предложений с опозданием';
comment on column report_v1.instruction_phase.extension_state is
    'The last request for more time: NONE, REQUESTED, GRANTED, DENIED, WITHDRAWN, LAPSED · запрос о продлении срока';
comment on column report_v1.instruction_phase.extension_request_count is
    'How often more time had been asked for · число запросов о продлении';
comment on column report_v1.instruction_phase.extension_days_gained is
    'Calendar days that extensions had added · дней продления всего';
comment on column report_v1.instruction_phase.refusal_reason is
    'Why its registrar had refused it: code · причина отказа в регистрации';
comment on column report_v1.instruction_phase.original_due_at is 'The deadline first fixed · первоначальный срок';
comment on column report_v1.instruction_phase.current_due_at is 'The deadline that stood · действовавший срок';
comment on column report_v1.instruction_phase.due_at is
    'The moment by which the report was due, inclusive · срок исполнения, включительно';
comment on column report_v1.instruction_phase.issued_at is 'When it was issued · дата выдачи';
comment on column report_v1.instruction_phase.reported_at is 'When the report that stood was given · дата доклада';
comment on column report_v1.instruction_phase.return_count is
    'How often it had been returned for rework · число возвратов';
comment on column report_v1.instruction_phase.known_from_at is
    'The programme''s now when the act that began it was entered · с какого времени известно';
comment on column report_v1.instruction_phase.known_to_at is
    'When the act that ended it was entered; empty for the last piece · по какое время';
comment on column report_v1.instruction_phase.message_id is
    'Id of the last act that led to it · идентификатор последнего действия';
comment on column report_v1.instruction_phase.zone is 'The programme''s time zone · часовой пояс';
comment on column report_v1.instruction_phase.provenance is
    'record, or sample: an act played in a replay programme · учёт или учебный пример';

-- Runs as whoever asks, over a view alone. A piece that had no end yet ends at the moment asked about.
create or replace function report_v1.instruction_phase_asof(as_of timestamptz)
    returns table (
        as_of_at timestamptz, instruction_no text, programme text, responsible_org_code text,
        responsible_org_name text, state text, is_current boolean, is_ended boolean, segment text,
        issued_at timestamptz, from_at timestamptz, to_at timestamptz, dispatch_time interval,
        registration_time interval, responsible_time interval, co_executor_time interval, extension_time interval,
        controller_time interval, issuer_time interval, closed_time interval, due_at timestamptz,
        reported_at timestamptz, zone text, provenance text)
    language sql stable parallel safe
begin atomic
    select as_of, h.instruction_no, h.programme, h.responsible_org_code, h.responsible_org_name, h.state, c.is_current,
           h.is_ended,
           case when h.is_ended then null
                when h.state = 'ISSUED' then case when h.delivered_at <= as_of then 'registration' else 'dispatch' end
                when h.state = 'REFUSED' then 'issuer'
                when h.state in ('REPORTED', 'EXECUTED') then 'controller'
                when h.extension_state = 'REQUESTED' and t.to_at <= h.due_at then 'extension'
                when h.contributions_due_at < t.to_at then 'co-executor'
                else 'responsible' end,
           h.issued_at, h.from_at, t.to_at,
           -- No time at all is left empty, not nought: sums over many pieces pass it by.
           case when h.state = 'ISSUED' then t.mid_at - h.from_at end,
           case when h.state = 'ISSUED' then t.to_at - t.mid_at end,
           case when t.is_worked_on then case when h.contributions_due_at < t.to_at
                                              then greatest(t.mid_at, h.contributions_due_at) else t.to_at end
                                         - t.mid_at end,
           case when t.is_worked_on and h.contributions_due_at < t.to_at
                then t.to_at - greatest(t.mid_at, h.contributions_due_at) end,
           case when t.is_worked_on and h.extension_state = 'REQUESTED' then t.mid_at - h.from_at end,
           case when h.state in ('REPORTED', 'EXECUTED') then t.to_at - h.from_at end,
           case when h.state = 'REFUSED' then t.to_at - h.from_at end,
           case when h.is_ended then t.to_at - h.from_at end,
           h.due_at, h.reported_at, h.zone, h.provenance
      from report_v1.instruction_phase h
     cross join lateral (select h.known_to_at is null or h.known_to_at > as_of as is_current) c
     cross join lateral (
           select e.to_at, h.state in ('REGISTERED', 'IN_EXECUTION', 'RETURNED') as is_worked_on,
                  -- Where the piece changes hands: the delivery, or the end of the wait for a decision.
                  least(e.to_at, greatest(h.from_at,
                        case when h.state = 'ISSUED'
                             then case when h.delivered_at <= as_of then h.delivered_at else e.to_at end
                             when h.extension_state = 'REQUESTED' then h.due_at
                             else h.from_at end)) as mid_at
             from (select case when not c.is_current then h.to_at when h.is_ended then h.from_at else as_of end) e (to_at)
           offset 0) t
     where h.known_from_at <= as_of;
end;

comment on function report_v1.instruction_phase_asof is
    'One row per piece of an instruction''s life known by a moment, with what each segment took of it · '
    'отрезки исполнения поручений на дату';

create or replace function report_v1.instruction_blame_asof(as_of timestamptz)
    returns table (
        as_of_at timestamptz, instruction_no text, programme text, responsible_org_code text,
        responsible_org_name text, issued_at timestamptz, ended_at timestamptz, segment text, life_time interval,
        dispatch_time interval, registration_time interval, responsible_time interval, co_executor_time interval,
        extension_time interval, controller_time interval, issuer_time interval, closed_time interval, provenance text)
    language sql stable parallel safe
begin atomic
    select as_of, h.instruction_no, h.programme, max(h.responsible_org_code) filter (where h.is_current),
           max(h.responsible_org_name) filter (where h.is_current), min(h.issued_at),
           max(h.to_at) filter (where h.is_current and h.is_ended), max(h.segment) filter (where h.is_current),
           justify_hours(max(h.to_at) - min(h.issued_at)), coalesce(justify_hours(sum(h.dispatch_time)), '0'),
           coalesce(justify_hours(sum(h.registration_time)), '0'),
           coalesce(justify_hours(sum(h.responsible_time)), '0'),
           coalesce(justify_hours(sum(h.co_executor_time)), '0'),
           coalesce(justify_hours(sum(h.extension_time)), '0'),
           coalesce(justify_hours(sum(h.controller_time)), '0'),
           coalesce(justify_hours(sum(h.issuer_time)), '0'), coalesce(justify_hours(sum(h.closed_time)), '0'),
           min(h.provenance)
      from report_v1.instruction_phase_asof(as_of) h
     group by h.programme, h.instruction_no;
end;

comment on function report_v1.instruction_blame_asof is
    'One row per issued instruction as known at a moment: how long each segment of its life took · '
    'время поручения по участкам на дату';

create or replace view report_v1.instruction_blame with (security_barrier) as
select b.as_of_at, b.instruction_no, b.programme, b.responsible_org_code, b.responsible_org_name, b.issued_at, b.ended_at,
       b.segment, b.life_time, b.dispatch_time, b.registration_time, b.responsible_time, b.co_executor_time,
       b.extension_time, b.controller_time, b.issuer_time, b.closed_time, b.provenance,
       core.in_russian('segment.' || b.segment) as segment_ru
  from report_v1.programme p
 cross join lateral report_v1.instruction_blame_asof(p.now_at) b
 where b.programme = p.programme;

comment on view report_v1.instruction_blame is
    'One row per issued instruction at the programme''s now: how long each segment of its life took; the segments sum up '
    'to the life · время поручения по участкам';
comment on column report_v1.instruction_blame.as_of_at is 'The moment it is counted to · на какое время';
comment on column report_v1.instruction_blame.instruction_no is 'Registration number · регистрационный номер';
comment on column report_v1.instruction_blame.programme is 'Code of the programme · код программы';
comment on column report_v1.instruction_blame.responsible_org_code is
    'Code of the responsible executor · код: ответственный исполнитель';
comment on column report_v1.instruction_blame.responsible_org_name is
    'Name of the responsible executor · ответственный исполнитель';
comment on column report_v1.instruction_blame.issued_at is 'When it was issued · дата выдачи';
comment on column report_v1.instruction_blame.ended_at is
    'When it came to its end; empty while it is open · дата завершения';
comment on column report_v1.instruction_blame.segment is
    'Whose turn it is: dispatch, registration, responsible, co-executor, extension, controller, issuer; none at its end · '
    'за кем очередь';
comment on column report_v1.instruction_blame.life_time is
    'From the issue to the end or to the moment; the sum of the times that follow · всего';
comment on column report_v1.instruction_blame.dispatch_time is
    'From the issue until the responsible had it · доставка';
comment on column report_v1.instruction_blame.registration_time is
    'From then until it registered or refused it · регистрация';
comment on column report_v1.instruction_blame.responsible_time is
    'Held by the responsible executor · у ответственного исполнителя';
comment on column report_v1.instruction_blame.co_executor_time is
    'Waited for a co-executor''s part past the half-term date · ожидание соисполнителей сверх срока';
comment on column report_v1.instruction_blame.extension_time is
    'Waited for a decision on a request for more time · ожидание решения о продлении';
comment on column report_v1.instruction_blame.controller_time is
    'Reported and not decided upon, or accepted and not taken off control · у контролёра';
comment on column report_v1.instruction_blame.issuer_time is
    'Refused by the registrar and waiting for the issuer · у автора после отказа в регистрации';
comment on column report_v1.instruction_blame.closed_time is
    'At its end before it was reopened · завершено до возврата на контроль';
comment on column report_v1.instruction_blame.provenance is
    'record, or sample: acts played in a replay programme · учёт или учебный пример';
comment on column report_v1.instruction_blame.segment_ru is 'Whose turn it is, in Russian · за кем очередь, по-русски';
