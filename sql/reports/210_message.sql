-- Messages and the four receipt levels, which are never merged: accepted, delivered, registered, outcome. That a copy
-- expired is a receipt of its own beside them.

create or replace view report_v1.message with (security_barrier) as
select core.external_id(m.id) as message_id,
       core.external_id(m.case_id) as case_id,
       p.code as programme,
       m.kind,
       sender.code as sender_org_code,
       sender.name_ru collate "ru-x-icu" as sender_org_name,
       m.sender_key,
       m.actor_person as actor_person_code,
       m.actor_position,
       m.actor_capacity,
       m.actor_basis,
       m.occurred_at,
       m.known_at,
       m.recorded_at,
       core.external_id(m.cause_id) as cause_message_id,
       cardinality(m.audience) as recipient_count,
       m.content_type,
       octet_length(m.body) as body_bytes,
       encode(m.hash, 'hex') as hash,
       case when p.clock = 'replay' then 'sample' else 'record' end as provenance,
       (select e.expires_at from core.message_expiry e where e.message_id = m.id) as expires_at
  from core.message m
  join core.programme p on p.id = m.programme
  join core.organisation sender on sender.id = m.sender;

comment on view report_v1.message is
    'One row per message · сообщение';
comment on column report_v1.message.message_id is 'Id of the message · идентификатор сообщения';
comment on column report_v1.message.case_id is 'Id of the case; a letter''s is its own · идентификатор дела';
comment on column report_v1.message.programme is 'Code of the programme · код программы';
comment on column report_v1.message.kind is 'What it is, e.g. instruction.issue or letter · вид сообщения';
comment on column report_v1.message.sender_org_code is 'Code of the sender · код: отправитель';
comment on column report_v1.message.sender_org_name is 'Name of the sender · отправитель';
comment on column report_v1.message.sender_key is 'The sender''s own key, unique for it for ever · ключ отправителя';
comment on column report_v1.message.actor_person_code is 'Code of the person who sent it · код лица';
comment on column report_v1.message.actor_position is 'The position held · должность';
comment on column report_v1.message.actor_capacity is
    'own, substitute, delegate, operator-on-behalf or system · в каком качестве';
comment on column report_v1.message.actor_basis is 'The document that gives the capacity · основание';
comment on column report_v1.message.occurred_at is 'When it happened · когда совершено';
comment on column report_v1.message.known_at is 'The programme''s now when it was entered · когда стало известно';
comment on column report_v1.message.recorded_at is 'When it was stored, by the real clock · когда записано';
comment on column report_v1.message.cause_message_id is 'The message it answers · на что отвечает';
comment on column report_v1.message.recipient_count is 'How many organisations it went to · число адресатов';
comment on column report_v1.message.content_type is 'Media type of the body · тип содержимого';
comment on column report_v1.message.body_bytes is 'Size of the body in bytes · размер, байт';
comment on column report_v1.message.hash is 'Content hash, SHA-256 over the canonical bytes · хеш содержания';
comment on column report_v1.message.provenance is
    'record, or sample: an act played in a replay programme · учёт или учебный пример';
comment on column report_v1.message.expires_at is
    'Until when it is worth anything, if its sender said so · действительно до';

-- A receipt stands for one number or for a range of numbers. Ranges follow one another, so the first one that reaches
-- a number is the one that covers it: the index of the ranges gives it without looking at those after it. A receipt is
-- shown to who gave it and to the sender of the message, not to the other recipients.
create or replace view report_v1.message_receipt with (security_barrier) as
select core.external_id(m.id) as message_id,
       p.code as programme,
       m.kind,
       sender.code as sender_org_code,
       sender.name_ru collate "ru-x-icu" as sender_org_name,
       recipient.code as recipient_org_code,
       recipient.name_ru collate "ru-x-icu" as recipient_org_name,
       nullif(a.role, '') as recipient_role,
       a.seq as inbox_number,
       m.known_at as accepted_at,
       least(delivered.known_at,
             (select r.known_at from core.receipt r
               where r.recipient = a.recipient and r.level = 'delivered' and r.message_id >= m.id
                 and case when r.from_seq < r.upto_seq then r.upto_seq end >= a.seq and r.from_seq <= a.seq
               order by case when r.from_seq < r.upto_seq then r.upto_seq end limit 1)) as delivered_at,
       least(registered.known_at,
             (select r.known_at from core.receipt r
               where r.recipient = a.recipient and r.level = 'registered' and r.message_id >= m.id
                 and case when r.from_seq < r.upto_seq then r.upto_seq end >= a.seq and r.from_seq <= a.seq
               order by case when r.from_seq < r.upto_seq then r.upto_seq end limit 1)) as registered_at,
       least(outcome.known_at,
             (select r.known_at from core.receipt r
               where r.recipient = a.recipient and r.level = 'outcome' and r.message_id >= m.id
                 and case when r.from_seq < r.upto_seq then r.upto_seq end >= a.seq and r.from_seq <= a.seq
               order by case when r.from_seq < r.upto_seq then r.upto_seq end limit 1)) as outcome_at,
       case when p.clock = 'replay' then 'sample' else 'record' end as provenance,
       end_of.expires_at,
       expired.known_at as expired_at
  from core.message m
 cross join unnest(m.audience, m.roles, m.seqs) a (recipient, role, seq)
  join core.programme p on p.id = m.programme
  join core.organisation sender on sender.id = m.sender
  join core.organisation recipient on recipient.id = a.recipient
  left join core.receipt delivered
    on (delivered.recipient, delivered.level, delivered.upto_seq, delivered.message_id, delivered.from_seq)
       = (a.recipient, 'delivered', a.seq, m.id, a.seq)
  left join core.receipt registered
    on (registered.recipient, registered.level, registered.upto_seq, registered.message_id, registered.from_seq)
       = (a.recipient, 'registered', a.seq, m.id, a.seq)
  left join core.receipt outcome
    on (outcome.recipient, outcome.level, outcome.upto_seq, outcome.message_id, outcome.from_seq)
       = (a.recipient, 'outcome', a.seq, m.id, a.seq)
  left join core.message_expiry end_of on end_of.message_id = m.id
  left join core.receipt expired
    on (expired.recipient, expired.level, expired.upto_seq, expired.message_id, expired.from_seq)
       = (a.recipient, 'expired', a.seq, m.id, a.seq)
 where (select pg_has_role(current_user, 'ino_reader_all', 'member'))
    or a.recipient in (select core.orgs_of_role(current_user))
    or m.sender in (select core.orgs_of_role(current_user));

comment on view report_v1.message_receipt is
    'One row per message and recipient, for those two; the four times are by the programme''s clock · квитанции';
comment on column report_v1.message_receipt.message_id is 'Id of the message · идентификатор сообщения';
comment on column report_v1.message_receipt.programme is 'Code of the programme · код программы';
comment on column report_v1.message_receipt.kind is 'What it is · вид сообщения';
comment on column report_v1.message_receipt.sender_org_code is 'Code of the sender · код: отправитель';
comment on column report_v1.message_receipt.sender_org_name is 'Name of the sender · отправитель';
comment on column report_v1.message_receipt.recipient_org_code is 'Code of the recipient · код: адресат';
comment on column report_v1.message_receipt.recipient_org_name is 'Name of the recipient · адресат';
comment on column report_v1.message_receipt.recipient_role is 'Its role in the case · роль адресата';
comment on column report_v1.message_receipt.inbox_number is
    'Number in its inbox, without gaps from 1 · номер во входящих';
comment on column report_v1.message_receipt.accepted_at is 'When the broker had it, for good · принято';
comment on column report_v1.message_receipt.delivered_at is 'When it arrived at the recipient''s gate · доставлено';
comment on column report_v1.message_receipt.registered_at is
    'When the recipient entered it in its books · зарегистрировано';
comment on column report_v1.message_receipt.outcome_at is 'When the recipient answered · дан ответ';
comment on column report_v1.message_receipt.provenance is
    'record, or sample: an act played in a replay programme · учёт или учебный пример';
comment on column report_v1.message_receipt.expires_at is
    'Until when the message is worth anything, if its sender said so · действительно до';
comment on column report_v1.message_receipt.expired_at is
    'When it was found that nobody had acknowledged this copy by then; a later receipt stands beside it · истекло';
