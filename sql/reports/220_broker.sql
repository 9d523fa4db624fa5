-- How the broker itself does: what waits where, what was tried, and one line of its health. Every figure is of the rows
-- its reader may see, so a body's reader reads its own inbox here.

create or replace view report_v1.delivery_attempt with (security_barrier) as
select core.external_id(a.message_id) as message_id,
       recipient.code as recipient_org_code,
       recipient.name_ru collate "ru-x-icu" as recipient_org_name,
       a.seq as inbox_number,
       a.n as attempt_no,
       a.at as attempted_at,
       a.channel,
       a.status,
       a.detail,
       core.external_id(nullif(a.webhook, 0)) as webhook_id,
       a.result,
       word.ru as result_ru,
       a.millis as duration_ms,
       a.replay is not null as is_replay
  from core.attempt a
  join core.organisation recipient on recipient.id = a.recipient
  left join core.word word on word.code = 'attempt.' || a.result;

comment on view report_v1.delivery_attempt is
    'One row per attempt to bring a message to a recipient by a channel; none where bodies fetch their mail themselves '
    '· попытка доставки';
comment on column report_v1.delivery_attempt.message_id is 'Id of the message · идентификатор сообщения';
comment on column report_v1.delivery_attempt.recipient_org_code is 'Code of the recipient · код: адресат';
comment on column report_v1.delivery_attempt.recipient_org_name is 'Name of the recipient · адресат';
comment on column report_v1.delivery_attempt.inbox_number is 'Number in its inbox · номер во входящих';
comment on column report_v1.delivery_attempt.attempt_no is 'Which attempt it was, from 1 · номер попытки';
comment on column report_v1.delivery_attempt.attempted_at is 'When, by the real clock · когда';
comment on column report_v1.delivery_attempt.channel is 'By which way · канал';
comment on column report_v1.delivery_attempt.status is 'What the other side answered, as its code · код ответа';
comment on column report_v1.delivery_attempt.detail is 'The same in words · пояснение';
comment on column report_v1.delivery_attempt.webhook_id is 'The endpoint, where there is one · адрес доставки';
comment on column report_v1.delivery_attempt.result is
    'done; retry: will be tried again; parked: set aside; gone: the endpoint is gone; fenced: a replayed programme · итог';
comment on column report_v1.delivery_attempt.result_ru is 'The same in Russian · итог словами';
comment on column report_v1.delivery_attempt.duration_ms is 'How long it took, milliseconds · длительность, мс';
comment on column report_v1.delivery_attempt.is_replay is 'Whether it was sent again on order · повтор по требованию';

create or replace view report_v1.queue_depth with (security_barrier) as
select o.code as organisation_code,
       o.name_ru collate "ru-x-icu" as organisation_name,
       last.seq as message_count,
       acked.seq as acknowledged_count,
       last.seq - acked.seq - expired.above as waiting_count,
       oldest.recorded_at as oldest_waiting_at,
       coalesce(extract(epoch from now() - oldest.recorded_at), 0)::bigint as oldest_waiting_seconds,
       expired.above as expired_count
  from core.inbox i
  join core.organisation o on o.id = i.organisation
 cross join lateral (
       select coalesce((select d.seq from core.delivery d
                         where d.recipient = i.organisation and d.message_id > i.base_id
                         order by d.seq desc limit 1), i.base_seq) as seq) last
 cross join lateral (
       select greatest(i.acked_seq, (select max(r.upto_seq) from core.receipt r
                                      where r.recipient = i.organisation and r.level = 'delivered'
                                        and r.message_id >= i.acked_id)) as seq) acked
 cross join lateral (
       select count(*) as above, coalesce(max(r.upto_seq), 0) as until
         from core.receipt r
        where r.recipient = i.organisation and r.level = 'expired' and r.upto_seq > acked.seq
          and r.message_id >= i.acked_id) expired
  left join lateral (
       -- An id tells when it was made, so the message itself need not be looked at.
       select core.time_of(d.message_id) as recorded_at
         from core.delivery d
        where d.recipient = i.organisation and d.message_id >= i.acked_id
          and d.seq = case when expired.above = 0 then acked.seq + 1 else (
                -- The first number that did not expire.
                select min(above.seq)
                  from core.delivery above
                 where above.recipient = i.organisation and above.seq > acked.seq and above.message_id >= i.acked_id
                   and above.seq <= expired.until + 1
                   and not exists (select from core.receipt r
                                    where r.recipient = i.organisation and r.level = 'expired'
                                      and r.upto_seq = above.seq and r.message_id = above.message_id)) end
        limit 1) oldest on true;

comment on view report_v1.queue_depth is
    'One row per inbox: what its organisation has not said it has · очередь входящих';
comment on column report_v1.queue_depth.organisation_code is 'Code of the organisation · код организации';
comment on column report_v1.queue_depth.organisation_name is 'Name of the organisation · организация';
comment on column report_v1.queue_depth.message_count is 'Messages ever put into it · всего сообщений';
comment on column report_v1.queue_depth.acknowledged_count is
    'Up to which number it has said that it has them · подтверждено получение';
comment on column report_v1.queue_depth.waiting_count is
    'Messages above that number that have not expired · ожидает получения';
comment on column report_v1.queue_depth.oldest_waiting_at is
    'When the first of these was stored, by the real clock · самое раннее ожидающее';
comment on column report_v1.queue_depth.oldest_waiting_seconds is
    'How long it has waited; 0 when nothing waits · сколько ожидает, секунд';
comment on column report_v1.queue_depth.expired_count is
    'Messages above that number that expired: nobody waits for them · истекло';

create or replace view report_v1.broker_pause with (security_barrier) as
select last.flow,
       word.ru as flow_ru,
       last.reason,
       last.since as paused_at,
       last.until as until_at
  from (select distinct on (e.flow) e.flow, e.kind, e.since, e.until, e.reason
          from core.flow_event e
         order by e.flow, e.number desc) last
  left join core.word word on word.code = 'flow.' || last.flow
 where last.kind = 'paused' and (last.until is null or last.until > now());

comment on view report_v1.broker_pause is
    'One row per flow that an operator has paused and that still stands · приостановленные потоки';
comment on column report_v1.broker_pause.flow is
    'intake: messages and acts come in; webhook: messages are pushed · поток';
comment on column report_v1.broker_pause.flow_ru is 'The same in Russian · поток словами';
comment on column report_v1.broker_pause.reason is 'Why, in the operator''s words · причина';
comment on column report_v1.broker_pause.paused_at is 'Since when it stands · приостановлен с';
comment on column report_v1.broker_pause.until_at is
    'When it goes on by itself; none: when an operator says so · возобновится';

create or replace view report_v1.broker_status with (security_barrier) as
select now() as as_of_at,
       (select v.name from core.schema_version v order by v.number desc limit 1) as schema_step,
       (select count(*) from core.programme) as programme_count,
       q.inbox_count,
       q.waiting_count,
       q.oldest_waiting_at,
       coalesce(extract(epoch from now() - q.oldest_waiting_at), 0)::bigint as oldest_waiting_seconds,
       h.message_count as messages_last_hour_count,
       d.message_count as messages_last_day_count,
       last.recorded_at as last_message_at,
       core.external_id(last.id) as last_message_id,
       parts.until_at as storage_until_at,
       (select coalesce(string_agg(p.flow, ', ' order by p.flow), '') from report_v1.broker_pause p) as paused_flows
  from (select count(*) as inbox_count, coalesce(sum(waiting_count), 0)::bigint as waiting_count,
               min(oldest_waiting_at) as oldest_waiting_at
          from report_v1.queue_depth) q
 cross join lateral (select count(*) as message_count from core.message m
                      where m.id >= core.id_at(now() - interval '1 hour')) h
 cross join lateral (select count(*) as message_count from core.message m
                      where m.id >= core.id_at(now() - interval '1 day')) d
  left join lateral (select m.id, m.recorded_at from core.message m order by m.id desc limit 1) last on true
 cross join (select (to_date(max(right(c.relname, 7)), 'YYYY_MM') + interval '1 month') at time zone 'UTC' as until_at
               from pg_inherits t
               join pg_class c on c.oid = t.inhrelid
              where t.inhparent = 'core.message'::regclass) parts;

comment on view report_v1.broker_status is 'One row: the broker as its reader may see it now · состояние брокера';
comment on column report_v1.broker_status.as_of_at is 'Now, by the real clock · на какое время';
comment on column report_v1.broker_status.schema_step is 'The last step of the schema · последний шаг схемы';
comment on column report_v1.broker_status.programme_count is 'How many programmes there are · сколько программ';
comment on column report_v1.broker_status.inbox_count is 'Inboxes the reader may see · сколько видно очередей';
comment on column report_v1.broker_status.waiting_count is
    'Messages in them that nobody has fetched · ожидает получения';
comment on column report_v1.broker_status.oldest_waiting_at is
    'When the first of these was stored · самое раннее ожидающее';
comment on column report_v1.broker_status.oldest_waiting_seconds is
    'How long it has waited; 0 when nothing waits · сколько ожидает, секунд';
comment on column report_v1.broker_status.messages_last_hour_count is
    'Messages stored in the last hour · сообщений за час';
comment on column report_v1.broker_status.messages_last_day_count is
    'Messages stored in the last 24 hours · сообщений за сутки';
comment on column report_v1.broker_status.last_message_at is 'When the last one was stored · время последнего';
comment on column report_v1.broker_status.last_message_id is 'Its id · идентификатор последнего';
comment on column report_v1.broker_status.storage_until_at is
    'Until when partitions of the log are made; maintenance keeps it three months ahead · до какого времени готово '
    'хранилище';
comment on column report_v1.broker_status.paused_flows is
    'Flows that an operator has paused, empty when all move; broker_pause says why · приостановленные потоки';
