-- Approvals: how each stands, its stages, votes and remarks. Rows of a replay programme are samples.

create or replace view report_v1.approval with (security_barrier) as
select core.external_id(a.id) as approval_id,
       a.number as approval_no,
       p.code as programme,
       author.code as author_org_code,
       author.name_ru collate "ru-x-icu" as author_org_name,
       signer.code as signer_org_code,
       signer.name_ru collate "ru-x-icu" as signer_org_name,
       a.signer_person as signer_person_code,
       a.title,
       a.reference,
       a.content_hash,
       a.note,
       a.state,
       core.in_russian('approval:' || a.state) as state_ru,
       a.state not in ('DRAFT', 'SIGNED', 'WITHDRAWN') as is_open,
       a.cycle,
       case when a.state = 'ROUTED' then a.stage + 1 end as open_stage_no,
       (select count(*) from core.approval_stage s where s.approval = a.id) as stage_count,
       (select coalesce(array_agg(o.code order by o.code), '{}') from core.approval_slot s
          join core.organisation o on o.id = s.organisation
         where s.approval = a.id and s.state = 'OPEN') as waits_for_org_codes,
       (select count(*) from core.approval_remark r where r.approval = a.id and r.state = 'OPEN') as open_remark_count,
       a.submitted_at,
       a.stage_opened_at,
       a.returned_at,
       a.approved_at,
       a.closed_at,
       a.signed_number,
       a.signed_date as signed_on,
       a.reason,
       a.revision as message_count,
       case when p.clock = 'replay' then 'sample' else 'record' end as provenance
  from core.approval a
  join core.programme p on p.id = a.programme
  join core.organisation author on author.id = a.author
  join core.organisation signer on signer.id = a.signer;

comment on view report_v1.approval is
    'One row per approval, drafts too, for those who may know of it · согласование';
comment on column report_v1.approval.approval_id is 'Id of the case · идентификатор дела';
comment on column report_v1.approval.approval_no is
    'Registration number; none for a draft · регистрационный номер';
comment on column report_v1.approval.programme is 'Code of the programme · код программы';
comment on column report_v1.approval.author_org_code is 'Code of the author · код: автор документа';
comment on column report_v1.approval.author_org_name is 'Name of the author · автор документа';
comment on column report_v1.approval.signer_org_code is 'Code of the signer · код: подписант';
comment on column report_v1.approval.signer_org_name is 'Name of the signer · подписант';
comment on column report_v1.approval.signer_person_code is 'Code of the person who signs, if named · код подписывающего лица';
comment on column report_v1.approval.title is 'The document''s title · наименование документа';
comment on column report_v1.approval.reference is
    'Where the document is kept, such as a roadmap version · ссылка на документ';
comment on column report_v1.approval.content_hash is
    'SHA-256 of the document of this cycle; votes are bound to it · хеш документа';
comment on column report_v1.approval.note is 'The explanatory note · пояснительная записка';
comment on column report_v1.approval.state is 'State · состояние';
comment on column report_v1.approval.state_ru is 'State in Russian · состояние по-русски';
comment on column report_v1.approval.is_open is 'Sent round and not at its end · не завершено';
comment on column report_v1.approval.cycle is 'How often it was sent round · цикл согласования';
comment on column report_v1.approval.open_stage_no is 'The stage that is open, from 1 · текущий этап';
comment on column report_v1.approval.stage_count is 'How many stages its route has · число этапов';
comment on column report_v1.approval.waits_for_org_codes is
    'Codes of the organisations whose votes are waited for · чьё решение ожидается';
comment on column report_v1.approval.open_remark_count is
    'Remarks without an answer that the reader may see · замечания без ответа';
comment on column report_v1.approval.submitted_at is 'When it was first sent round · когда направлено';
comment on column report_v1.approval.stage_opened_at is 'When the last stage opened · начало текущего этапа';
comment on column report_v1.approval.returned_at is 'When a stage last failed · когда возвращено';
comment on column report_v1.approval.approved_at is 'When the last stage passed · когда согласовано';
comment on column report_v1.approval.closed_at is 'When it came to its end · дата завершения';
comment on column report_v1.approval.signed_number is 'Number of the signed document · номер подписанного документа';
comment on column report_v1.approval.signed_on is 'Date of the signed document · дата подписания';
comment on column report_v1.approval.reason is 'Why it was withdrawn · причина отзыва';
comment on column report_v1.approval.message_count is 'How many messages its case has · число сообщений';
comment on column report_v1.approval.provenance is
    'record, or sample: an act played in a replay programme · учёт или учебный пример';

create or replace view report_v1.approval_stage with (security_barrier) as
select core.external_id(a.id) as approval_id,
       a.number as approval_no,
       p.code as programme,
       s.stage + 1 as stage_no,
       s.name as stage_name,
       s.rule,
       core.in_russian('rule:' || s.rule) as rule_ru,
       s.quorum,
       s.veto as has_veto,
       s.advisory as is_advisory,
       s.remarks_return as remarks_return,
       s.term_working_days,
       s.state,
       core.in_russian('stage:' || s.state) as state_ru,
       s.asked as asked_count,
       s.decided as decided_count,
       s.consents as consent_count,
       s.refusals as refusal_count,
       s.not_competent as not_competent_count,
       s.opinions as opinion_count,
       s.opened_at,
       ended.at as decided_at,
       round(extract(epoch from ended.at - s.opened_at) / 86400, 2) as wait_days,
       case when p.clock = 'replay' then 'sample' else 'record' end as provenance,
       -- Counted only where the calendar speaks of each year of it; another year is not guessed.
       case when ended.at is not null then (
           select case when count(*) filter (where y.year is null) = 0
                       then count(*) filter (where case when c.kind is null then extract(isodow from d.day) < 6
                                                        else c.kind <> 'day_off' end) end
             from generate_series(((s.opened_at at time zone p.zone)::date + 1)::timestamp,
                                  (ended.at at time zone p.zone)::date::timestamp, interval '1 day') d (day)
             left join core.calendar_day c on c.calendar = p.calendar and c.day = d.day::date
             left join core.calendar_year y on y.calendar = p.calendar and y.year = extract(year from d.day)) end
           as wait_working_days
  from core.approval_stage s
  join core.approval a on a.id = s.approval
  join core.programme p on p.id = a.programme
  left join lateral (
       select max(slot.decided_at) as at
         from core.approval_slot slot
        where slot.approval = s.approval and slot.stage = s.stage and s.state in ('PASSED', 'FAILED')
  ) ended on true;

comment on view report_v1.approval_stage is
    'One row per stage of an approval, as the present cycle has brought it · этап согласования';
comment on column report_v1.approval_stage.approval_id is 'Id of the case · идентификатор дела';
comment on column report_v1.approval_stage.approval_no is 'Registration number · регистрационный номер';
comment on column report_v1.approval_stage.programme is 'Code of the programme · код программы';
comment on column report_v1.approval_stage.stage_no is 'Its place in the route, from 1 · номер этапа';
comment on column report_v1.approval_stage.stage_name is 'What people call it · наименование этапа';
comment on column report_v1.approval_stage.rule is 'ALL, ANY or M_OF_N · правило';
comment on column report_v1.approval_stage.rule_ru is 'The rule in Russian · правило по-русски';
comment on column report_v1.approval_stage.quorum is 'How many consents M_OF_N asks for · кворум';
comment on column report_v1.approval_stage.has_veto is 'Whether one refusal fails it · право вето';
comment on column report_v1.approval_stage.is_advisory is 'Whether it only asks for opinions · этап заключений';
comment on column report_v1.approval_stage.remarks_return is
    'Whether a vote with remarks sends the document back · возврат при замечаниях';
comment on column report_v1.approval_stage.term_working_days is 'Its term in working days · срок, рабочих дней';
comment on column report_v1.approval_stage.state is 'PENDING, OPEN, PASSED, FAILED or CLOSED · состояние';
comment on column report_v1.approval_stage.state_ru is 'State in Russian · состояние по-русски';
comment on column report_v1.approval_stage.asked_count is 'How many approvers it asks · число согласующих';
comment on column report_v1.approval_stage.decided_count is 'How many have voted · приняли решение';
comment on column report_v1.approval_stage.consent_count is
    'How many consented; told once the stage has ended · согласовали';
comment on column report_v1.approval_stage.refusal_count is
    'How many refused; told once the stage has ended · не согласовали';
comment on column report_v1.approval_stage.not_competent_count is
    'How many were not competent; told once the stage has ended · вне компетенции';
comment on column report_v1.approval_stage.opinion_count is
    'How many gave an opinion; told once the stage has ended · дали заключение';
comment on column report_v1.approval_stage.opened_at is 'When it opened in this cycle · начало этапа';
comment on column report_v1.approval_stage.decided_at is 'When its last vote was cast, once it has ended · окончание этапа';
comment on column report_v1.approval_stage.wait_days is 'Calendar days from the one to the other · длительность, суток';
comment on column report_v1.approval_stage.wait_working_days is
    'The same in working days after the day it began, where the calendar is known · то же, рабочих дней';
comment on column report_v1.approval_stage.provenance is
    'record, or sample: an act played in a replay programme · учёт или учебный пример';

create or replace view report_v1.approval_vote with (security_barrier) as
select core.external_id(a.id) as approval_id,
       a.number as approval_no,
       p.code as programme,
       v.number as vote_no,
       v.cycle,
       v.stage + 1 as stage_no,
       o.code as approver_org_code,
       o.name_ru collate "ru-x-icu" as approver_org_name,
       v.person as approver_person_code,
       v.position as approver_position,
       v.capacity as approver_capacity,
       v.vote,
       core.in_russian('vote:' || v.vote) as vote_ru,
       v.comment,
       v.content_hash,
       v.content_hash = a.content_hash as is_for_present_content,
       v.stands,
       v.voted_at,
       case when p.clock = 'replay' then 'sample' else 'record' end as provenance
  from core.approval_vote v
  join core.approval a on a.id = v.approval
  join core.programme p on p.id = a.programme
  join core.organisation o on o.id = v.organisation;

comment on view report_v1.approval_vote is
    'One row per vote that was cast, also those changed later; of an open stage the reader''s own · решение согласующего';
comment on column report_v1.approval_vote.approval_id is 'Id of the case · идентификатор дела';
comment on column report_v1.approval_vote.approval_no is 'Registration number · регистрационный номер';
comment on column report_v1.approval_vote.programme is 'Code of the programme · код программы';
comment on column report_v1.approval_vote.vote_no is 'Its number in the case · номер решения в деле';
comment on column report_v1.approval_vote.cycle is 'The cycle it was cast in · цикл согласования';
comment on column report_v1.approval_vote.stage_no is 'Its stage, from 1 · номер этапа';
comment on column report_v1.approval_vote.approver_org_code is 'Code of the approver · код: согласующий';
comment on column report_v1.approval_vote.approver_org_name is 'Name of the approver · согласующий';
comment on column report_v1.approval_vote.approver_person_code is 'Code of the person who voted · код лица';
comment on column report_v1.approval_vote.approver_position is 'The position held · должность';
comment on column report_v1.approval_vote.approver_capacity is 'own, substitute or delegate · в каком качестве';
comment on column report_v1.approval_vote.vote is
    'APPROVED, WITH_REMARKS, REFUSED, NOT_COMPETENT or OPINION · решение';
comment on column report_v1.approval_vote.vote_ru is 'The vote in Russian · решение по-русски';
comment on column report_v1.approval_vote.comment is 'In the approver''s words · пояснение';
comment on column report_v1.approval_vote.content_hash is 'SHA-256 of the document it is about · хеш документа';
comment on column report_v1.approval_vote.is_for_present_content is
    'Whether that is the document as it is now · относится к действующей редакции';
comment on column report_v1.approval_vote.stands is
    'Not after the approver voted again, nor after a new cycle asked anew · действует';
comment on column report_v1.approval_vote.voted_at is 'When it was cast · когда принято';
comment on column report_v1.approval_vote.provenance is
    'record, or sample: an act played in a replay programme · учёт или учебный пример';

create or replace view report_v1.approval_remark with (security_barrier) as
select core.external_id(a.id) as approval_id,
       a.number as approval_no,
       p.code as programme,
       r.number as remark_no,
       r.vote as vote_no,
       o.code as approver_org_code,
       o.name_ru collate "ru-x-icu" as approver_org_name,
       r.point,
       r.text,
       r.state,
       core.in_russian('remark:' || r.state) as state_ru,
       r.reply,
       r.replied_at,
       case when p.clock = 'replay' then 'sample' else 'record' end as provenance
  from core.approval_remark r
  join core.approval a on a.id = r.approval
  join core.programme p on p.id = a.programme
  join core.organisation o on o.id = r.organisation;

comment on view report_v1.approval_remark is
    'One row per remark with the author''s answer, for those who may know of its vote · замечание';
comment on column report_v1.approval_remark.approval_id is 'Id of the case · идентификатор дела';
comment on column report_v1.approval_remark.approval_no is 'Registration number · регистрационный номер';
comment on column report_v1.approval_remark.programme is 'Code of the programme · код программы';
comment on column report_v1.approval_remark.remark_no is 'Its number in the case · номер замечания';
comment on column report_v1.approval_remark.vote_no is 'The vote that raised it · номер решения';
comment on column report_v1.approval_remark.approver_org_code is 'Code of the approver · код: согласующий';
comment on column report_v1.approval_remark.approver_org_name is 'Name of the approver · согласующий';
comment on column report_v1.approval_remark.point is 'The point of the document · пункт документа';
comment on column report_v1.approval_remark.text is 'The remark · замечание';
comment on column report_v1.approval_remark.state is 'OPEN, ACCEPTED, REJECTED or SUPERSEDED · состояние';
comment on column report_v1.approval_remark.state_ru is 'State in Russian · состояние по-русски';
comment on column report_v1.approval_remark.reply is 'The author''s answer · ответ автора';
comment on column report_v1.approval_remark.replied_at is 'When it was answered · когда дан ответ';
comment on column report_v1.approval_remark.provenance is
    'record, or sample: an act played in a replay programme · учёт или учебный пример';
