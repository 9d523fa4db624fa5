-- Who takes part. Names are Russian, in Russian order; the English ones stand beside them.

create or replace view report_v1.programme with (security_barrier) as
select p.code as programme, p.name_ru collate "ru-x-icu" as programme_name, p.name_en as programme_name_en,
       p.zone, p.end_of_day_hour, p.calendar, p.policy, p.clock, core.programme_now(p.id) as now_at,
       o.code as office_org_code, o.name_ru collate "ru-x-icu" as office_org_name, p.goal_ru, p.goal_en, p.legal_basis,
       p.provenance, p.evidence, p.source_note, p.imported_by, p.imported_at,
       core.external_id(p.import_message) as import_message_id
  from core.programme p
  left join core.organisation o on o.id = p.office;

comment on view report_v1.programme is 'One row per programme · программа';
comment on column report_v1.programme.programme is 'Code of the programme · код программы';
comment on column report_v1.programme.programme_name is 'Name · название';
comment on column report_v1.programme.programme_name_en is 'Name in English · название по-английски';
comment on column report_v1.programme.zone is 'Time zone · часовой пояс';
comment on column report_v1.programme.end_of_day_hour is
    'Local hour at which a deadline''s last day ends · час окончания дня';
comment on column report_v1.programme.calendar is 'Working calendar · производственный календарь';
comment on column report_v1.programme.policy is 'Deadline policy used when none is named · порядок исчисления сроков';
comment on column report_v1.programme.clock is
    'real, or replay: its now is set by the operator · часы: настоящие или учебные';
comment on column report_v1.programme.now_at is 'The programme''s now · текущее время программы';
comment on column report_v1.programme.office_org_code is 'Code of the body that runs it · код координатора';
comment on column report_v1.programme.office_org_name is 'Name of the body that runs it · координатор';
comment on column report_v1.programme.goal_ru is 'Goal in Russian · цель';
comment on column report_v1.programme.goal_en is 'Goal in English · цель по-английски';
comment on column report_v1.programme.legal_basis is 'The act it rests on · правовое основание';
comment on column report_v1.programme.provenance is
    'What the row rests on: document, public, or sample (invented for demonstration) · происхождение: документ, '
    'открытый источник или вымышленный пример';
comment on column report_v1.programme.evidence is
    'What the provenance rests on: document_text, stored_page, prior_knowledge (not looked up), invented · чем '
    'подтверждено';
comment on column report_v1.programme.source_note is 'File or address, then the reservation · источник и оговорка';
comment on column report_v1.programme.imported_by is 'Who brought it in · кто загрузил';
comment on column report_v1.programme.imported_at is
    'When it was brought in or last changed, by the real clock · когда загружено';
comment on column report_v1.programme.import_message_id is
    'The registry.change message that brought it · сообщение о загрузке';

create or replace view report_v1.organisation with (security_barrier) as
select g.code as programme, o.code as organisation_code, o.name_ru collate "ru-x-icu" as organisation_name,
       o.name_en as organisation_name_en, o.kind, core.in_russian(o.kind) as kind_ru, p.code as parent_org_code,
       p.name_ru collate "ru-x-icu" as parent_org_name, c.code as cluster_code,
       c.name_ru collate "ru-x-icu" as cluster_name, m.membership_provenance,
       o.provenance, o.evidence, o.source_note, m.imported_by, m.imported_at,
       core.external_id(m.import_message) as import_message_id, m.ended_at is null as is_current
  from core.programme_organisation m
  join core.programme g on g.id = m.programme
  join core.organisation o on o.id = m.organisation
  left join core.organisation p on p.id = o.parent
  left join core.cluster c on c.id = m.cluster;

comment on view report_v1.organisation is
    'One row per organisation and programme it takes part in · участник программы';
comment on column report_v1.organisation.programme is 'Code of the programme · код программы';
comment on column report_v1.organisation.organisation_code is 'Code of the organisation · код организации';
comment on column report_v1.organisation.organisation_name is 'Name · название';
comment on column report_v1.organisation.organisation_name_en is 'Name in English · название по-английски';
comment on column report_v1.organisation.kind is 'federal_ministry, university, sme, … · вид';
comment on column report_v1.organisation.kind_ru is 'Kind in Russian · вид по-русски';
comment on column report_v1.organisation.parent_org_code is
    'Code of the body it is under · код вышестоящей организации';
comment on column report_v1.organisation.parent_org_name is 'Name of the body it is under · вышестоящая организация';
comment on column report_v1.organisation.cluster_code is 'Code of the cluster, empty if of none · код кластера';
comment on column report_v1.organisation.cluster_name is 'Name of the cluster · кластер';
comment on column report_v1.organisation.membership_provenance is
    'What the claim that it takes part rests on; sample means put here as plausible · чем подтверждено участие';
comment on column report_v1.organisation.provenance is
    'What the row rests on: document, public, or sample (invented for demonstration) · происхождение: документ, '
    'открытый источник или вымышленный пример';
comment on column report_v1.organisation.evidence is
    'What the provenance rests on: document_text, stored_page, prior_knowledge (not looked up), invented · чем '
    'подтверждено';
comment on column report_v1.organisation.source_note is 'File or address, then the reservation · источник и оговорка';
comment on column report_v1.organisation.imported_by is 'Who brought it in · кто загрузил';
comment on column report_v1.organisation.imported_at is
    'When it was brought in or last changed, by the real clock · когда загружено';
comment on column report_v1.organisation.import_message_id is
    'The registry.change message that brought it · сообщение о загрузке';
comment on column report_v1.organisation.is_current is
    'Whether the latest import still lists it · есть ли в последней загрузке';

create or replace view report_v1.organisation_name_history with (security_barrier) as
select o.code as organisation_code, n.name_ru collate "ru-x-icu" as organisation_name,
       n.name_en as organisation_name_en, n.valid_from as valid_from_on, n.valid_to as valid_to_on,
       n.valid_to is null as is_current, o.provenance, o.evidence, o.source_note, n.imported_by, n.imported_at,
       core.external_id(n.import_message) as import_message_id
  from core.organisation_name n
  join core.organisation o on o.id = n.organisation;

comment on view report_v1.organisation_name_history is 'One row per name an organisation has or had · история названий';
comment on column report_v1.organisation_name_history.organisation_code is 'Code of the organisation · код организации';
comment on column report_v1.organisation_name_history.organisation_name is 'The name · название';
comment on column report_v1.organisation_name_history.organisation_name_en is
    'The name in English · название по-английски';
comment on column report_v1.organisation_name_history.valid_from_on is
    'First day of the name; empty for the first one known · с какого дня';
comment on column report_v1.organisation_name_history.valid_to_on is
    'Last day of the name; empty for the present one · по какой день';
comment on column report_v1.organisation_name_history.is_current is 'Whether it is the present name · действующее ли';
comment on column report_v1.organisation_name_history.provenance is
    'What the row rests on: document, public, or sample (invented for demonstration) · происхождение: документ, '
    'открытый источник или вымышленный пример';
comment on column report_v1.organisation_name_history.evidence is
    'What the provenance rests on: document_text, stored_page, prior_knowledge (not looked up), invented · чем '
    'подтверждено';
comment on column report_v1.organisation_name_history.source_note is
    'File or address, then the reservation · источник и оговорка';
comment on column report_v1.organisation_name_history.imported_by is 'Who brought it in · кто загрузил';
comment on column report_v1.organisation_name_history.imported_at is
    'When it was brought in or last changed, by the real clock · когда загружено';
comment on column report_v1.organisation_name_history.import_message_id is
    'The registry.change message that brought it · сообщение о загрузке';

create or replace view report_v1.person_position with (security_barrier) as
select p.code as person_code, coalesce(p.name_ru, p.name_en) collate "ru-x-icu" as person_name,
       p.name_en as person_name_en, o.code as organisation_code, o.name_ru collate "ru-x-icu" as organisation_name,
       coalesce(x.position_ru, x.position_en) as position, x.position_en, x.valid_from::text as valid_from_text,
       x.valid_to::text as valid_to_text, x.first_day as valid_from_on, x.last_day as valid_to_on,
       x.provenance, x.evidence, x.source_note, x.imported_by, x.imported_at,
       core.external_id(x.import_message) as import_message_id, x.ended_at is null as is_current
  from core.person_position x
  join core.person p on p.id = x.person
  join core.organisation o on o.id = x.organisation;

comment on view report_v1.person_position is 'One row per position a person holds or held · должности лиц';
comment on column report_v1.person_position.person_code is 'Code of the person · код лица';
comment on column report_v1.person_position.person_name is 'Name; in English where no Russian one is known · имя';
comment on column report_v1.person_position.person_name_en is 'Name in English · имя по-английски';
comment on column report_v1.person_position.organisation_code is 'Code of the organisation · код организации';
comment on column report_v1.person_position.organisation_name is 'Name of the organisation · организация';
comment on column report_v1.person_position.position is
    'Position; in English where no Russian one is known · должность';
comment on column report_v1.person_position.position_en is 'Position in English · должность по-английски';
comment on column report_v1.person_position.valid_from_text is
    'Since when, as exactly as it is known · с какого времени';
comment on column report_v1.person_position.valid_to_text is 'Until when, as exactly as it is known · по какое время';
comment on column report_v1.person_position.valid_from_on is 'The first day that can mean · первый день';
comment on column report_v1.person_position.valid_to_on is 'The last day that can mean · последний день';
comment on column report_v1.person_position.provenance is
    'What the row rests on: document, public, or sample (invented for demonstration) · происхождение: документ, '
    'открытый источник или вымышленный пример';
comment on column report_v1.person_position.evidence is
    'What the provenance rests on: document_text, stored_page, prior_knowledge (not looked up), invented · чем '
    'подтверждено';
comment on column report_v1.person_position.source_note is
    'File or address, then the reservation · источник и оговорка';
comment on column report_v1.person_position.imported_by is 'Who brought it in · кто загрузил';
comment on column report_v1.person_position.imported_at is
    'When it was brought in or last changed, by the real clock · когда загружено';
comment on column report_v1.person_position.import_message_id is
    'The registry.change message that brought it · сообщение о загрузке';
comment on column report_v1.person_position.is_current is
    'Whether the latest import still lists it · есть ли в последней загрузке';

