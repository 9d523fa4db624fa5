-- Attachments by the messages that name them: whoever sees the message sees what it names, and no content.

create or replace view report_v1.message_attachment with (security_barrier) as
select core.external_id(m.id) as message_id,
       core.external_id(m.case_id) as case_id,
       p.code as programme,
       m.kind,
       sender.code as sender_org_code,
       sender.name_ru collate "ru-x-icu" as sender_org_name,
       n.place,
       n.name,
       encode(n.hash, 'hex') as hash,
       a.size as bytes,
       m.recorded_at,
       case when p.clock = 'replay' then 'sample' else 'record' end as provenance
  from core.message_attachment n
  join core.message m on m.id = n.message_id
  join core.attachment a on a.hash = n.hash
  join core.programme p on p.id = m.programme
  join core.organisation sender on sender.id = m.sender;

comment on view report_v1.message_attachment is
    'One row per message and attachment that it names · вложения сообщений';
comment on column report_v1.message_attachment.message_id is 'Id of the message · идентификатор сообщения';
comment on column report_v1.message_attachment.case_id is
    'Id of the case; a letter''s is its own · идентификатор дела';
comment on column report_v1.message_attachment.programme is 'Code of the programme · код программы';
comment on column report_v1.message_attachment.kind is
    'What the message is, e.g. instruction.report or letter · вид сообщения';
comment on column report_v1.message_attachment.sender_org_code is 'Code of the sender · код: отправитель';
comment on column report_v1.message_attachment.sender_org_name is 'Name of the sender · отправитель';
comment on column report_v1.message_attachment.place is 'Its place in the message, from 1 · номер вложения';
comment on column report_v1.message_attachment.name is 'The file name that it has there · имя файла';
comment on column report_v1.message_attachment.hash is
    'SHA-256 of the content: the same content has the same hash · хеш содержимого';
comment on column report_v1.message_attachment.bytes is 'Size of the content in bytes · размер, байт';
comment on column report_v1.message_attachment.recorded_at is
    'When the message was stored, by the real clock · когда записано';
comment on column report_v1.message_attachment.provenance is
    'record, or sample: an act played in a replay programme · учёт или учебный пример';
