-- A receipt by one statement, as letters are: what a reader that keeps up says again and again is checked and written by
-- one call that is its own transaction.

-- Writes the receipt of an organisation for everything up to a number that has none yet, when nothing stands against it:
-- the programme runs on the real clock, no reader holds the inbox's session, the number was given, and it is above what
-- is covered. Answers how many numbers that are; else it writes nothing and answers null: the caller goes the way that
-- finds out what is the matter. The inbox is locked as by everybody who writes receipts, and looked at in a statement begun
-- after. By indexes alone, and planned once: see step015.
create function core.receive(p_organisation text, p_programme text, p_level text, p_upto bigint, p_actor text)
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
           coalesce((select r.upto_seq from core.receipt r
                      where r.recipient = inbox and r.level = p_level
                      order by r.upto_seq desc limit 1), 0)
      into message, covered
      from core.delivery d
     where d.recipient = inbox and d.seq = p_upto
       and exists (select from core.programme p
                    where p.clock = 'real'
                      and (p.code = p_programme or p_programme is null and not exists (select from core.programme offset 1)))
       and not exists (select from core.inbox_session s where s.organisation = inbox and s.until > clock_timestamp());
    if message is null or covered >= p_upto then
        return null;
    end if;
    insert into core.receipt (recipient, level, from_seq, upto_seq, message_id, known_at, actor)
    values (inbox, p_level, covered + 1, p_upto, message, clock_timestamp(), p_actor);
    return p_upto - covered;
end $$;
