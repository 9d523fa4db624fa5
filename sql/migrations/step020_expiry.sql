-- Until when a letter is worth anything, and what became of those that nobody said to have by then.

-- Kept for ever beside the message, as append-only as the message. The content hash covers the message and not this; what
-- its sender gave is in the digest of its key.
create table core.message_expiry (
    message_id bigint      primary key,
    expires_at timestamptz not null
);
comment on table core.message_expiry is 'Until when a message is worth anything, where its sender said so.';
call core.append_only('core.message_expiry');
-- A row alone names no body; the views join it to messages that their reader may see.
call core.protect('core.message_expiry');
grant select, insert on core.message_expiry to ino_daemon;

-- What is yet to be looked at, as small as letters with such an end are few. A row goes in the transaction that tells of
-- it, so nothing is told twice however many daemons look.
create table core.expiry_due (
    message_id bigint      primary key,
    programme  smallint    not null references core.programme (id),
    expires_at timestamptz not null
);
create index expiry_due_at on core.expiry_due (programme, expires_at, message_id);
comment on table core.expiry_due is 'Messages whose end has not been looked at yet.';
call core.protect_private('core.expiry_due');
-- UPDATE is for the row lock alone.
grant select, insert, delete, update (expires_at) on core.expiry_due to ino_daemon;

-- A copy that expired is a receipt of its own, for one number, given by the broker. What is there already was checked by
-- the narrower rule: the log need not be read again.
alter table core.receipt drop constraint receipt_level_check;
alter table core.receipt add constraint receipt_level_check
    check (level in ('delivered', 'registered', 'outcome', 'expired')) not valid;

-- As in step017, with until when a message is worth anything, and when this copy expired; both none as a rule.
create or replace function core.inbox_page(p_inbox int, p_floor bigint, p_after bigint, p_limit bigint, p_bytes bigint)
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
           array[m.occurred_at, m.known_at, m.recorded_at, m.expires_at,
                 case when m.expires_at is not null then
                     (select r.known_at from core.receipt r
                       where r.recipient = p_inbox and r.level = 'expired' and r.upto_seq = m.seq
                         and r.message_id = m.id and r.from_seq = m.seq)
                 end],
           m.cause_id, m.replay_of,
           array(select (select o.code from core.organisation o where o.id = a.id)
                   from unnest(m.audience) with ordinality a (id, n) order by a.n),
           m.roles, m.seqs, m.content_type, m.body, m.hash
      from (select m.*, next.seq,
                   (select e.expires_at from core.message_expiry e where e.message_id = m.id) as expires_at,
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
