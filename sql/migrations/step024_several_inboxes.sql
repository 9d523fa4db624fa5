-- Several inboxes at once: a gateway or an office that receives for many bodies asks and acknowledges for all of them in
-- one call each.

-- What came to each of some inboxes after a number, at most so many, in the order of the places; no row for an organisation
-- that nobody knows. Only where the logs of old numbers were taken away may a page begin later than at the next number.
create function core.inboxes_page(p_organisation text[], p_after bigint[], p_limit bigint)
    returns table (organisation text, seqs bigint[], ids bigint[])
    language plpgsql stable set plan_cache_mode = force_generic_plan set enable_seqscan = off
    set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
begin
    return query
    select asked.code, page.seqs, page.ids
      from unnest(p_organisation, p_after) with ordinality asked (code, after, place)
     cross join lateral (select i.*
                           from core.inbox i
                          where i.organisation = (select o.id from core.organisation o where o.code = asked.code)
                         offset 0) inbox
     cross join lateral (select array_agg(d.seq order by d.seq) as seqs, array_agg(d.message_id order by d.seq) as ids
                           from core.delivery d
                          where d.recipient = inbox.organisation and d.seq > asked.after
                            and d.seq <= p_limit + case
                                    when asked.after >= inbox.base_seq then asked.after
                                    else coalesce((select f.seq from core.delivery f
                                                    where f.recipient = inbox.organisation and f.seq > asked.after
                                                    order by f.seq limit 1) - 1, asked.after) end
                            and d.message_id >= case when asked.after >= inbox.acked_seq then inbox.acked_id else 0 end
                        ) page
     order by asked.place;
end $$;

-- Messages by their ids, in the order given, and no further one once their bodies have so many bytes together.
create function core.messages_within(p_ids bigint[], p_bytes bigint)
    returns table (id bigint, case_id bigint, programme text, kind text, sender text, sender_key text, actor text[],
                   times timestamptz[], cause_id bigint, replay_of bigint, audience text[], roles text[], seqs bigint[],
                   content_type text, body bytea, hash bytea)
    language plpgsql stable set plan_cache_mode = force_generic_plan set enable_seqscan = off
    set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
begin
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
      from (select m.*, asked.place,
                   sum(octet_length(m.body)) over (order by asked.place) - octet_length(m.body) as before
              from unnest(p_ids) with ordinality asked (id, place)
              join core.message m on m.id = asked.id) m
     where m.before < p_bytes
     order by m.place;
end $$;

-- Writes the receipts of several organisations, each for everything up to a number that has none yet, when nothing stands
-- against any of them; see core.receive. Answers how many numbers each covers anew. Else it writes nothing and answers
-- null: the caller goes the way that finds out what is the matter. The inboxes are locked in the order of all.
create function core.receive_all(
    p_organisation text[], p_programme text, p_level text, p_upto bigint[], p_actor text)
    returns bigint[]
    language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
    inboxes  int[] := array(
        select (select o.id from core.organisation o where o.code = given) from unnest(p_organisation) given);
    held     bigint;
    messages bigint[];
    covered  bigint[];
begin
    with locked as (
        select 1
          from core.inbox i
         where i.organisation = any (inboxes)
         order by i.organisation
           for no key update
    ) select count(*) into held from locked;
    if held <> cardinality(inboxes)
       or not exists (select from core.programme p
                       where p.clock = 'real'
                         and (p.code = p_programme
                              or p_programme is null and not exists (select from core.programme offset 1)))
       or exists (select from core.inbox_session s
                   where s.organisation = any (inboxes) and s.until > clock_timestamp()) then
        return null;
    end if;
    select array_agg(message order by place), array_agg(upto order by place) into messages, covered
      from (select given.place,
                   (select d.message_id from core.delivery d
                     where d.recipient = given.inbox and d.seq = given.upto) as message,
                   (select r.upto_seq from core.receipt r
                     where r.recipient = given.inbox and r.level = p_level and r.upto_seq >= given.upto - 8
                     order by r.upto_seq desc limit 1) as upto
              from unnest(inboxes, p_upto) with ordinality given (inbox, upto, place)) looked_up;
    if array_position(messages, null) is not null then
        return null;
    end if;
    if array_position(covered, null) is not null then
        covered := array(
            select coalesce((select r.upto_seq from core.receipt r
                              where r.recipient = given.inbox and r.level = p_level
                              order by r.upto_seq desc limit 1), 0)
              from unnest(inboxes) with ordinality given (inbox, place)
             order by given.place);
    end if;
    insert into core.receipt (recipient, level, from_seq, upto_seq, message_id, known_at, actor)
    select given.inbox, p_level, given.covered + 1, given.upto, given.message, clock_timestamp(), p_actor
      from unnest(inboxes, p_upto, messages, covered) given (inbox, upto, message, covered)
     where given.covered < given.upto;
    return array(select greatest(given.upto - given.covered, 0)
                   from unnest(p_upto, covered) with ordinality given (upto, covered, place)
                  order by given.place);
end $$;
