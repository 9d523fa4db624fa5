-- How deadlines are counted: every version of every policy.

create or replace view report_v1.deadline_policy with (security_barrier) as
select g.code as programme, d.code as policy, d.version, d.name_ru, d.name_en, d.first_day as valid_from_on,
       d.starts_with, core.in_russian(d.starts_with) as starts_with_ru, d.urgent as urgent_term,
       d.prompt as prompt_term, d.unstated as unstated_term, d.roll, core.in_russian(d.roll) as roll_ru, d.half_term,
       d.without_deadline, d.evidence_required, d.extension_window, d.extensions, d.dispute_window,
       d.reopening_term, d.legal_basis, d.provenance, d.evidence, d.source_note, d.imported_by, d.imported_at,
       core.external_id(d.import_message) as import_message_id, d.ended_at is null as is_current
  from core.deadline_policy d
  left join core.programme g on g.id = d.programme;

comment on view report_v1.deadline_policy is
    'One row per version of a deadline policy: how an issuer counts deadlines · политика сроков, каждая её версия';
comment on column report_v1.deadline_policy.programme is
    'Code of the programme; empty where it comes with Ino and is every programme''s · код программы';
comment on column report_v1.deadline_policy.policy is 'Code that instructions name it by · код политики';
comment on column report_v1.deadline_policy.version is
    'Rises with every change; an instruction keeps the version it was issued under · версия';
comment on column report_v1.deadline_policy.name_ru is 'Name in Russian · название';
comment on column report_v1.deadline_policy.name_en is 'Name in English · название по-английски';
comment on column report_v1.deadline_policy.valid_from_on is
    'First day on which instructions are issued under it; empty: since ever · действует с';
comment on column report_v1.deadline_policy.starts_with is
    'What a term is counted from: signing, or registration by the responsible · от чего считается срок';
comment on column report_v1.deadline_policy.starts_with_ru is 'The same in Russian · по-русски';
comment on column report_v1.deadline_policy.urgent_term is
    'Term of what is urgent; empty where there is no such mark · срок по пометке «срочно»';
comment on column report_v1.deadline_policy.prompt_term is
    'Term of what is prompt; empty where there is no such mark · срок по пометке «оперативно»';
comment on column report_v1.deadline_policy.unstated_term is
    'Term when neither a mark nor a date is stated · срок, если он не указан';
comment on column report_v1.deadline_policy.roll is
    'Where a deadline on a non-working day goes: back or forward · перенос с нерабочего дня';
comment on column report_v1.deadline_policy.roll_ru is 'The same in Russian · по-русски';
comment on column report_v1.deadline_policy.half_term is
    'Whether co-executors give their parts in the first half of the term · соисполнители в первой половине срока';
comment on column report_v1.deadline_policy.without_deadline is
    'Whether an instruction may be given without a deadline · допускается ли «без срока»';
comment on column report_v1.deadline_policy.evidence_required is
    'Whether a report under control must name documentary proof · нужен ли подтверждающий документ';
comment on column report_v1.deadline_policy.extension_window is
    'For how long after registration more time may be asked for; empty: until the deadline · окно запроса продления';
comment on column report_v1.deadline_policy.extensions is
    'How often more time may be asked for; empty: not limited · сколько раз можно просить продления';
comment on column report_v1.deadline_policy.dispute_window is
    'For how long after registration the responsible may dispute being the executor; empty: while it works · окно спора '
    'об исполнителе';
comment on column report_v1.deadline_policy.reopening_term is
    'For how long after it was taken off control an instruction may be put back; empty: for ever · срок возврата на '
    'контроль';
comment on column report_v1.deadline_policy.legal_basis is 'The act it rests on · правовое основание';
comment on column report_v1.deadline_policy.provenance is
    'What the row rests on: document, public, or sample (invented for demonstration) · происхождение: документ, '
    'открытый источник или вымышленный пример';
comment on column report_v1.deadline_policy.evidence is
    'What the provenance rests on: document_text, stored_page, prior_knowledge (not looked up), invented · чем '
    'подтверждено';
comment on column report_v1.deadline_policy.source_note is
    'File or address, then the reservation · источник и оговорка';
comment on column report_v1.deadline_policy.imported_by is 'Who brought it in · кто загрузил';
comment on column report_v1.deadline_policy.imported_at is
    'When it was brought in or last changed, by the real clock · когда загружено';
comment on column report_v1.deadline_policy.import_message_id is
    'The registry.change message that brought it · сообщение о загрузке';
comment on column report_v1.deadline_policy.is_current is
    'Whether instructions may still be issued under it · действует ли для новых поручений';
