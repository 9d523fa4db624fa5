-- Uses of the instruments, one for twenty instructions, from need to grant: one in eight of those applied for is refused
-- by one owner first and then asked of another. Last come the messages of approvals and uses and what they brought.

create temporary table use as
with drawn as (
    select i, pg_temp.draw(i, 60, 250) as target, pg_temp.draw(i, 61, 48) as recipient, pg_temp.draw(i, 62, 54) as found,
           pg_temp.draw(i, 63, 100) as fate, pg_temp.draw(i, 64, 8) = 0 as twice, pg_temp.draw(i, 65, 10000) as place,
           50000.00 * (1 + pg_temp.draw(i, 66, 400)) as wanted
      from generate_series(1, greatest(:instructions / 20, 40)) i
)
select d.i, r.id as recipient, i1.code as first, i1.owner as first_owner, i2.code as second, i2.owner as second_owner,
       d.twice and d.fate >= 24 as twice, d.wanted, t.action, t.project, t.lead, o.id as office,
       case when d.fate < 12 then 'NEEDED' when d.fate < 20 then 'MATCHED' when d.fate < 24 then 'WITHDRAWN'
            when d.fate < 38 then 'APPLIED' when d.fate < 50 then 'REFUSED' when d.fate < 80 then 'GRANTED'
            else 'EXHAUSTED' end as ending,
       (timestamp '2016-01-13 09:00' + d.place % 170 * interval '1 day') at time zone 'Asia/Tomsk' as needed_at
  from drawn d
  join body r on r.n = 13 + d.recipient
  join body o on o.n = 1
  join instrument i1 on i1.n = 1 + d.found
  join instrument i2 on i2.n = 1 + (d.found + 7) % 54
  join (select a.number - 1 as n, a.code as action, null as project, a.lead from core.roadmap_action a where a.code like 'v2-%'
         union all
        select 99 + right(p.code, 3)::int, null, p.code, p.lead from core.project p where p.code like 'project_%') t
       on t.n = d.target;

create temporary table use_act as
with given as (
    select u.i, a.kind, a.place, u.needed_at + a.days * interval '1 day' as at,
           case a.sender when 'recipient' then u.recipient when 'office' then u.office when 'first' then u.first_owner
                         when 'second' then u.second_owner when 'last' then case when u.twice then u.second_owner else u.first_owner end
                         else u.lead end as sender
      from use u
      join (values ('need', 1, 0, 'lead', '{NEEDED,MATCHED,WITHDRAWN,APPLIED,REFUSED,GRANTED,EXHAUSTED}', null),
                   ('match', 2, 5, 'office', '{MATCHED,WITHDRAWN,APPLIED,REFUSED,GRANTED,EXHAUSTED}', null),
                   ('withdraw', 3, 9, 'lead', '{WITHDRAWN}', null),
                   ('apply', 4, 12, 'recipient', '{APPLIED,REFUSED,GRANTED,EXHAUSTED}', null),
                   ('refuse', 5, 26, 'first', '{APPLIED,REFUSED,GRANTED,EXHAUSTED}', true),
                   ('match', 6, 29, 'office', '{APPLIED,REFUSED,GRANTED,EXHAUSTED}', true),
                   ('apply', 7, 33, 'recipient', '{APPLIED,REFUSED,GRANTED,EXHAUSTED}', true),
                   ('refuse', 8, 50, 'last', '{REFUSED}', null),
                   ('grant', 9, 50, 'last', '{GRANTED,EXHAUSTED}', null),
                   ('exhaust', 10, 80, 'recipient', '{EXHAUSTED}', null))
           a (kind, place, days, sender, endings, twice)
           on u.ending = any (a.endings::text[]) and (a.twice is null or a.twice = u.twice)
)
select g.*, row_number() over (partition by g.i order by g.place) as revision,
       (select max(n) from letter) + row_number() over (order by g.at, g.i, g.place) as n
  from given g;
alter table use_act add column id bigint;
update use_act set id = core.id_at(date_trunc('month', now()) + interval '1 hour') + (:events + n << 22);
alter table use_act add column case_id bigint;
update use_act a set case_id = f.id - 1 from use_act f where f.i = a.i and f.revision = 1;
create index on use_act (i);
analyze use, use_act;

insert into addressed (id, case_id, kind, at, recipient, role)
select a.id, a.case_id, 'instrument-use.' || a.kind, a.at, r.recipient, min(r.role)
  from use_act a
  join use u using (i)
 cross join lateral (values (u.recipient, 'recipient'), (u.lead, 'lead'), (u.office, 'office'),
                            (case when a.place > 1 then u.first_owner end, 'owner'),
                            (case when a.place > 5 and u.twice then u.second_owner end, 'owner')) r (recipient, role)
 where r.recipient <> a.sender
 group by a.id, a.case_id, a.kind, a.at, r.recipient;
insert into letter (id, case_id, kind, sender, at, n)
select id, case_id, 'instrument-use.' || kind, sender, at, n from use_act;

create temporary table use_case as
select u.*, last.case_id, last.id as last_message, last.at as last_at, last.revision,
       u.needed_at + case when u.twice then 33 else 12 end * interval '1 day' as applied_at,
       case when u.ending in ('NEEDED', 'MATCHED', 'WITHDRAWN') then 0 else 1 + u.twice::int end as applications,
       array(select distinct x
               from unnest(array[u.lead, u.office, u.recipient, case when u.ending <> 'NEEDED' then u.first_owner end,
                                 case when u.twice then u.second_owner end]) x where x is not null order by x) as parties
  from use u
 cross join lateral (select a.* from use_act a where a.i = u.i order by a.place desc limit 1) last;

insert into core.instrument_use (id, programme, number, number_key, needer, lead, office, recipient, owner, parties,
       action, project, instrument, purpose, wanted, spent, state, reason, application_count, revision, needed_at,
       matched_at, closed_at, last_occurred_at, last_message)
select u.case_id, f.programme, number.it, number.it, u.lead, u.lead, u.office, u.recipient,
       case when u.ending <> 'NEEDED' then case when u.twice then u.second_owner else u.first_owner end end, u.parties,
       u.action, u.project, case when u.ending <> 'NEEDED' then case when u.twice then u.second else u.first end end,
       format('Оборудование, позиция %s', u.i), u.wanted, case when u.ending = 'EXHAUSTED' then u.wanted * 0.75 end,
       u.ending, case when u.ending = 'WITHDRAWN' then 'Нет надобности' end, u.applications, u.revision, u.needed_at,
       case when u.ending <> 'NEEDED' then u.needed_at + case when u.twice then 29 else 5 end * interval '1 day' end,
       case when u.ending in ('EXHAUSTED', 'WITHDRAWN') then u.last_at end, u.last_at, u.last_message
  from use_case u
 cross join fact f
 cross join lateral (select format('ИП-2016-%s', lpad(u.i::text, greatest(4, length(u.i::text)), '0')) as it) number;

insert into core.instrument_application (use, place, parties, instrument, owner, recipient, amount, number, applied_on,
       outcome, decided_at, granted, agreement_number, agreement_on, until_on, reason)
select u.case_id, n, u.parties, case when n = 2 then u.second else u.first end,
       case when n = 2 then u.second_owner else u.first_owner end, u.recipient, u.wanted, format('З-%s/%s', u.i, n),
       (case when n < u.applications then u.needed_at + interval '12 days' else u.applied_at end)::date, o.outcome,
       case when n < u.applications then u.needed_at + interval '26 days'
            when o.outcome <> 'PENDING' then u.needed_at + interval '50 days' end,
       case when o.outcome = 'GRANTED' then u.wanted * 0.8 end, case when o.outcome = 'GRANTED' then format('С-%s', u.i) end,
       case when o.outcome = 'GRANTED' then (u.needed_at + interval '50 days')::date end,
       case when o.outcome = 'GRANTED' then date '2016-06-30' + u.i % 4 * 365 end,
       case when o.outcome = 'REFUSED' then 'Лимиты исчерпаны' end
  from use_case u
 cross join lateral generate_series(1, u.applications) n
 cross join lateral (
       select case when n < u.applications then 'REFUSED' when u.ending = 'APPLIED' then 'PENDING'
                   when u.ending = 'REFUSED' then 'REFUSED' else 'GRANTED' end as outcome) o;

-- The numbers of the inboxes go on where the instructions ended.
update addressed a set seq = n.seq
  from (select x.id, x.recipient,
               coalesce(l.seq, 0) + row_number() over (partition by x.recipient order by x.id) as seq
          from addressed x
          left join (select recipient, max(seq) as seq from addressed group by recipient) l using (recipient)
         where x.seq is null) n
 where n.id = a.id and n.recipient = a.recipient;
analyze addressed, letter;

insert into core.message (id, programme, case_id, kind, sender, sender_key, actor_organisation, actor_capacity,
       occurred_at, known_at, recorded_at, audience, roles, seqs, content_type, body, hash)
select l.id, f.programme, l.case_id, l.kind, l.sender, 'scale-case-' || l.n, o.code, 'own', l.at, l.at,
       core.time_of(l.id), coalesce(r.recipients, '{}'), coalesce(r.roles, '{}'), coalesce(r.seqs, '{}'),
       'application/json', body.bytes, sha256(body.bytes)
  from letter l
 cross join fact f
  join core.organisation o on o.id = l.sender
  left join (select id, array_agg(recipient order by recipient) as recipients,
                    array_agg(role order by recipient) as roles, array_agg(seq order by recipient) as seqs
               from addressed group by id) r on r.id = l.id
 cross join lateral (select convert_to(format('{"type":"%s"}', l.kind), 'UTF8') as bytes) body
 order by l.id;
insert into core.delivery (recipient, seq, message_id)
select a.recipient, a.seq, a.id from addressed a join letter l on l.id = a.id;

update core.inbox i set base_seq = l.seq, base_id = l.id
  from (select distinct on (recipient) recipient, seq, id from addressed order by recipient, seq desc) l
 where l.recipient = i.organisation;
update core.inbox i set acked_seq = l.upto_seq, acked_id = l.message_id
  from (select distinct on (recipient) recipient, upto_seq, message_id from core.receipt where level = 'delivered'
         order by recipient, upto_seq desc) l
 where l.recipient = i.organisation;

drop table body, fact, instrument, addressed, letter, use, use_act, use_case;
reset session_replication_role;
