-- Receiving by push: how each endpoint does, and what was set aside. An address is shown as far as its host: what follows
-- may hold a secret.

create or replace view report_v1.webhook_health with (security_barrier) as
select core.external_id(w.id) as webhook_id,
       o.code as organisation_code,
       o.name_ru collate "ru-x-icu" as organisation_name,
       substring(w.url from '^https?://[^/?]+') as host,
       w.description,
       w.policy,
       w.state,
       word.ru as state_ru,
       w.reason,
       f.failing_since as failing_since_at,
       coalesce(extract(epoch from now() - f.failing_since), 0)::bigint as failing_seconds,
       coalesce(f.attempts, 0) as attempt_count,
       f.next_at as next_attempt_at,
       f.last_status,
       f.last_detail,
       done.at as last_delivered_at,
       parked.message_count as parked_count,
       w.created_at
  from core.webhook w
  join core.organisation o on o.id = w.organisation
  left join core.word word on word.code = 'webhook.' || w.state
  left join core.webhook_retry f on f.webhook = w.id
  left join lateral (select a.at from core.attempt a
                      where a.webhook = w.id and a.replay is null and a.result in ('done', 'parked', 'fenced')
                        and a.result = 'done'    -- beside the condition of the index
                      order by a.seq desc limit 1) done on true
 cross join lateral (select count(*) as message_count from core.parked k
                      where k.webhook = w.id
                        and not exists (select from core.parked_resolution r where r.parked = k.id)) parked
 where w.removed_at is null;

comment on view report_v1.webhook_health is
    'One row per endpoint that messages are pushed to, as it does now · состояние адресов доставки';
comment on column report_v1.webhook_health.webhook_id is 'Id of the endpoint · идентификатор адреса доставки';
comment on column report_v1.webhook_health.organisation_code is 'Code of its organisation · код организации';
comment on column report_v1.webhook_health.organisation_name is 'Name of its organisation · организация';
comment on column report_v1.webhook_health.host is 'Scheme, host and port of its address · сервер';
comment on column report_v1.webhook_health.description is 'What it is for, in its owner''s words · назначение';
comment on column report_v1.webhook_health.policy is
    'hold: nothing overtakes a message that fails; park: it is set aside in the end · порядок при отказе';
comment on column report_v1.webhook_health.state is 'active, paused, suspended or disabled · состояние';
comment on column report_v1.webhook_health.state_ru is 'The same in Russian · состояние словами';
comment on column report_v1.webhook_health.reason is 'Why it is not active · причина';
comment on column report_v1.webhook_health.failing_since_at is
    'Since when it has taken nothing, without a break · отказывает с';
comment on column report_v1.webhook_health.failing_seconds is 'How long that is; 0 while it works · сколько секунд';
comment on column report_v1.webhook_health.attempt_count is
    'How often its first message was tried · число попыток';
comment on column report_v1.webhook_health.next_attempt_at is 'When it is tried again · следующая попытка';
comment on column report_v1.webhook_health.last_status is 'What it answered last, as its code · последний код ответа';
comment on column report_v1.webhook_health.last_detail is 'The same in words · пояснение';
comment on column report_v1.webhook_health.last_delivered_at is
    'When it last took a message · последняя доставка';
comment on column report_v1.webhook_health.parked_count is
    'Messages set aside that nobody has decided about · отложено сообщений';
comment on column report_v1.webhook_health.created_at is 'When it was made · создан';

create or replace view report_v1.webhook_event with (security_barrier) as
select core.external_id(e.id) as event_id,
       core.external_id(w.id) as webhook_id,
       o.code as organisation_code,
       o.name_ru collate "ru-x-icu" as organisation_name,
       e.at as happened_at,
       e.kind,
       word.ru as kind_ru,
       e.actor,
       regexp_replace(e.detail, '(https?://[^/?# ,]+)[^ ,]*', '\1', 'g') as detail
  from core.webhook_event e
  join core.webhook w on w.id = e.webhook
  join core.organisation o on o.id = w.organisation
  left join core.word word on word.code = 'webhook-event.' || e.kind;

comment on view report_v1.webhook_event is
    'One row per thing that happened to an endpoint, removed ones too · события адресов доставки';
comment on column report_v1.webhook_event.event_id is 'Id of the event; rises with time · идентификатор события';
comment on column report_v1.webhook_event.webhook_id is 'Id of the endpoint · идентификатор адреса доставки';
comment on column report_v1.webhook_event.organisation_code is 'Code of its organisation · код организации';
comment on column report_v1.webhook_event.organisation_name is 'Name of its organisation · организация';
comment on column report_v1.webhook_event.happened_at is 'When, by the real clock · когда';
comment on column report_v1.webhook_event.kind is
    'made, changed, paused, resumed, rotated, resealed, tested, removed, failing, suspended, disabled or recovered · событие';
comment on column report_v1.webhook_event.kind_ru is 'The same in Russian · событие словами';
comment on column report_v1.webhook_event.actor is 'Who did it; system for the daemons · кто';
comment on column report_v1.webhook_event.detail is
    'What there is to say of it; an address as far as its host · пояснение';

create or replace view report_v1.parked_message with (security_barrier) as
select core.external_id(k.id) as parked_id,
       core.external_id(k.webhook) as webhook_id,
       o.code as organisation_code,
       o.name_ru collate "ru-x-icu" as organisation_name,
       k.seq as inbox_number,
       core.external_id(k.message_id) as message_id,
       k.at as parked_at,
       k.attempts as attempt_count,
       k.status,
       k.reason,
       r.kind as resolution,
       r.at as resolved_at,
       r.actor as resolved_by,
       r.note as resolution_note
  from core.parked k
  join core.organisation o on o.id = k.recipient
  left join core.parked_resolution r on r.parked = k.id;

comment on view report_v1.parked_message is
    'One row per message that an endpoint would not take and that was set aside · отложенные сообщения';
comment on column report_v1.parked_message.parked_id is 'Id of the row · идентификатор';
comment on column report_v1.parked_message.webhook_id is 'Id of the endpoint · идентификатор адреса доставки';
comment on column report_v1.parked_message.organisation_code is 'Code of the recipient · код организации';
comment on column report_v1.parked_message.organisation_name is 'Name of the recipient · организация';
comment on column report_v1.parked_message.inbox_number is 'Number in its inbox · номер во входящих';
comment on column report_v1.parked_message.message_id is 'Id of the message · идентификатор сообщения';
comment on column report_v1.parked_message.parked_at is 'When it was set aside, by the real clock · когда отложено';
comment on column report_v1.parked_message.attempt_count is 'After how many attempts · после скольких попыток';
comment on column report_v1.parked_message.status is 'What the endpoint answered, as its code · код ответа';
comment on column report_v1.parked_message.reason is 'Why · причина';
comment on column report_v1.parked_message.resolution is
    'replayed or discarded; nothing while nobody has decided · решение';
comment on column report_v1.parked_message.resolved_at is 'When that was decided · когда решено';
comment on column report_v1.parked_message.resolved_by is 'Who decided · кто решил';
comment on column report_v1.parked_message.resolution_note is 'What was said about it · примечание';
