-- Numbers are looked for where they are. The end of an inbox is found by an index, but who asks for "the last" is given a
-- whole page of the index to look through, some hundred numbers, for each inbox. Who knows a number near the end asks from
-- there: the daemon tells the last number it has seen given, a reader the one it has come to. Such a word is a hint and no
-- more: where nothing is found from there, the whole is looked through.
-- And what belongs to one message or one inbox is put together by its place and not by a join: a join of lists is planned
-- for ten rows and, with four hundred, compares each with each.

drop function core.append(
    smallint[], bigint[], bigint[], text[], int[], text[], bytea[], text[], text[], text[], text[], text[],
    timestamptz[], timestamptz[], bigint[], text[], bytea[], bytea[], int[], int[], text[]);

-- Takes a batch of messages as parallel arrays, in one statement: locks the addressed inboxes in one global order, then
-- numbers. The numbers are read in a statement begun after the locks are held, so a predecessor that committed meanwhile
-- is seen: commit order is number order, and the numbers have no gaps. Requires READ COMMITTED.
-- The recipients come in the order of their messages, p_count of them for each; r_near is a number of that inbox.
create function core.append(
    p_programme smallint[], p_case bigint[], p_floor bigint[], p_kind text[], p_sender int[], p_sender_key text[],
    p_digest bytea[], p_person text[], p_position text[], p_organisation text[], p_capacity text[], p_basis text[],
    p_occurred timestamptz[], p_known timestamptz[], p_cause bigint[], p_content_type text[], p_body bytea[],
    p_hash bytea[], p_count int[], r_recipient int[], r_role text[], r_near bigint[])
    returns table (id bigint, recorded_at timestamptz, seqs bigint[])
    language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
declare
    wanted    int;
    held      int;
    previous  bigint;
    ids       bigint[] := '{}';
    numbers   bigint[];
    now_real  timestamptz;
begin
    with locked as (
        select i.base_id
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
    numbers := core.next_numbers(r_recipient, r_near);

    return query
    with given as materialized (
        select g.*, ids[g.n] as id, r_recipient[g.upto - g.count + 1 : g.upto] as recipients,
               r_role[g.upto - g.count + 1 : g.upto] as roles, numbers[g.upto - g.count + 1 : g.upto] as seqs
          from (select g.*, (sum(g.count) over (order by g.n))::int as upto
                  from unnest(p_programme, p_case, p_kind, p_sender, p_sender_key, p_digest, p_person, p_position,
                              p_organisation, p_capacity, p_basis, p_occurred, p_known, p_cause, p_content_type, p_body,
                              p_hash, p_count)
                       with ordinality as g (programme, case_id, kind, sender, sender_key, digest, person, "position",
                              organisation, capacity, basis, occurred, known, cause, content_type, body, hash, count, n)
               ) g
    ), written as (
        insert into core.message (id, programme, case_id, kind, sender, sender_key, actor_person, actor_position,
               actor_organisation, actor_capacity, actor_basis, occurred_at, known_at, recorded_at, cause_id, audience,
               roles, seqs, content_type, body, hash)
        select g.id, g.programme, coalesce(g.case_id, g.id), g.kind, g.sender, g.sender_key, g.person, g."position",
               g.organisation, g.capacity, g.basis, g.occurred, g.known, now_real, g.cause, g.recipients, g.roles,
               g.seqs, g.content_type, g.body, g.hash
          from given g
    ), delivered as (
        insert into core.delivery (recipient, seq, message_id)
        select a.recipient, a.seq, g.id from given g cross join unnest(g.recipients, g.seqs) a (recipient, seq)
    ), keyed as (
        insert into core.send_key (sender, key, digest, message_id)
        select g.sender, g.sender_key, g.digest, g.id from given g
    )
    select g.id, now_real, g.seqs from given g order by g.n;
end $$;

-- The numbers that come next in these inboxes, one for each place; an inbox may stand at several. The caller holds the
-- inboxes' locks. What is looked for again is asked again: a second way in one statement is made ready each time, over all
-- partitions, to be hardly ever gone.
create function core.next_numbers(r_recipient int[], r_near bigint[]) returns bigint[]
    language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
    numbers bigint[];
begin
    numbers := array(
        select first_value(case when addressed.k = 1 then (
                   select (select d.seq from core.delivery d
                            where d.recipient = i.organisation and d.seq >= addressed.near and d.message_id > i.base_id
                            order by d.seq desc limit 1)
                     from core.inbox i
                    where i.organisation = addressed.recipient) end)
                   over (partition by addressed.recipient order by addressed.place) + addressed.k
          from (select r.recipient, r.near, r.place,
                       row_number() over (partition by r.recipient order by r.place) as k
                  from unnest(r_recipient, r_near) with ordinality r (recipient, near, place)) addressed
         order by addressed.place);
    if array_position(numbers, null) is null then
        return numbers;
    end if;
    return array(
        select first_value(case when addressed.k = 1 then (
                   select coalesce((select d.seq from core.delivery d
                                     where d.recipient = i.organisation and d.message_id > i.base_id
                                     order by d.seq desc limit 1), i.base_seq)
                     from core.inbox i
                    where i.organisation = addressed.recipient) end)
                   over (partition by addressed.recipient order by addressed.place) + addressed.k
          from (select r.recipient, r.place, row_number() over (partition by r.recipient order by r.place) as k
                  from unnest(r_recipient) with ordinality r (recipient, place)) addressed
         order by addressed.place);
end $$;

drop function core.append_letters(
    timestamptz, text, boolean, text[], text[], text[], text[], bytea[], text[], text[], text[], text[], bigint[],
    text[], bytea[], bytea[], int[], text[], text[]);

-- Takes letters of one programme as their senders give them, by codes, and appends them when nothing stands against any:
-- the programme runs on the real clock, every name is known, no key was used before, and p_now, which the hashes hold,
-- is a moment ago. Else it does nothing and returns no row: the caller goes the way that finds out what is the matter.
-- The recipients come in the order of their letters, p_count of them for each; r_near is a number of that inbox.
-- The inboxes are locked in one global order, then numbered in a statement begun after the locks are held, so a
-- predecessor that committed meanwhile is seen: commit order is number order, and the numbers have no gaps. Requires
-- READ COMMITTED. Planned once and by indexes alone: a plan that was made while the logs were empty would go on reading
-- them whole.
create function core.append_letters(
    p_now timestamptz, p_programme text, p_only_programme boolean, p_principal text[], p_kind text[],
    p_sender text[], p_sender_key text[], p_digest bytea[], p_person text[], p_position text[], p_capacity text[],
    p_basis text[], p_cause bigint[], p_content_type text[], p_body bytea[], p_hash bytea[], p_count int[],
    r_recipient text[], r_role text[], r_near bigint[])
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
    numbers := core.next_numbers(recipients, r_near);

    with given as materialized (
        select g.*, recipients[g.upto - g.count + 1 : g.upto] as recipients, r_role[g.upto - g.count + 1 : g.upto] as roles,
               numbers[g.upto - g.count + 1 : g.upto] as seqs
          from (select g.*, (sum(g.count) over (order by g.n))::int as upto
                  from unnest(made, p_kind, senders, p_sender, p_sender_key, p_digest, p_person, p_position, p_capacity,
                              p_basis, p_cause, p_content_type, p_body, p_hash, p_count)
                       with ordinality as g (id, kind, sender, organisation, sender_key, digest, person, "position",
                              capacity, basis, cause, content_type, body, hash, count, n)
               ) g
    ), written as (
        insert into core.message (id, programme, case_id, kind, sender, sender_key, actor_person, actor_position,
               actor_organisation, actor_capacity, actor_basis, occurred_at, known_at, recorded_at, cause_id, audience,
               roles, seqs, content_type, body, hash)
        select g.id, programme, g.id, g.kind, g.sender, g.sender_key, g.person, g."position", g.organisation,
               g.capacity, g.basis, p_now, p_now, now_real, g.cause, g.recipients, g.roles, g.seqs, g.content_type,
               g.body, g.hash
          from given g
    ), delivered as (
        insert into core.delivery (recipient, seq, message_id)
        select a.recipient, a.seq, g.id from given g cross join unnest(g.recipients, g.seqs) a (recipient, seq)
    )
    insert into core.send_key (sender, key, digest, message_id)
    select g.sender, g.sender_key, g.digest, g.id from given g;
    return query select now_real, made, numbers;
end $$;

-- As in step016; a reader that acknowledges one by one finds its last receipt a few numbers back.
create or replace function core.receive(p_organisation text, p_programme text, p_level text, p_upto bigint, p_actor text)
    returns bigint
    language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
    inbox   int;
    message bigint;
    covered bigint;
begin
    select i.organisation into inbox
      from core.inbox i
     where i.organisation = (select o.id from core.organisation o where o.code = p_organisation)
       for no key update;
    select d.message_id,
           (select r.upto_seq from core.receipt r
             where r.recipient = inbox and r.level = p_level and r.upto_seq >= p_upto - 8
             order by r.upto_seq desc limit 1)
      into message, covered
      from core.delivery d
     where d.recipient = inbox and d.seq = p_upto
       and exists (select from core.programme p
                    where p.clock = 'real'
                      and (p.code = p_programme or p_programme is null and not exists (select from core.programme offset 1)))
       and not exists (select from core.inbox_session s where s.organisation = inbox and s.until > clock_timestamp());
    if message is null then
        return null;
    end if;
    if covered is null then
        covered := coalesce((select r.upto_seq from core.receipt r
                              where r.recipient = inbox and r.level = p_level
                              order by r.upto_seq desc limit 1), 0);
    end if;
    if covered >= p_upto then
        return null;
    end if;
    insert into core.receipt (recipient, level, from_seq, upto_seq, message_id, known_at, actor)
    values (inbox, p_level, covered + 1, p_upto, message, clock_timestamp(), p_actor);
    return p_upto - covered;
end $$;

-- What an inbox holds after a number, in one call: first a row that is no message, whose seqs hold the highest number given
-- there, then the messages in the order of their numbers: at most so many, and no further one once their bodies have so
-- many bytes together. No row for an organisation that nobody knows. p_near is a number of the inbox near its end.
-- Since the numbers have no gaps, the page ends so many numbers on, and beyond that nothing is looked at; only where the
-- logs of old numbers were taken away may it begin later than at the next. Each message is looked up by its key: a join by
-- another way would read a log whole. What lies at or below the checkpoint of receipts is months back.
drop function core.inbox_page(int, bigint, bigint, bigint, bigint);
create function core.inbox_read(p_organisation text, p_after bigint, p_near bigint, p_limit bigint, p_bytes bigint)
    returns table (id bigint, case_id bigint, programme text, kind text, sender text, sender_key text, actor text[],
                   times timestamptz[], cause_id bigint, replay_of bigint, audience text[], roles text[], seqs bigint[],
                   content_type text, body bytea, hash bytea)
    language plpgsql stable set plan_cache_mode = force_generic_plan set enable_seqscan = off
    set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare
    inbox core.inbox;
    low   bigint;
    last  bigint;
    first bigint := p_after;
begin
    select i.* into inbox
      from core.inbox i
     where i.organisation = (select o.id from core.organisation o where o.code = p_organisation);
    if not found then
        return;
    end if;
    last := (select d.seq from core.delivery d
              where d.recipient = inbox.organisation and d.seq >= p_near and d.message_id > inbox.base_id
              order by d.seq desc limit 1);
    if last is null then
        last := coalesce((select d.seq from core.delivery d
                           where d.recipient = inbox.organisation and d.message_id > inbox.base_id
                           order by d.seq desc limit 1), inbox.base_seq);
    end if;
    id := 0; case_id := 0; programme := ''; kind := ''; sender := ''; sender_key := ''; actor := '{}'; times := '{}';
    audience := '{}'; roles := '{}'; seqs := array[last]; content_type := ''; body := ''; hash := '';
    return next;
    if last <= p_after then
        return;
    end if;
    low := case when p_after >= inbox.acked_seq then inbox.acked_id else 0 end;
    if p_after < inbox.base_seq then
        first := coalesce((select d.seq from core.delivery d
                            where d.recipient = inbox.organisation and d.seq > p_after and d.message_id >= low
                            order by d.seq limit 1) - 1, p_after);
    end if;
    return query
    select m.id, m.case_id, (select p.code from core.programme p where p.id = m.programme), m.kind,
           (select o.code from core.organisation o where o.id = m.sender), m.sender_key,
           array[m.actor_person, m.actor_position, m.actor_organisation, m.actor_capacity, m.actor_basis],
           array[m.occurred_at, m.known_at, m.recorded_at,
                 (select e.expires_at from core.message_expiry e where e.message_id = m.id)],
           m.cause_id, m.replay_of,
           array(select (select o.code from core.organisation o where o.id = a.id)
                   from unnest(m.audience) with ordinality a (id, n) order by a.n),
           m.roles, m.seqs, m.content_type, m.body, m.hash
      from (select m.*, next.seq,
                   sum(octet_length(m.body)) over (order by next.seq) - octet_length(m.body) as before
              from (select d.seq, d.message_id
                      from core.delivery d
                     where d.recipient = inbox.organisation and d.seq > p_after and d.seq <= first + p_limit
                       and d.message_id >= low
                     order by d.seq) next
              join core.message m on m.id = next.message_id) m
     where m.before < p_bytes
     order by m.seq;
end $$;
