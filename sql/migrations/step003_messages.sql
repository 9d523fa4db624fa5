-- Messages and what became of them: append-only logs partitioned by a time-ordered id, and one small row an inbox.
-- No row of a log is ever updated or deleted; the state of a delivery is derived from its receipts.

-- One ordered log per organisation. base_* is a checkpoint of the numbering, acked_* of the receipts: maintenance moves
-- them forward so that probes touch recent partitions only. The row is locked in place, never rewritten, by a send.
create table core.inbox (
    organisation int primary key references core.organisation (id),
    base_seq     bigint not null default 0,
    base_id      bigint not null default 0,
    acked_seq    bigint not null default 0,
    acked_id     bigint not null default 0
) with (fillfactor = 50);

create table core.message (
    id                 bigint      not null,
    programme          smallint    not null,
    case_id            bigint      not null,   -- a letter's is its own id
    kind               text        not null,
    sender             int         not null,
    sender_key         text        not null,
    actor_person       text,
    actor_position     text,
    actor_organisation text        not null,
    actor_capacity     text        not null,
    actor_basis        text,
    occurred_at        timestamptz not null,   -- the act's time
    known_at           timestamptz not null,   -- the programme's now when it was entered
    recorded_at        timestamptz not null,   -- the real clock
    cause_id           bigint,
    replay_of          bigint,
    audience           int[]       not null,
    roles              text[]      not null,   -- beside audience: '' where the recipient has no role
    seqs               bigint[]    not null,   -- beside audience: its number in that inbox
    content_type       text        not null,
    body               bytea       not null,
    hash               bytea       not null,
    primary key (id)
) partition by range (id);

-- A case is the fold of its rows. A letter that stands alone needs no entry here: its case is its id.
create index message_case on core.message (case_id, id) where case_id <> id;

create table core.delivery (
    recipient  int    not null,
    seq        bigint not null,
    message_id bigint not null,
    primary key (recipient, seq, message_id)
) partition by range (message_id);

-- A receipt covers the numbers from_seq..upto_seq of one inbox at one level; message_id is the message at upto_seq.
create table core.receipt (
    recipient  int         not null,
    level      text        not null check (level in ('delivered', 'registered', 'outcome')),
    from_seq   bigint      not null,
    upto_seq   bigint      not null check (upto_seq >= from_seq),
    message_id bigint      not null,
    at         timestamptz not null default clock_timestamp(),
    known_at   timestamptz not null,
    actor      text        not null,
    note       text,
    primary key (recipient, level, upto_seq, message_id, from_seq)
) partition by range (message_id);

create table core.attempt (
    recipient  int         not null,
    seq        bigint      not null,
    message_id bigint      not null,
    n          int         not null,
    at         timestamptz not null default clock_timestamp(),
    channel    text        not null,
    status     int,
    detail     text,
    primary key (recipient, seq, message_id, n)
) partition by range (message_id);

-- Permanent dedupe of messages by (sender, sender_key). digest is over what the sender itself gave.
create table core.send_key (
    sender     int    not null,
    key        text   not null,
    digest     bytea  not null,
    message_id bigint not null,
    primary key (sender, key)
) partition by hash (sender);

do $$
begin
    for n in 0..7 loop
        execute format(
            'create table core.send_key_%s partition of core.send_key for values with (modulus 8, remainder %s)', n, n);
        call core.protect_private(format('core.send_key_%s', n)::regclass);
    end loop;
end $$;

-- Answers under an Idempotency-Key: the bytes that were given are given again, for 30 days.
create table core.idempotency (
    principal    text        not null,
    key          text        not null,
    digest       bytea       not null,
    status       smallint    not null,
    content_type text        not null,
    answer       bytea       not null,
    created_at   timestamptz not null default clock_timestamp(),
    primary key (principal, key)
);
create index idempotency_age on core.idempotency (created_at);

-- Makes the month's partition of the four logs, with the triggers that keep them append-only. The daemon may call it
-- and owns nothing: partitions belong to the owner of the schema.
create function core.ensure_partitions(p_month date) returns int
    language plpgsql security definer set search_path = pg_catalog, core, pg_temp as $$
declare
    parent  text;
    part    text;
    starts  timestamptz := date_trunc('month', p_month::timestamp) at time zone 'UTC';
    ends    timestamptz := (date_trunc('month', p_month::timestamp) + interval '1 month') at time zone 'UTC';
    made    int := 0;
begin
    perform pg_advisory_xact_lock(hashtext('core.ensure_partitions'));
    foreach parent in array array['message', 'delivery', 'receipt', 'attempt'] loop
        part := format('%s_%s', parent, to_char(p_month, 'YYYY_MM'));
        if to_regclass('core.' || part) is null then
            execute format('create table core.%I partition of core.%I for values from (%s) to (%s)', part, parent,
                core.id_at(starts), core.id_at(ends));
            call core.append_only(format('core.%I', part)::regclass);
            call core.protect_private(format('core.%I', part)::regclass);
            made := made + 1;
        end if;
    end loop;
    return made;
end $$;

call core.append_only('core.message');
call core.append_only('core.delivery');
call core.append_only('core.receipt');
call core.append_only('core.attempt');
call core.protect('core.message', 'sender', 'audience');
call core.protect('core.delivery', 'recipient');
call core.protect('core.receipt', 'recipient');
call core.protect('core.attempt', 'recipient');

do $$
begin
    for n in 0..3 loop
        perform core.ensure_partitions((now() at time zone 'UTC' + make_interval(months => n))::date);
    end loop;
end $$;

-- Takes a batch of messages as parallel arrays, in one statement: locks the addressed inboxes in one global order,
-- then numbers. The numbers are read in a statement begun after the locks are held, so a predecessor that committed
-- meanwhile is seen: commit order is number order, and the numbers have no gaps. Requires READ COMMITTED.
create function core.append(
    p_programme smallint[], p_case bigint[], p_floor bigint[], p_kind text[], p_sender int[], p_sender_key text[],
    p_digest bytea[], p_person text[], p_position text[], p_organisation text[], p_capacity text[], p_basis text[],
    p_occurred timestamptz[], p_known timestamptz[], p_cause bigint[], p_content_type text[], p_body bytea[],
    p_hash bytea[], r_ordinal int[], r_recipient int[], r_role text[])
    returns table (ordinal int, id bigint, recorded_at timestamptz, audience int[], roles text[], seqs bigint[])
    language plpgsql as $$
#variable_conflict use_column
declare
    wanted    int;
    held      int;
    previous  bigint;
    floor_id  bigint;
    ids       bigint[] := '{}';
    now_real  timestamptz;
begin
    select count(distinct r) into wanted from unnest(r_recipient) r;
    with locked as (
        select i.organisation, i.base_id
          from core.inbox i
         where i.organisation = any (r_recipient)
         order by i.organisation
           for no key update
    ) select count(*), coalesce(max(base_id), 0) into held, floor_id from locked;
    if held <> wanted then
        raise exception 'a recipient has no inbox' using errcode = 'IN001';
    end if;

    -- An id is above every checkpoint it is numbered under, above its case's last message and above its predecessor,
    -- also on a host whose clock is behind.
    previous := floor_id;
    for n in 1 .. cardinality(p_kind) loop
        previous := core.new_id(greatest(previous, coalesce(p_floor[n], 0)));
        ids := ids || previous;
    end loop;
    now_real := clock_timestamp();

    return query
    with last as (
        select i.organisation,
               coalesce((select d.seq from core.delivery d
                          where d.recipient = i.organisation and d.message_id > i.base_id
                          order by d.seq desc limit 1), i.base_seq) as seq
          from core.inbox i
         where i.organisation = any (r_recipient)
    ), addressed as (
        select r.ordinal, r.recipient, coalesce(r.role, '') as role,
               last.seq + row_number() over (partition by r.recipient order by r.ordinal) as seq
          from unnest(r_ordinal, r_recipient, r_role) as r (ordinal, recipient, role)
          join last on last.organisation = r.recipient
    ), audience as (
        select ordinal, array_agg(recipient order by recipient) as recipients,
               array_agg(role order by recipient) as roles, array_agg(seq order by recipient) as seqs
          from addressed
         group by ordinal
    ), given as (
        select g.*, ids[g.n] as id
          from unnest(p_programme, p_case, p_kind, p_sender, p_sender_key, p_digest, p_person, p_position,
                      p_organisation, p_capacity, p_basis, p_occurred, p_known, p_cause, p_content_type, p_body, p_hash)
               with ordinality as g (programme, case_id, kind, sender, sender_key, digest, person, "position",
                      organisation, capacity, basis, occurred, known, cause, content_type, body, hash, n)
    ), written as (
        insert into core.message (id, programme, case_id, kind, sender, sender_key, actor_person, actor_position,
               actor_organisation, actor_capacity, actor_basis, occurred_at, known_at, recorded_at, cause_id, audience,
               roles, seqs, content_type, body, hash)
        select g.id, g.programme, coalesce(g.case_id, g.id), g.kind, g.sender, g.sender_key, g.person, g."position",
               g.organisation, g.capacity, g.basis, g.occurred, g.known, now_real, g.cause,
               coalesce(a.recipients, '{}'), coalesce(a.roles, '{}'), coalesce(a.seqs, '{}'), g.content_type, g.body,
               g.hash
          from given g
          left join audience a on a.ordinal = g.n
        returning 1
    ), delivered as (
        insert into core.delivery (recipient, seq, message_id)
        select a.recipient, a.seq, ids[a.ordinal] from addressed a
        returning 1
    ), keyed as (
        insert into core.send_key (sender, key, digest, message_id)
        select g.sender, g.sender_key, g.digest, g.id from given g
        returning 1
    )
    select g.n::int, g.id, now_real, coalesce(a.recipients, '{}'), coalesce(a.roles, '{}'), coalesce(a.seqs, '{}')
      from given g
      left join audience a on a.ordinal = g.n
     order by g.n;
end $$;

-- Every organisation has an inbox from the moment it is known.
create function core.open_inbox() returns trigger
    language plpgsql security definer set search_path = pg_catalog, core, pg_temp as $$
begin
    insert into core.inbox (organisation) values (new.id) on conflict do nothing;
    return new;
end $$;
create trigger open_inbox after insert on core.organisation for each row execute function core.open_inbox();
insert into core.inbox (organisation) select id from core.organisation on conflict do nothing;

call core.protect('core.inbox', 'organisation');
call core.protect_private('core.send_key');
call core.protect_private('core.idempotency');

-- Least privilege: the logs can be read and added to. UPDATE on inbox is for its row lock and the checkpoints.
grant select, insert on core.message, core.delivery, core.receipt, core.attempt, core.send_key to ino_daemon;
grant select, update on core.inbox to ino_daemon;
grant select, insert, delete on core.idempotency to ino_daemon;
revoke execute on function core.ensure_partitions(date) from public;
grant execute on function core.ensure_partitions(date) to ino_daemon;
