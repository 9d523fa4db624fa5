-- What was known of instructions, and when: states and deadlines as the acts left them, by the programme's clock. An act
-- entered later than it happened counts from when it was entered, so that a report as of a day does not change.

create or replace view report_v1.instruction_state_history with (security_barrier) as
select core.external_id(s.instruction) as instruction_id,
       s.number as instruction_no,
       p.code as programme,
       issuer.code as issuer_org_code,
       issuer.name_ru collate "ru-x-icu" as issuer_org_name,
       responsible.code as responsible_org_code,
       responsible.name_ru collate "ru-x-icu" as responsible_org_name,
       s.state,
       coalesce(word.ru, s.state) as state_ru,
       s.control,
       s.original_due_at,
       s.current_due_at,
       s.rework_due_at,
       s.issued_at,
       s.reported_at,
       s.executed_at,
       s.closed_at,
       s.cycle - 1 as return_count,
       s.revision as message_count,
       s.known_from as known_from_at,
       s.known_to as known_to_at,
       s.known_to is null as is_current,
       core.external_id(s.message) as message_id,
       p.zone,
       case when p.clock = 'replay' then 'sample' else 'record' end as provenance
  from core.instruction_step s
  join core.programme p on p.id = s.programme
  join core.organisation issuer on issuer.id = s.issuer
  join core.organisation responsible on responsible.id = s.responsible
  left join core.word word on word.code = s.state;

comment on view report_v1.instruction_state_history is
    'One row per instruction and state it was left in by acts entered together · история состояний поручения';
comment on column report_v1.instruction_state_history.instruction_id is 'Id of the case · идентификатор дела';
comment on column report_v1.instruction_state_history.instruction_no is
    'Registration number; none for a draft · регистрационный номер';
comment on column report_v1.instruction_state_history.programme is 'Code of the programme · код программы';
comment on column report_v1.instruction_state_history.issuer_org_code is 'Code of the issuer · код: автор поручения';
comment on column report_v1.instruction_state_history.issuer_org_name is 'Name of the issuer · автор поручения';
comment on column report_v1.instruction_state_history.responsible_org_code is
    'Code of the responsible executor · код: ответственный исполнитель';
comment on column report_v1.instruction_state_history.responsible_org_name is
    'Name of the responsible executor · ответственный исполнитель';
comment on column report_v1.instruction_state_history.state is 'Main state · состояние';
comment on column report_v1.instruction_state_history.state_ru is 'Main state in Russian · состояние по-русски';
comment on column report_v1.instruction_state_history.control is 'Control: NONE, ON_CONTROL, REMOVED · контроль';
comment on column report_v1.instruction_state_history.original_due_at is
    'The deadline first fixed · первоначальный срок';
comment on column report_v1.instruction_state_history.current_due_at is 'The deadline that stood · действовавший срок';
comment on column report_v1.instruction_state_history.rework_due_at is
    'The deadline of the rework under way · срок доработки';
comment on column report_v1.instruction_state_history.issued_at is 'When it was issued · дата выдачи';
comment on column report_v1.instruction_state_history.reported_at is
    'When the report that stood was given · дата доклада';
comment on column report_v1.instruction_state_history.executed_at is 'When it was accepted as executed · дата принятия';
comment on column report_v1.instruction_state_history.closed_at is 'When it came to its end · дата завершения';
comment on column report_v1.instruction_state_history.return_count is
    'How often it had been returned for rework · число возвратов';
comment on column report_v1.instruction_state_history.message_count is
    'How many messages its case had · число сообщений';
comment on column report_v1.instruction_state_history.known_from_at is
    'The programme''s now when the act was entered · с какого времени известно';
comment on column report_v1.instruction_state_history.known_to_at is
    'When the next act was entered; empty for the present state · по какое время';
comment on column report_v1.instruction_state_history.is_current is 'Whether it is the present state · текущее ли';
comment on column report_v1.instruction_state_history.message_id is
    'Id of the last act that led to it · идентификатор последнего действия';
comment on column report_v1.instruction_state_history.zone is 'The programme''s time zone · часовой пояс';
comment on column report_v1.instruction_state_history.provenance is
    'record, or sample: an act played in a replay programme · учёт или учебный пример';

create or replace view report_v1.instruction_deadline_history with (security_barrier) as
select core.external_id(s.instruction) as instruction_id,
       s.number as instruction_no,
       p.code as programme,
       responsible.code as responsible_org_code,
       responsible.name_ru collate "ru-x-icu" as responsible_org_name,
       s.original_due_at,
       s.current_due_at,
       s.rework_due_at,
       coalesce(s.rework_due_at, s.current_due_at) as due_at,
       (coalesce(s.rework_due_at, s.current_due_at) at time zone p.zone)::date as due_local_on,
       p.zone,
       s.known_from as fixed_at,
       core.external_id(s.message) as message_id,
       case when p.clock = 'replay' then 'sample' else 'record' end as provenance
  from core.instruction_step s
  join core.programme p on p.id = s.programme
  join core.organisation responsible on responsible.id = s.responsible
 where s.due_changed;

comment on view report_v1.instruction_deadline_history is
    'One row per time a deadline of an instruction was fixed, moved or lifted · история сроков поручения';
comment on column report_v1.instruction_deadline_history.instruction_id is 'Id of the case · идентификатор дела';
comment on column report_v1.instruction_deadline_history.instruction_no is
    'Registration number · регистрационный номер';
comment on column report_v1.instruction_deadline_history.programme is 'Code of the programme · код программы';
comment on column report_v1.instruction_deadline_history.responsible_org_code is
    'Code of the responsible executor · код: ответственный исполнитель';
comment on column report_v1.instruction_deadline_history.responsible_org_name is
    'Name of the responsible executor · ответственный исполнитель';
comment on column report_v1.instruction_deadline_history.original_due_at is
    'The deadline first fixed · первоначальный срок';
comment on column report_v1.instruction_deadline_history.current_due_at is
    'The deadline that stood from then · действующий с этого времени срок';
comment on column report_v1.instruction_deadline_history.rework_due_at is
    'The deadline of the rework begun then · срок доработки';
comment on column report_v1.instruction_deadline_history.due_at is
    'The moment by which the report was due from then, inclusive · срок исполнения, включительно';
comment on column report_v1.instruction_deadline_history.due_local_on is
    'Its date in the programme''s zone · дата срока по местному времени';
comment on column report_v1.instruction_deadline_history.zone is 'The programme''s time zone · часовой пояс';
comment on column report_v1.instruction_deadline_history.fixed_at is
    'The programme''s now when the act was entered · когда установлен';
comment on column report_v1.instruction_deadline_history.message_id is
    'Id of the act that fixed it · идентификатор действия';
comment on column report_v1.instruction_deadline_history.provenance is
    'record, or sample: an act played in a replay programme · учёт или учебный пример';

-- Runs as whoever asks, over a view alone: it can show nothing that its reader may not read.
create or replace function report_v1.instruction_state_asof(as_of timestamptz)
    returns table (
        as_of_at timestamptz, instruction_id text, instruction_no text, programme text, issuer_org_code text,
        issuer_org_name text, responsible_org_code text, responsible_org_name text, state text, state_ru text,
        control text, is_open boolean, has_deadline boolean, original_due_at timestamptz, current_due_at timestamptz,
        rework_due_at timestamptz, due_at timestamptz, due_local_on date, zone text, timeliness text,
        is_overdue boolean, days_late int, issued_at timestamptz, reported_at timestamptz, executed_at timestamptz,
        closed_at timestamptz, return_count int, message_count int, known_from_at timestamptz, message_id text,
        provenance text)
    language sql stable parallel safe
begin atomic
    select as_of, h.instruction_id, h.instruction_no, h.programme, h.issuer_org_code, h.issuer_org_name,
           h.responsible_org_code, h.responsible_org_name, h.state, h.state_ru, h.control,
           h.state not in ('DRAFT', 'CLOSED', 'CLOSED_UNEXECUTED', 'WITHDRAWN', 'SUPERSEDED'), d.due_at is not null,
           h.original_due_at, h.current_due_at, h.rework_due_at, d.due_at, (d.due_at at time zone h.zone)::date, h.zone,
           t.timeliness, t.timeliness = 'OVERDUE',
           greatest(0, (coalesce(h.reported_at, h.closed_at, as_of) at time zone h.zone)::date
                       - (d.due_at at time zone h.zone)::date),
           h.issued_at, h.reported_at, h.executed_at, h.closed_at, h.return_count, h.message_count, h.known_from_at,
           h.message_id, h.provenance
      from report_v1.instruction_state_history h
     cross join lateral (select coalesce(h.rework_due_at, h.current_due_at) as due_at) d
     cross join lateral (
           select case
                      when d.due_at is null or h.issued_at is null or h.state = 'REFUSED' then 'NONE'
                      when h.reported_at <= d.due_at then 'DONE_ON_TIME'
                      when h.reported_at is not null then 'DONE_LATE'
                      when h.closed_at is not null then 'NONE'
                      when as_of <= d.due_at then 'ON_TIME'
                      else 'OVERDUE' end as timeliness) t
     where h.known_from_at <= as_of and (h.known_to_at is null or h.known_to_at > as_of);
end;

comment on function report_v1.instruction_state_asof is
    'One row per instruction as it was known at a moment of its programme''s clock; columns as in instruction · '
    'состояние поручений на дату';
