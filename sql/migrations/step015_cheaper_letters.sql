-- Letters at half the cost: an id is made without planning anything, a number is looked up once an inbox and not once a
-- letter, and what is inserted is laid out once.

-- As in step001, in words that the planner can put in place: `extract` from a moment depends on no zone here, but is not
-- known not to, and a function that is not put in place is parsed and planned anew by every transaction.
create or replace function core.id_at(at timestamptz) returns bigint
    language sql immutable strict parallel safe
    return floor(extract(epoch from at - timestamptz '2025-01-01 00:00:00+00') * 1000)::bigint << 22;

create or replace function core.time_of(id bigint) returns timestamptz
    language sql immutable strict parallel safe
    return to_timestamp((1735689600000 + (id >> 22)) / 1000::float8);

-- As many new ids as wanted, ascending, all of them above the floor, also on a host whose clock is behind.
create function core.new_ids(wanted int, floor bigint) returns bigint[]
    language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
    serials bigint[] := array(select nextval('core.id_sequence') from generate_series(1, wanted));
    -- Where the part of the serial that fits an id begins again, the millisecond goes on.
    shift   bigint := (core.id_at(clock_timestamp()) >> 22) - (serials[1] >> 22);
begin
    if floor >= (shift << 22) + serials[1] then
        shift := (floor >> 22) + 1 - (serials[1] >> 22);
    end if;
    return array(select (shift << 22) + serial from unnest(serials) serial);
end $$;

-- As in step011, answering with what the caller does not know: when, the ids in the order of the letters, and the numbers
-- in the order of the recipients.
drop function core.append_letters(
    timestamptz, text, boolean, text[], text[], text[], text[], bytea[], text[], text[], text[], text[], bigint[],
    text[], bytea[], bytea[], int[], text[], text[]);

-- Takes letters of one programme as their senders give them, by codes, and appends them when nothing stands against any:
-- the programme runs on the real clock, every name is known, no key was used before, and p_now, which the hashes hold,
-- is a moment ago. Else it does nothing and returns no row: the caller goes the way that finds out what is the matter.
-- The recipients come in the order of their letters.
-- The inboxes are locked in one global order, then numbered in a statement begun after the locks are held, so a
-- predecessor that committed meanwhile is seen: commit order is number order, and the numbers have no gaps. Requires
-- READ COMMITTED. Planned once, as in step011, and by indexes alone: a plan that was made while the logs were empty would
-- go on reading them whole.
create function core.append_letters(
    p_now timestamptz, p_programme text, p_only_programme boolean, p_principal text[], p_kind text[],
    p_sender text[], p_sender_key text[], p_digest bytea[], p_person text[], p_position text[], p_capacity text[],
    p_basis text[], p_cause bigint[], p_content_type text[], p_body bytea[], p_hash bytea[], r_ordinal int[],
    r_recipient text[], r_role text[])
    returns table (recorded_at timestamptz, ids bigint[], seqs bigint[])
    language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
declare
    programme  smallint;
    senders    int[];
    recipients int[];
    floor_id   bigint;
    known      boolean;
    made       bigint[];
    numbers    bigint[];
    now_real   timestamptz;
begin
    -- What stands against them, in one look. Each is looked up by its key: a join could be planned, while the logs are
    -- empty, to read them whole for ever after.
    select p.id, array(select (select o.id from core.organisation o where o.code = given) from unnest(p_sender) given),
           array(select (select o.id from core.organisation o where o.code = given) from unnest(r_recipient) given)
      into programme, senders, recipients
      from core.programme p
     where p.code = p_programme and p.clock = 'real'
       and not (p_only_programme and exists (select from core.programme offset 1))
       and p_now between clock_timestamp() - interval '1 second' and clock_timestamp()
       and not exists (select from unnest(p_principal, p_sender_key) g (principal, key)
                        where exists (select from core.idempotency i
                                       where i.principal = g.principal and i.key = g.key offset 0));
    if programme is null or array_position(senders, null) is not null or array_position(recipients, null) is not null
       or exists (select from unnest(senders, p_sender_key) g (sender, key)
                   where exists (select from core.send_key k where k.sender = g.sender and k.key = g.key offset 0)) then
        return;
    end if;

    with locked as (
        select i.base_id
          from core.inbox i
         where i.organisation = any (recipients)
         order by i.organisation
           for no key update
    ) select max(base_id), count(*) = (select count(distinct r) from unnest(recipients) r) into floor_id, known
        from locked;
    if known is not true then
        return;
    end if;
    made := core.new_ids(cardinality(p_kind), floor_id);
    now_real := clock_timestamp();

    with last as materialized (
        select i.organisation,
               coalesce((select d.seq from core.delivery d
                          where d.recipient = i.organisation and d.message_id > i.base_id
                          order by d.seq desc limit 1), i.base_seq) as seq
          from core.inbox i
         where i.organisation = any (recipients)
    )
    select array_agg(seq order by place) into numbers
      from (select r.place, last.seq + row_number() over (partition by r.recipient order by r.place) as seq
              from unnest(recipients) with ordinality r (recipient, place)
              join last on last.organisation = r.recipient) numbered;

    with written as (
        insert into core.message (id, programme, case_id, kind, sender, sender_key, actor_person, actor_position,
               actor_organisation, actor_capacity, actor_basis, occurred_at, known_at, recorded_at, cause_id, audience,
               roles, seqs, content_type, body, hash)
        select g.id, programme, g.id, g.kind, g.sender, g.sender_key, g.person, g."position", g.organisation,
               g.capacity, g.basis, p_now, p_now, now_real, g.cause, a.recipients, a.roles, a.seqs, g.content_type,
               g.body, g.hash
          from unnest(made, p_kind, senders, p_sender, p_sender_key, p_person, p_position, p_capacity, p_basis, p_cause,
                      p_content_type, p_body, p_hash)
               with ordinality as g (id, kind, sender, organisation, sender_key, person, "position", capacity, basis,
                      cause, content_type, body, hash, n)
          join (select r.ordinal, array_agg(r.recipient order by r.place) as recipients,
                       array_agg(coalesce(r.role, '') order by r.place) as roles, array_agg(r.seq order by r.place) as seqs
                  from unnest(r_ordinal, recipients, r_role, numbers) with ordinality
                       as r (ordinal, recipient, role, seq, place)
                 group by r.ordinal) a on a.ordinal = g.n
    ), delivered as (
        insert into core.delivery (recipient, seq, message_id)
        select r.recipient, r.seq, made[r.ordinal] from unnest(r_ordinal, recipients, numbers) r (ordinal, recipient, seq)
    )
    insert into core.send_key (sender, key, digest, message_id)
    select g.sender, g.key, g.digest, g.id from unnest(senders, p_sender_key, p_digest, made) g (sender, key, digest, id);
    return query select now_real, made, numbers;
end $$;
