-- What imports changed, and the days that working calendars know of.

create or replace view report_v1.registry_history with (security_barrier) as
select g.code as programme, h.file, h.key, h.change, h.cells as earlier_values, h.valid_from as valid_from_at,
       h.valid_to as valid_to_at, coalesce(h.cells ->> 'provenance', 'public') as provenance,
       h.cells ->> 'evidence' as evidence, h.cells ->> 'source_note' as source_note, h.imported_by as changed_by,
       core.external_id(h.import_message) as import_message_id
  from core.registry_history h
  left join core.programme g on g.id = h.programme;

comment on view report_v1.registry_history is
    'One row per earlier state of a registry row: what it said until an import changed or ended it · прежние '
    'значения реестра';
comment on column report_v1.registry_history.programme is 'Code of the programme · код программы';
comment on column report_v1.registry_history.file is 'Registry file without its ending, or the calendar · файл реестра';
comment on column report_v1.registry_history.key is 'The row''s key in the file · ключ строки';
comment on column report_v1.registry_history.change is 'changed, or ended: no longer present · изменена или завершена';
comment on column report_v1.registry_history.earlier_values is 'The fields it had · прежние поля';
comment on column report_v1.registry_history.valid_from_at is 'When it came in · с какого времени';
comment on column report_v1.registry_history.valid_to_at is 'When it was changed or ended · по какое время';
comment on column report_v1.registry_history.provenance is
    'What the row rests on: document, public, or sample (invented for demonstration) · происхождение: документ, '
    'открытый источник или вымышленный пример';
comment on column report_v1.registry_history.evidence is
    'What the provenance rests on: document_text, stored_page, prior_knowledge (not looked up), invented · чем '
    'подтверждено';
comment on column report_v1.registry_history.source_note is
    'File or address, then the reservation · источник и оговорка';
comment on column report_v1.registry_history.changed_by is 'Who brought the change in · кто изменил';
comment on column report_v1.registry_history.import_message_id is
    'The registry.change message that brought it · сообщение о загрузке';

create or replace view report_v1.calendar_day with (security_barrier) as
select d.calendar, d.day as day_on, d.kind, core.in_russian(d.kind) as kind_ru, d.kind <> 'day_off' as is_worked,
       d.moved_from as moved_from_on, d.holiday_ru, d.holiday_en, 'public' as provenance, d.imported_by, d.imported_at
  from core.calendar_day d;

comment on view report_v1.calendar_day is
    'One row per day on which a calendar differs from "Monday to Friday is working" · день производственного '
    'календаря';
comment on column report_v1.calendar_day.calendar is 'Name of the calendar · календарь';
comment on column report_v1.calendar_day.day_on is 'The day · день';
comment on column report_v1.calendar_day.kind is 'day_off, short_day (an hour less) or working_weekend · вид';
comment on column report_v1.calendar_day.kind_ru is 'Kind in Russian · вид по-русски';
comment on column report_v1.calendar_day.is_worked is 'Whether people work that day · рабочий ли';
comment on column report_v1.calendar_day.moved_from_on is
    'The day whose rest was moved here · откуда перенесён выходной';
comment on column report_v1.calendar_day.holiday_ru is 'The holiday in Russian · праздник';
comment on column report_v1.calendar_day.holiday_en is 'The holiday in English · праздник по-английски';
comment on column report_v1.calendar_day.provenance is 'Always public: the decreed calendar · открытый источник';
comment on column report_v1.calendar_day.imported_by is 'Who brought it in · кто загрузил';
comment on column report_v1.calendar_day.imported_at is
    'When it was brought in or last changed, by the real clock · когда загружено';

