-- A page of an inbox by plans that are made once. Planned anew for every page, over the partitions of three logs, a page
-- cost PostgreSQL more than reading it.

-- Where an inbox stands: its organisation's id, the highest number given, up to where it said that it has them, and the
-- checkpoint of its receipts; no row for an organisation that nobody knows.
create function core.inbox_position(p_organisation text)
    returns table (organisation int, last bigint, acknowledged bigint, acked_seq bigint, acked_id bigint)
    language plpgsql stable set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
begin
    return query
    select i.organisation,
           coalesce((select d.seq from core.delivery d
                      where d.recipient = i.organisation and d.message_id > i.base_id
                      order by d.seq desc limit 1), i.base_seq),
           greatest(i.acked_seq, (select r.upto_seq from core.receipt r
                                   where r.recipient = i.organisation and r.level = 'delivered'
                                     and r.message_id >= i.acked_id
                                   order by r.upto_seq desc limit 1)),
           i.acked_seq, i.acked_id
      from core.inbox i
     where i.organisation = (select o.id from core.organisation o where o.code = p_organisation);
end $$;

-- The messages of an inbox after a number, in the order of their numbers: at most so many, none below a floor of ids, and
-- no further one once their bodies have so many bytes together. Each is looked up by its key: a join by another way would
-- read a log whole.
create function core.inbox_page(p_inbox int, p_floor bigint, p_after bigint, p_limit bigint, p_bytes bigint)
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
           array[m.occurred_at, m.known_at, m.recorded_at], m.cause_id, m.replay_of,
           array(select (select o.code from core.organisation o where o.id = a.id)
                   from unnest(m.audience) with ordinality a (id, n) order by a.n),
           m.roles, m.seqs, m.content_type, m.body, m.hash
      from (select m.*, next.seq,
                   sum(octet_length(m.body)) over (order by next.seq) - octet_length(m.body) as before
              from (select d.seq, d.message_id
                      from core.delivery d
                     where d.recipient = p_inbox and d.seq > p_after and d.message_id >= p_floor
                     order by d.seq
                     limit p_limit) next
              join core.message m on m.id = next.message_id) m
     where m.before < p_bytes
     order by m.seq;
end $$;
