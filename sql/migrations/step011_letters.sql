-- Letters by one statement. A batch that holds only letters that nothing stands against is checked, numbered and
-- written by one call that is its own transaction: round trips and plans are most of what a letter costs.

-- As in step003, but: planned once, since a custom plan for every call cost as much as the work; the audience stands in
-- the order in which it was given, so that a caller that knows its recipients need not be told them again.
drop function core.append(
    smallint[], bigint[], bigint[], text[], int[], text[], bytea[], text[], text[], text[], text[], text[],
    timestamptz[], timestamptz[], bigint[], text[], bytea[], bytea[], int[], int[], text[]);

-- Takes a batch of messages as parallel arrays, in one statement: locks the addressed inboxes in one global order,
-- then numbers. The numbers are read in a statement begun after the locks are held, so a predecessor that committed
-- meanwhile is seen: commit order is number order, and the numbers have no gaps. Requires READ COMMITTED.
create function core.append(
    p_programme smallint[], p_case bigint[], p_floor bigint[], p_kind text[], p_sender int[], p_sender_key text[],
    p_digest bytea[], p_person text[], p_position text[], p_organisation text[], p_capacity text[], p_basis text[],
    p_occurred timestamptz[], p_known timestamptz[], p_cause bigint[], p_content_type text[], p_body bytea[],
    p_hash bytea[], r_ordinal int[], r_recipient int[], r_role text[])
    returns table (id bigint, recorded_at timestamptz, seqs bigint[])
    language plpgsql set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
    wanted    int;
    held      int;
    previous  bigint;
    ids       bigint[] := '{}';
    now_real  timestamptz;
begin
    with locked as (
        select i.organisation, i.base_id
          from core.inbox i
         where i.organisation = any (r_recipient)
         order by i.organisation
           for no key update
    ) select count(*), coalesce(max(base_id), 0), (select count(distinct r) from unnest(r_recipient) r)
        into held, previous, wanted
        from locked;
    if held <> wanted then
        raise exception 'a recipient has no inbox' using errcode = 'IN001';
    end if;

    -- An id is above every checkpoint it is numbered under, above its case's last message and above its predecessor,
    -- also on a host whose clock is behind.
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
        select r.ordinal, r.recipient, coalesce(r.role, '') as role, r.place,
               last.seq + row_number() over (partition by r.recipient order by r.ordinal) as seq
          from unnest(r_ordinal, r_recipient, r_role) with ordinality as r (ordinal, recipient, role, place)
          join last on last.organisation = r.recipient
    ), audience as (
        select ordinal, array_agg(recipient order by place) as recipients, array_agg(role order by place) as roles,
               array_agg(seq order by place) as seqs
          from addressed
         group by ordinal
    ), given as (
        select g.*, ids[g.n] as id, coalesce(a.recipients, '{}') as recipients, coalesce(a.roles, '{}') as roles,
               coalesce(a.seqs, '{}') as seqs
          from unnest(p_programme, p_case, p_kind, p_sender, p_sender_key, p_digest, p_person, p_position,
                      p_organisation, p_capacity, p_basis, p_occurred, p_known, p_cause, p_content_type, p_body, p_hash)
               with ordinality as g (programme, case_id, kind, sender, sender_key, digest, person, "position",
                      organisation, capacity, basis, occurred, known, cause, content_type, body, hash, n)
          left join audience a on a.ordinal = g.n
    ), written as (
        insert into core.message (id, programme, case_id, kind, sender, sender_key, actor_person, actor_position,
               actor_organisation, actor_capacity, actor_basis, occurred_at, known_at, recorded_at, cause_id, audience,
               roles, seqs, content_type, body, hash)
        select g.id, g.programme, coalesce(g.case_id, g.id), g.kind, g.sender, g.sender_key, g.person, g."position",
               g.organisation, g.capacity, g.basis, g.occurred, g.known, now_real, g.cause, g.recipients, g.roles,
               g.seqs, g.content_type, g.body, g.hash
          from given g
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
    select g.id, now_real, g.seqs from given g order by g.n;
end $$;

-- Takes letters of one programme as their senders give them, by codes, and appends them when nothing stands against any:
-- the programme runs on the real clock, every name is known, no key was used before, and p_now, which the hashes hold,
-- is a moment ago. Else it does nothing and returns no row: the caller goes the way that finds out what is the matter.
create function core.append_letters(
    p_now timestamptz, p_programme text, p_only_programme boolean, p_principal text[], p_kind text[],
    p_sender text[], p_sender_key text[], p_digest bytea[], p_person text[], p_position text[], p_capacity text[],
    p_basis text[], p_cause bigint[], p_content_type text[], p_body bytea[], p_hash bytea[], r_ordinal int[],
    r_recipient text[], r_role text[])
    returns table (id bigint, recorded_at timestamptz, seqs bigint[])
    language plpgsql set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
    programme  smallint := (select p.id from core.programme p where p.code = p_programme and p.clock = 'real');
    senders    int[];
    recipients int[];
    letters    int := cardinality(p_kind);
begin
    select array_agg(o.id order by g.n) into senders
      from unnest(p_sender) with ordinality g (code, n) join core.organisation o on o.code = g.code;
    select array_agg(o.id order by g.n) into recipients
      from unnest(r_recipient) with ordinality g (code, n) join core.organisation o on o.code = g.code;
    if p_now > clock_timestamp() or p_now < clock_timestamp() - interval '1 second'
       or programme is null
       or cardinality(senders) is distinct from letters
       or cardinality(recipients) is distinct from cardinality(r_recipient)
       or p_only_programme and exists (select from core.programme offset 1)
       or exists (select from unnest(senders, p_sender_key) g (sender, key)
                    join core.send_key s on s.sender = g.sender and s.key = g.key)
       or exists (select from unnest(p_principal, p_sender_key) g (principal, key)
                    join core.idempotency i on i.principal = g.principal and i.key = g.key)
    then
        return;
    end if;
    return query
        select a.id, a.recorded_at, a.seqs
          from core.append(
               array_fill(programme, array[letters]), array_fill(null::bigint, array[letters]),
               array_fill(null::bigint, array[letters]), p_kind, senders, p_sender_key, p_digest, p_person, p_position, p_sender, p_capacity, p_basis,
               array_fill(p_now, array[letters]), array_fill(p_now, array[letters]), p_cause, p_content_type, p_body,
               p_hash, r_ordinal, recipients, r_role) a;
end $$;
