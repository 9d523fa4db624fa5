-- Instructions: how each stands, what happened to it, and who is late. Rows of a replay programme are samples.

create or replace view report_v1.instruction with (security_barrier) as
select core.external_id(i.id) as instruction_id,
       i.number as instruction_no,
       p.code as programme,
       issuer.code as issuer_org_code,
       issuer.name_ru collate "ru-x-icu" as issuer_org_name,
       responsible.code as responsible_org_code,
       responsible.name_ru collate "ru-x-icu" as responsible_org_name,
       controller.code as controller_org_code,
       controller.name_ru collate "ru-x-icu" as controller_org_name,
       i.text,
       i.mark,
       i.about_action as about_action_code,
       i.instruments as instrument_codes,
       i.basis,
       i.policy,
       i.state,
       coalesce(word.ru, i.state) as state_ru,
       i.control,
       t.is_open,
       d.due_at is not null as has_deadline,
       i.due_pending as is_due_pending,
       i.original_due_at,
       i.current_due_at,
       i.rework_due_at,
       d.due_at,
       d.due_local_at::date as due_local_on,
       to_char(d.due_local_at, 'DD.MM.YYYY HH24:MI') as due_local_text,
       p.zone,
       t.timeliness,
       t.timeliness = 'OVERDUE' as is_overdue,
       greatest(0, (coalesce(i.reported_at, i.closed_at, d.now_at) at time zone p.zone)::date
                   - d.due_local_at::date) as days_late,
       i.issued_at,
       i.reported_at,
       i.executed_at,
       i.closed_at,
       i.cycle - 1 as return_count,
       i.revision as message_count,
       i.refusal_reason,
       i.refusal_comment,
       i.reason,
       case when p.clock = 'replay' then 'sample' else 'record' end as provenance,
       case i.control when 'ON_CONTROL' then 'на контроле' when 'REMOVED' then 'снято с контроля'
                      else 'без контроля' end as control_ru,
       coalesce(timely.ru, t.timeliness) as timeliness_ru,
       coalesce(i.current_due_at > i.original_due_at, false) as is_extended,
       x.extension_state,
       core.in_russian('extension.' || x.extension_state) as extension_state_ru,
       i.extension_count as extension_request_count,
       i.extension_days as extension_days_gained,
       i.dispute_state,
       core.in_russian('dispute.' || i.dispute_state) as dispute_state_ru,
       replacement.code as dispute_replacement_org_code,
       replacement.name_ru collate "ru-x-icu" as dispute_replacement_org_name,
       i.dispute_text,
       i.dispute_raised_at,
       i.dispute_decided_at,
       i.dispute_decision,
       i.report_request_due_at,
       i.correction_count,
       successor.number as superseded_by_no,
       (select array_agg(o.number order by o.id) from core.instruction o where o.superseded_by = i.id)
           as supersedes_nos
  from core.instruction i
  join core.programme p on p.id = i.programme
  join core.organisation issuer on issuer.id = i.issuer
  join core.organisation responsible on responsible.id = i.responsible
  left join core.organisation controller on controller.id = i.controller
  left join core.instruction successor on successor.id = i.superseded_by
  left join core.organisation replacement on replacement.id = i.dispute_replacement
 cross join lateral (
       select coalesce(i.rework_due_at, i.current_due_at) as due_at,
              coalesce(i.rework_due_at, i.current_due_at) at time zone p.zone as due_local_at,
              coalesce(p.clock_now, now()) as now_at) d
 cross join lateral (
       select i.state not in ('DRAFT', 'CLOSED', 'CLOSED_UNEXECUTED', 'WITHDRAWN', 'SUPERSEDED') as is_open,
              case
                  when d.due_at is null or i.issued_at is null or i.state = 'REFUSED' then 'NONE'
                  when i.reported_at <= d.due_at then 'DONE_ON_TIME'
                  when i.reported_at is not null then 'DONE_LATE'
                  when i.closed_at is not null then 'NONE'
                  when d.now_at <= d.due_at then 'ON_TIME'
                  else 'OVERDUE' end as timeliness) t
 cross join lateral (
       -- Nobody decided by the deadline: the request has lapsed, whether or not the clock has entered it.
       select case when i.extension_state = 'REQUESTED' and d.now_at > d.due_at then 'LAPSED'
                   else i.extension_state end as extension_state) x
  left join core.word word on word.code = i.state
  left join core.word timely on timely.code = t.timeliness;

comment on view report_v1.instruction is
    'One row per instruction, drafts too, at the programme''s now · поручение';
comment on column report_v1.instruction.instruction_id is 'Id of the case · идентификатор дела';
comment on column report_v1.instruction.instruction_no is
    'Registration number; none for a draft · регистрационный номер';
comment on column report_v1.instruction.programme is 'Code of the programme · код программы';
comment on column report_v1.instruction.issuer_org_code is 'Code of the issuer · код: автор поручения';
comment on column report_v1.instruction.issuer_org_name is 'Name of the issuer · автор поручения';
comment on column report_v1.instruction.responsible_org_code is
    'Code of the responsible executor · код: ответственный исполнитель';
comment on column report_v1.instruction.responsible_org_name is
    'Name of the responsible executor · ответственный исполнитель';
comment on column report_v1.instruction.controller_org_code is
    'Code of the controller, when it is not the issuer · код: контролёр';
comment on column report_v1.instruction.controller_org_name is
    'Name of the controller, when it is not the issuer · контролёр';
comment on column report_v1.instruction.text is 'What is to be done · текст поручения';
comment on column report_v1.instruction.mark is 'Urgency mark · отметка срочности';
comment on column report_v1.instruction.about_action_code is
    'Code of the roadmap action it serves · пункт дорожной карты';
comment on column report_v1.instruction.instrument_codes is 'Codes of the federal instruments it uses · инструменты';
comment on column report_v1.instruction.basis is 'The document it rests on · основание';
comment on column report_v1.instruction.policy is 'Deadline policy it was issued under · порядок исчисления срока';
comment on column report_v1.instruction.state is 'Main state · состояние';
comment on column report_v1.instruction.state_ru is 'Main state in Russian · состояние по-русски';
comment on column report_v1.instruction.control is 'Control: NONE, ON_CONTROL, REMOVED · контроль';
comment on column report_v1.instruction.is_open is 'Given and not at its end · не завершено';
comment on column report_v1.instruction.has_deadline is 'Whether a deadline is fixed · установлен ли срок';
comment on column report_v1.instruction.is_due_pending is
    'The deadline is counted from a registration that has not happened · срок исчислится от регистрации';
comment on column report_v1.instruction.original_due_at is
    'The deadline first fixed; nothing moves it · первоначальный срок';
comment on column report_v1.instruction.current_due_at is 'The deadline that stands · действующий срок';
comment on column report_v1.instruction.rework_due_at is 'The deadline of the rework under way · срок доработки';
comment on column report_v1.instruction.due_at is
    'The moment by which the report is due now, inclusive · срок исполнения, включительно';
comment on column report_v1.instruction.due_local_on is
    'Its date in the programme''s zone · дата срока по местному времени';
comment on column report_v1.instruction.due_local_text is
    'Its date and time there, written out · срок по местному времени';
comment on column report_v1.instruction.zone is 'The programme''s time zone · часовой пояс';
comment on column report_v1.instruction.timeliness is
    'How it keeps the deadline that stands, at the programme''s now · соблюдение срока';
comment on column report_v1.instruction.is_overdue is 'Not reported and past the deadline · просрочено';
comment on column report_v1.instruction.days_late is
    'Calendar days from the deadline to the report or to now; 0 when in time · дней опоздания';
comment on column report_v1.instruction.issued_at is 'When it was issued · дата выдачи';
comment on column report_v1.instruction.reported_at is 'When the report that stands was given · дата доклада';
comment on column report_v1.instruction.executed_at is 'When it was accepted as executed · дата принятия';
comment on column report_v1.instruction.closed_at is 'When it came to its end · дата завершения';
comment on column report_v1.instruction.return_count is 'How often it was returned for rework · число возвратов';
comment on column report_v1.instruction.message_count is 'How many messages its case has · число сообщений';
comment on column report_v1.instruction.refusal_reason is 'Why its registrar refused it: code · причина отказа';
comment on column report_v1.instruction.refusal_comment is 'The same in words · пояснение к отказу';
comment on column report_v1.instruction.reason is
    'Why it was last returned, withdrawn or closed unexecuted · причина возврата, отзыва или снятия';
comment on column report_v1.instruction.provenance is
    'record, or sample: an act played in a replay programme · учёт или учебный пример';
comment on column report_v1.instruction.control_ru is 'Control in Russian · контроль по-русски';
comment on column report_v1.instruction.timeliness_ru is
    'How it keeps the deadline, in Russian · соблюдение срока по-русски';
comment on column report_v1.instruction.is_extended is
    'Whether the deadline that stands is later than the first one · продлён ли срок';

comment on column report_v1.instruction.extension_state is
    'The last request for more time: NONE, REQUESTED, GRANTED, DENIED, WITHDRAWN, LAPSED · запрос о продлении срока';
comment on column report_v1.instruction.extension_state_ru is
    'The same in Russian · запрос о продлении по-русски';
comment on column report_v1.instruction.extension_request_count is
    'How often more time was asked for · число запросов о продлении';
comment on column report_v1.instruction.extension_days_gained is
    'Calendar days that extensions have added · дней продления всего';

comment on column report_v1.instruction.dispute_state is
    'Whether the responsible disputed that it is the executor: NONE, RAISED, UPHELD, REJECTED · оспаривание исполнителя';
comment on column report_v1.instruction.dispute_state_ru is 'The same in Russian · оспаривание по-русски';
comment on column report_v1.instruction.dispute_replacement_org_code is
    'Code of the body it named in its stead · код: предложенный исполнитель';
comment on column report_v1.instruction.dispute_replacement_org_name is
    'Name of the body it named in its stead · предложенный исполнитель';
comment on column report_v1.instruction.dispute_text is 'Why · обоснование';
comment on column report_v1.instruction.dispute_raised_at is 'When it was disputed · дата предложения';
comment on column report_v1.instruction.dispute_decided_at is 'When the issuer decided · дата решения';
comment on column report_v1.instruction.dispute_decision is 'The words of the decision · решение';
comment on column report_v1.instruction.report_request_due_at is
    'The earliest report that was asked of an executor and has not come · срок запрошенного отчёта';

comment on column report_v1.instruction.correction_count is
    'How often its issuer corrected it · число корректировок';
comment on column report_v1.instruction.superseded_by_no is
    'Number of the instruction that came in its place · чем заменено';
comment on column report_v1.instruction.supersedes_nos is
    'Numbers of the instructions in whose place it came · что заменяет';

create or replace view report_v1.instruction_event with (security_barrier) as
select core.external_id(m.id) as message_id,
       core.external_id(m.case_id) as instruction_id,
       i.number as instruction_no,
       p.code as programme,
       substr(m.kind, 13) as event,
       coalesce(word.ru, m.kind) as event_ru,
       actor.code as actor_org_code,
       actor.name_ru collate "ru-x-icu" as actor_org_name,
       m.actor_person as actor_person_code,
       m.actor_position,
       m.actor_capacity,
       m.actor_basis,
       m.occurred_at,
       m.known_at,
       m.recorded_at,
       m.known_at > m.occurred_at as is_entered_late,
       cardinality(m.audience) as recipient_count,
       encode(m.hash, 'hex') as hash,
       case when p.clock = 'replay' then 'sample' else 'record' end as provenance,
       coalesce(person.name_ru, person.name_en) collate "ru-x-icu" as actor_person_name
  from core.message m
  join core.instruction i on i.id = m.case_id
  join core.programme p on p.id = m.programme
  join core.organisation actor on actor.id = m.sender
  left join core.person person on person.code = m.actor_person
  left join core.word word on word.code = m.kind
 where m.case_id <> m.id and m.kind like 'instruction.%';

comment on view report_v1.instruction_event is
    'One row per act on an instruction, in the order of message_id · событие поручения';
comment on column report_v1.instruction_event.message_id is
    'Id of the message that is the act · идентификатор сообщения';
comment on column report_v1.instruction_event.instruction_id is 'Id of the case · идентификатор дела';
comment on column report_v1.instruction_event.instruction_no is 'Registration number · регистрационный номер';
comment on column report_v1.instruction_event.programme is 'Code of the programme · код программы';
comment on column report_v1.instruction_event.event is 'The act: create, issue, register, … · действие';
comment on column report_v1.instruction_event.event_ru is 'The act in Russian · действие по-русски';
comment on column report_v1.instruction_event.actor_org_code is
    'Code of the organisation that acted · код: действующая организация';
comment on column report_v1.instruction_event.actor_org_name is
    'Name of the organisation that acted · действующая организация';
comment on column report_v1.instruction_event.actor_person_code is 'Code of the person who acted · код лица';
comment on column report_v1.instruction_event.actor_position is 'The position held · должность';
comment on column report_v1.instruction_event.actor_capacity is
    'own, substitute, delegate, operator-on-behalf or system · в каком качестве';
comment on column report_v1.instruction_event.actor_basis is 'The document that gives the capacity · основание';
comment on column report_v1.instruction_event.occurred_at is 'When it happened · когда совершено';
comment on column report_v1.instruction_event.known_at is
    'The programme''s now when it was entered · когда стало известно';
comment on column report_v1.instruction_event.recorded_at is 'When it was stored, by the real clock · когда записано';
comment on column report_v1.instruction_event.is_entered_late is 'Entered after it happened · внесено задним числом';
comment on column report_v1.instruction_event.recipient_count is 'How many organisations were told · число адресатов';
comment on column report_v1.instruction_event.hash is 'Content hash · хеш содержания';
comment on column report_v1.instruction_event.provenance is
    'record, or sample: an act played in a replay programme · учёт или учебный пример';
comment on column report_v1.instruction_event.actor_person_name is
    'Name of the person who acted · имя действовавшего лица';
