-- Meetings and what they decided.

create or replace view report_v1.meeting with (security_barrier) as
select g.code as programme, m.code as meeting_code, m.held_on::text as date_text, m.first_day as date_from_on,
       m.last_day as date_to_on, m.date_basis, m.kind, core.in_russian(m.kind) as kind_ru,
       m.title_ru collate "ru-x-icu" as meeting_title, m.title_en as meeting_title_en, m.chair, m.co_chair, m.place,
       m.topic, o.code as organiser_org_code, o.name_ru collate "ru-x-icu" as organiser_org_name, x.participant_codes,
       (select count(*) from core.meeting_decision d where d.meeting = m.id and d.ended_at is null) as decision_count,
       m.provenance, m.evidence, m.source_note, m.imported_by, m.imported_at,
       core.external_id(m.import_message) as import_message_id, m.ended_at is null as is_current
  from core.meeting m
  join core.programme g on g.id = m.programme
  left join core.organisation o on o.id = m.organiser
 cross join lateral (
       select string_agg(b.code, ';' order by l.position) as participant_codes
         from core.meeting_participant l join core.organisation b on b.id = l.organisation where l.meeting = m.id) x;

comment on view report_v1.meeting is 'One row per meeting, session, mission, legal act or other event · событие';
comment on column report_v1.meeting.programme is 'Code of the programme · код программы';
comment on column report_v1.meeting.meeting_code is 'Code · код события';
comment on column report_v1.meeting.date_text is 'Date, as exactly as it is known · дата';
comment on column report_v1.meeting.date_from_on is 'The first day that can mean · первый день';
comment on column report_v1.meeting.date_to_on is 'The last day that can mean · последний день';
comment on column report_v1.meeting.date_basis is
    'Whether the date is of the event, its publication or its announcement · к чему относится дата';
comment on column report_v1.meeting.kind is 'meeting, strategic_session, business_mission, legal_act, … · вид';
comment on column report_v1.meeting.kind_ru is 'Kind in Russian · вид по-русски';
comment on column report_v1.meeting.meeting_title is 'Title, a translation of ours · название';
comment on column report_v1.meeting.meeting_title_en is 'Title in English · название по-английски';
comment on column report_v1.meeting.chair is 'Who took the chair · председатель';
comment on column report_v1.meeting.co_chair is 'Who shared it · сопредседатель';
comment on column report_v1.meeting.place is 'Where · место';
comment on column report_v1.meeting.topic is 'What about · тема';
comment on column report_v1.meeting.organiser_org_code is 'Code of the body that held it · код организатора';
comment on column report_v1.meeting.organiser_org_name is 'Name of the body that held it · организатор';
comment on column report_v1.meeting.participant_codes is
    'Codes of the bodies that took part, split by ; · коды участников';
comment on column report_v1.meeting.decision_count is 'How many decisions are on record · сколько решений';
comment on column report_v1.meeting.provenance is
    'What the row rests on: document, public, or sample (invented for demonstration) · происхождение: документ, '
    'открытый источник или вымышленный пример';
comment on column report_v1.meeting.evidence is
    'What the provenance rests on: document_text, stored_page, prior_knowledge (not looked up), invented · чем '
    'подтверждено';
comment on column report_v1.meeting.source_note is 'File or address, then the reservation · источник и оговорка';
comment on column report_v1.meeting.imported_by is 'Who brought it in · кто загрузил';
comment on column report_v1.meeting.imported_at is
    'When it was brought in or last changed, by the real clock · когда загружено';
comment on column report_v1.meeting.import_message_id is
    'The registry.change message that brought it · сообщение о загрузке';
comment on column report_v1.meeting.is_current is
    'Whether the latest import still lists it · есть ли в последней загрузке';

create or replace view report_v1.meeting_decision with (security_barrier) as
select g.code as programme, m.code as meeting_code, m.title_ru collate "ru-x-icu" as meeting_title,
       m.first_day as meeting_from_on, d.code as decision_code, d.number, d.kind, core.in_russian(d.kind) as kind_ru,
       d.text_en, o.code as responsible_org_code, o.name_ru collate "ru-x-icu" as responsible_org_name,
       d.due::text as due_text, d.due_last_day as due_on,
       d.provenance, d.evidence, d.source_note, d.imported_by, d.imported_at,
       core.external_id(d.import_message) as import_message_id, d.ended_at is null as is_current
  from core.meeting_decision d
  join core.programme g on g.id = d.programme
  join core.meeting m on m.id = d.meeting
  join core.organisation o on o.id = d.responsible;

comment on view report_v1.meeting_decision is
    'One row per decision, request, plan, result or statement of a meeting · решение';
comment on column report_v1.meeting_decision.programme is 'Code of the programme · код программы';
comment on column report_v1.meeting_decision.meeting_code is 'Code of the meeting · код события';
comment on column report_v1.meeting_decision.meeting_title is 'Title of the meeting · событие';
comment on column report_v1.meeting_decision.meeting_from_on is
    'First day the date of the meeting can mean · дата события';
comment on column report_v1.meeting_decision.decision_code is 'Code of the decision · код решения';
comment on column report_v1.meeting_decision.number is 'Number in the meeting · номер';
comment on column report_v1.meeting_decision.kind is 'decision, request, plan, result or statement · вид';
comment on column report_v1.meeting_decision.kind_ru is 'Kind in Russian · вид по-русски';
comment on column report_v1.meeting_decision.text_en is 'Text in English · текст по-английски';
comment on column report_v1.meeting_decision.responsible_org_code is
    'Code of the body that answers for it · код ответственного';
comment on column report_v1.meeting_decision.responsible_org_name is
    'Name of the body that answers for it · ответственный';
comment on column report_v1.meeting_decision.due_text is 'Due, as exactly as it is known · срок';
comment on column report_v1.meeting_decision.due_on is 'The last day that can mean · последний день срока';
comment on column report_v1.meeting_decision.provenance is
    'What the row rests on: document, public, or sample (invented for demonstration) · происхождение: документ, '
    'открытый источник или вымышленный пример';
comment on column report_v1.meeting_decision.evidence is
    'What the provenance rests on: document_text, stored_page, prior_knowledge (not looked up), invented · чем '
    'подтверждено';
comment on column report_v1.meeting_decision.source_note is
    'File or address, then the reservation · источник и оговорка';
comment on column report_v1.meeting_decision.imported_by is 'Who brought it in · кто загрузил';
comment on column report_v1.meeting_decision.imported_at is
    'When it was brought in or last changed, by the real clock · когда загружено';
comment on column report_v1.meeting_decision.import_message_id is
    'The registry.change message that brought it · сообщение о загрузке';
comment on column report_v1.meeting_decision.is_current is
    'Whether the latest import still lists it · есть ли в последней загрузке';

