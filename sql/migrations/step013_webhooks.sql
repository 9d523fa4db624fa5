-- Receiving by push: endpoints, which daemon pushes from which inboxes, how an endpoint fails, what was set aside and
-- what is sent again. An attempt is a row of a log and never changed; what changes is as small as endpoints are few.

-- Daemons and leases --------------------------------------------------------------------------------------------------
-- Inboxes are shared out in 64 parts, by the organisation's number. Whoever holds a part writes its epoch's results and
-- nobody else's: a daemon that lost its part while it waited for an answer finds another epoch there. Both tables are
-- logged: an epoch that came back after a crash would be worse than none.

create table core.daemon (
    id          uuid        primary key,    -- new at every start, and after every loss of the lease
    name        text        not null,
    joined_at   timestamptz not null default clock_timestamp(),
    alive_until timestamptz not null
) with (fillfactor = 20);
comment on table core.daemon is 'Daemons at work; who is not alive any more lost its parts to whoever took them.';

create table core.shard (
    shard smallint primary key,
    owner uuid,
    epoch bigint not null default 0
) with (fillfactor = 20);
comment on table core.shard is 'Who pushes from the inboxes of each part, and the how-manieth it is.';
insert into core.shard (shard) select generate_series(0, 63);

call core.protect_private('core.daemon');
call core.protect_private('core.shard');
grant select, insert, update, delete on core.daemon to ino_daemon;
grant select, update on core.shard to ino_daemon;

-- Endpoints -----------------------------------------------------------------------------------------------------------

create table core.webhook (
    id               bigint      primary key,
    organisation     int         not null references core.organisation (id),
    url              text        not null,
    description      text,
    kinds            text[]      not null,    -- kinds of messages or their beginnings up to a dot; none means all
    programmes       text[]      not null,    -- codes; none means all
    policy           text        not null check (policy in ('hold', 'park')),
    state            text        not null check (state in ('active', 'paused', 'suspended', 'disabled')),
    reason           text,                    -- why it is not active
    -- Sealed by the daemons' master key, bound to the id. The secret before is good for a while after a rotation.
    secret           bytea       not null,
    old_secret       bytea,
    old_secret_until timestamptz,
    -- What it is pushed begins behind this number; moved on over messages that it does not want, now and then.
    start_seq        bigint      not null,
    start_id         bigint      not null,
    revision         int         not null default 1,
    created_at       timestamptz not null default clock_timestamp(),
    created_by       text        not null,
    changed_at       timestamptz not null default clock_timestamp(),
    removed_at       timestamptz,

    constraint webhook_old_secret check ((old_secret is null) = (old_secret_until is null))
) with (fillfactor = 70);
create index webhook_organisation on core.webhook (organisation) where removed_at is null;
comment on table core.webhook is
    'Where an organisation wants its messages pushed to. One that was removed keeps its row, without its secrets.';

create table core.webhook_event (
    id      bigint      primary key default core.new_id(),
    webhook bigint      not null references core.webhook (id),
    at      timestamptz not null,
    kind    text        not null,
    actor   text        not null,
    detail  text
);
create index webhook_event_of on core.webhook_event (webhook, id);
comment on table core.webhook_event is
    'What happened to an endpoint: made, changed, paused, failing for an hour or a day, suspended, recovered.';
call core.append_only('core.webhook_event');

-- Only endpoints that fail have a row here; one success takes it away.
create table core.webhook_retry (
    webhook       bigint      primary key references core.webhook (id),
    seq           bigint      not null,
    attempts      int         not null,    -- of the message at the head of the queue
    failing_since timestamptz not null,    -- without a break
    next_at       timestamptz not null,
    last_status   int,
    last_detail   text        not null,
    told          smallint    not null default 0    -- 1 after an hour, 2 after a day, 3 when suspended
) with (fillfactor = 50);

-- Attempts ------------------------------------------------------------------------------------------------------------
-- Nothing was ever attempted before this step, so the key may change: an inbox can have several endpoints.

alter table core.attempt
    add column webhook bigint not null default 0,    -- 0 for a channel that has no endpoints
    add column replay  bigint,                       -- the order to send it again, if it was one
    add column result  text   not null default 'done' check (result in ('done', 'retry', 'parked', 'gone', 'fenced')),
    add column millis  int,
    drop constraint attempt_pkey,
    add primary key (recipient, seq, message_id, webhook, n);
-- How far an endpoint has come: the highest number with a last word.
create index attempt_last on core.attempt (webhook, seq desc)
    where replay is null and result in ('done', 'parked', 'fenced');
create index attempt_replay on core.attempt (webhook, replay desc)
    where replay is not null and result in ('done', 'parked', 'fenced');
create index attempt_of_webhook on core.attempt (webhook, at desc) where webhook <> 0;

-- What an endpoint answered: kept for 30 days, while the attempt itself is kept for ever.
create table core.attempt_answer (
    webhook bigint      not null,
    seq     bigint      not null,
    n       int         not null,
    at      timestamptz not null,
    body    bytea       not null check (octet_length(body) <= 2048),
    primary key (webhook, seq, n)
);
create index attempt_answer_age on core.attempt_answer (at);

-- Set aside, and sent again -------------------------------------------------------------------------------------------
-- Neither is partitioned: both are few, and point to messages by value, so no partition is kept from being detached.

create table core.parked (
    id         bigint      primary key default core.new_id(),
    webhook    bigint      not null references core.webhook (id),
    recipient  int         not null,
    seq        bigint      not null,
    message_id bigint      not null,
    at         timestamptz not null,
    attempts   int         not null,
    status     int,
    reason     text        not null
);
create index parked_of on core.parked (webhook, id);
comment on table core.parked is
    'Messages that an endpoint would not take. They stay in the inbox, without a receipt, and are never forgotten here.';
call core.append_only('core.parked');

create table core.parked_resolution (
    parked bigint      primary key references core.parked (id),
    at     timestamptz not null default clock_timestamp(),
    kind   text        not null check (kind in ('replayed', 'discarded')),
    actor  text        not null,
    note   text
);
comment on table core.parked_resolution is 'What was decided about a message that was set aside.';
call core.append_only('core.parked_resolution');

-- A replay pushes the same message with the same id once more, to this endpoint alone. It gets no new number: the inbox
-- and its other readers are not concerned.
create table core.webhook_replay (
    id         bigint      primary key,
    webhook    bigint      not null references core.webhook (id),
    recipient  int         not null,
    seq        bigint      not null,
    message_id bigint      not null,
    at         timestamptz not null default clock_timestamp(),
    actor      text        not null
);
create index webhook_replay_of on core.webhook_replay (webhook, id);
call core.append_only('core.webhook_replay');

-- Rights --------------------------------------------------------------------------------------------------------------

do $$
declare
    one regclass;
begin
    for one in
        select 'core.attempt'::regclass
         union all
        select inhrelid::regclass from pg_inherits where inhparent = 'core.attempt'::regclass
    loop
        call core.keep_no_figures(one);    -- of the new columns
    end loop;
end $$;

call core.protect('core.webhook', 'organisation');
revoke select on core.webhook from ino_report_owner;
grant select (id, organisation, url, description, kinds, programmes, policy, state, reason, start_seq, start_id, revision,
              created_at, created_by, changed_at, removed_at) on core.webhook to ino_report_owner;
call core.protect('core.parked', 'recipient');
call core.protect_private('core.webhook_event');
call core.protect_private('core.attempt_answer');
call core.protect('core.webhook_replay', 'recipient');
-- Which endpoint a row is of says who may see it; the view joins it to that endpoint, and a row alone names no body.
call core.protect('core.webhook_retry');
call core.protect('core.parked_resolution');

grant select, insert on core.webhook_event, core.parked, core.parked_resolution, core.webhook_replay to ino_daemon;
grant select, insert,
      update (url, description, kinds, programmes, policy, state, reason, secret, old_secret, old_secret_until, start_seq,
              start_id, revision, changed_at, removed_at) on core.webhook to ino_daemon;
grant select, insert, update, delete on core.webhook_retry to ino_daemon;
grant select, insert, delete on core.attempt_answer to ino_daemon;

insert into core.word (code, ru) values
    ('webhook.active', 'работает'), ('webhook.paused', 'приостановлен'),
    ('webhook.suspended', 'остановлен после четырёх суток отказов'), ('webhook.disabled', 'отключён адресатом'),
    ('attempt.done', 'принято'), ('attempt.retry', 'будет повторено'), ('attempt.parked', 'отложено'),
    ('attempt.gone', 'адресат отключился'), ('attempt.fenced', 'не отправлено: учебная программа')
    on conflict (code) do nothing;
