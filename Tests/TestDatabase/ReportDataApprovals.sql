-- Approvals of the generated programme, one for ten instructions: a round of three approvers who must all consent, then
-- one of two, of whom one is enough, and for every other document an expert's opinion. One document in four is refused
-- once, sent round again and goes on.

-- The messages of approvals and uses, written at the end.
create temporary table letter (id bigint, case_id bigint, kind text, sender int, at timestamptz, n bigint);

create temporary table paper as
with drawn as (
    select i, pg_temp.draw(i, 30, 48) as author, pg_temp.draw(i, 31, 12) as first, pg_temp.draw(i, 32, 100) as fate,
           pg_temp.draw(i, 33, 4) = 0 as twice, pg_temp.draw(i, 34, 10000) as place, 2 + (i % 2 = 0)::int as stages
      from generate_series(1, greatest(:instructions / 10, 40)) i
), named as (
    select d.*, case when fate < 4 then 'draft' when fate < 12 then 'first' when fate < 18 then 'second'
                     when fate < 26 then 'returned' when fate < 31 then 'approved' when fate < 34 then 'withdrawn'
                     else 'signed' end as ending
      from drawn d
)
select n.i, b.id as author, s.id as signer, n.first, n.ending, n.stages,
       case when n.ending in ('first', 'second', 'signed', 'approved') and n.twice then 2
            when n.ending = 'draft' then 0 else 1 end as cycles,
       (timestamp '2016-01-12 09:00' + (case when n.ending in ('signed', 'approved') then n.place % 220
                                             else 120 + n.place % 100 end) * interval '1 day'
        + n.place % 480 * interval '1 minute') at time zone 'Asia/Tomsk' as submitted_at
  from named n
  join body b on b.n = 13 + n.author
  join body s on s.n = 1 + (n.first + 6) % 12;

-- Whose part it is: six of the twelve federal bodies, in the order of the route.
create temporary table part as
select p.i, r.slot, r.stage, b.id as organisation
  from paper p
  join (values (0, 0), (1, 0), (2, 0), (3, 1), (4, 1), (5, 2)) r (slot, stage) on r.stage < p.stages
  join body b on b.n = 1 + (p.first + r.slot) % 12;

-- Every vote that is cast in every cycle: in the cycle that fails the third of the first stage refuses.
create temporary table ballot as
with fallen as (
    select p.*, c as cycle, p.ending = 'returned' or c < p.cycles as fails, p.submitted_at + (c - 1) * interval '12 days' as at
      from paper p, generate_series(1, p.cycles) c
)
select f.i, f.cycle, t.slot, t.stage, t.organisation,
       f.at + case t.stage when 0 then (1 + pg_temp.draw(f.i, 40 + t.slot, 3)) * interval '23 hours'
                           when 1 then interval '4 days' + pg_temp.draw(f.i, 44, 40) * interval '1 hour'
                           else interval '7 days' + pg_temp.draw(f.i, 45, 70) * interval '1 hour' end
       + case when t.slot = 2 then interval '20 hours' else interval '0' end as at,
       case when f.fails and t.slot = 2 then 'REFUSED' when t.stage = 2 then 'OPINION'
            when t.slot = 0 and pg_temp.draw(f.i, 46, 5) = 0 then 'WITH_REMARKS'
            when t.slot = 1 and pg_temp.draw(f.i, 47, 12) = 0 then 'NOT_COMPETENT' else 'APPROVED' end as vote
  from fallen f
  join part t on t.i = f.i and t.slot <> 4
 where case when f.fails then t.stage = 0
            when f.ending = 'first' then t.slot = 0 and f.i % 3 > 0
            when f.ending in ('second', 'withdrawn') then t.stage = 0
            else true end;

create temporary table paper_act as
with given as (
    select i, 'create' as kind, submitted_at - interval '3 hours' as at, null::int as cycle, null::int as slot, author as sender
      from paper
     union all
    select i, case c when 1 then 'submit' else 'resubmit' end, submitted_at + (c - 1) * interval '12 days', c, null, author
      from paper, generate_series(1, cycles) c
     union all
    select i, 'vote', at, cycle, slot, organisation from ballot
     union all
    select p.i, 'answer', v.at + interval '10 days', v.cycle, null, p.author
      from paper p join ballot v on v.i = p.i and v.cycle = p.cycles and v.vote = 'WITH_REMARKS'
     where p.ending = 'signed'
     union all
    select i, 'sign', submitted_at + (cycles - 1) * interval '12 days' + interval '14 days', cycles, null, signer
      from paper where ending = 'signed'
     union all
    select i, 'withdraw', submitted_at + interval '6 days', 1, null, author from paper where ending = 'withdrawn'
)
select g.*, row_number() over (partition by g.i order by g.at, g.kind, g.slot) as revision,
       row_number() over (order by g.at, g.i, g.kind, g.slot) as n
  from given g;
alter table paper_act add column id bigint;
update paper_act set id = core.id_at(date_trunc('month', now()) + interval '1 hour') + (:events + n << 22);
alter table paper_act add column case_id bigint;
update paper_act a set case_id = f.id - 1 from paper_act f where f.i = a.i and f.revision = 1;
create index on paper_act (i);
create index on part (i);
create index on ballot (i);
analyze paper, part, ballot, paper_act;

-- An author's acts go to the approvers and the signer, a vote to the author, a signature to all.
insert into addressed (id, case_id, kind, at, recipient, role)
select a.id, a.case_id, 'approval.' || a.kind, a.at, r.recipient, min(r.role)
  from paper_act a
  join paper p using (i)
 cross join lateral (
       select p.author as recipient, 'author' as role where a.sender <> p.author
        union all select t.organisation, 'approver' from part t where t.i = p.i and a.kind not in ('create', 'vote')
        union all select p.signer, 'signer' where a.kind not in ('create', 'vote') and a.sender <> p.signer) r
 group by a.id, a.case_id, a.kind, a.at, r.recipient;
insert into letter (id, case_id, kind, sender, at, n)
select id, case_id, 'approval.' || kind, sender, at, n from paper_act;

insert into core.approval (id, programme, number, number_key, author, author_persons, signer, readers, title, text,
       reference, content_hash, note, state, cycle, stage, revision, submitted_at, stage_opened_at, returned_at,
       approved_at, closed_at, signed_number, signed_date, reason, last_occurred_at, last_message)
select last.case_id, f.programme, number.it, number.it, p.author, '{}', p.signer, readers.ids,
       format('Проект решения %s', p.i), 'Текст', null, encode(sha256(convert_to('paper ' || p.i, 'UTF8')), 'hex'),
       'Прошу согласовать',
       case p.ending when 'draft' then 'DRAFT' when 'first' then 'ROUTED' when 'second' then 'ROUTED'
                     else upper(p.ending) end,
       p.cycles, case when p.ending in ('second', 'withdrawn') then 1 when p.ending in ('approved', 'signed') then p.stages - 1
                      else 0 end,
       last.revision, case when p.cycles > 0 then p.submitted_at end, opened.at,
       case when p.ending = 'returned' or p.cycles = 2 then failed.at end,
       case when p.ending in ('approved', 'signed') then voted.at end,
       case when p.ending in ('signed', 'withdrawn') then last.at end,
       case when p.ending = 'signed' then p.i || '-р' end, case when p.ending = 'signed' then last.at::date end,
       case when p.ending = 'withdrawn' then 'Утратило актуальность' end, last.at, last.id
  from paper p
 cross join fact f
 cross join lateral (select a.* from paper_act a where a.i = p.i order by a.revision desc limit 1) last
 cross join lateral (select case when p.cycles > 0 then format('С-2016-%s', lpad(p.i::text, greatest(4, length(p.i::text)), '0')) end as it) number
 cross join lateral (
       select array_agg(distinct x.id) as ids
         from (select p.author as id union all select p.signer where p.cycles > 0
                union all select t.organisation from part t where t.i = p.i and p.cycles > 0) x) readers
 cross join lateral (select max(v.at) as at from ballot v where v.i = p.i and v.vote = 'REFUSED') failed
 cross join lateral (select max(v.at) as at from ballot v where v.i = p.i and v.cycle = p.cycles) voted
 cross join lateral (
       select coalesce(max(v.at) filter (where v.stage < case when p.ending in ('second', 'withdrawn') then 1
                                                              when p.ending in ('approved', 'signed') then p.stages - 1
                                                              else 0 end),
                       case when p.cycles > 0 then p.submitted_at + (p.cycles - 1) * interval '12 days' end) as at
         from ballot v where v.i = p.i and v.cycle = p.cycles) opened;

create temporary table paper_case as
select p.*, a.id as case_id, a.state, a.stage, a.readers, a.submitted_at + (p.cycles - 1) * interval '12 days' as begun_at
  from paper p join core.approval a on a.id = (select x.case_id from paper_act x where x.i = p.i limit 1);
create index on paper_case (i);
analyze paper_case;

-- A number in the case for each vote, and for each remark of those that have one.
create temporary table cast_vote as
select v.*, row_number() over (partition by v.i order by v.cycle, v.at, v.slot) as number,
       sum((v.vote in ('WITH_REMARKS', 'REFUSED'))::int) over (partition by v.i order by v.cycle, v.at, v.slot) as remark,
       -- While the stage is open a vote is its author's and its voter's alone.
       case when c.ending = 'first' and v.cycle = c.cycles
            then array(select distinct x from unnest(array[c.author, v.organisation]) x order by x)
            else c.readers end as readers,
       c.case_id, c.ending, c.cycles
  from ballot v join paper_case c using (i);
create index on cast_vote (i);
analyze cast_vote;
insert into core.approval_vote (approval, number, cycle, stage, organisation, capacity, vote, content_hash, comment,
       voted_at, stands, readers)
select v.case_id, v.number, v.cycle, v.stage, v.organisation, 'own', v.vote, a.content_hash,
       case v.vote when 'OPINION' then 'Возражений нет' end, v.at, v.cycle = v.cycles, v.readers
  from cast_vote v join core.approval a on a.id = v.case_id;
insert into core.approval_remark (approval, number, vote, organisation, point, text, state, reply, replied_at, readers)
select v.case_id, v.remark, v.number, v.organisation, 'п. ' || 1 + v.i % 9, 'Уточнить срок',
       case when answered.at is null then 'OPEN' when v.vote = 'REFUSED' then 'ACCEPTED' else 'REJECTED' end,
       case when answered.at is not null then 'Учтено' end, answered.at, v.readers
  from cast_vote v
 cross join lateral (
       select case when v.cycle < v.cycles
                   then (select a.at from paper_act a where a.i = v.i and a.kind = 'resubmit')
                   else (select a.at from paper_act a where a.i = v.i and a.kind = 'answer') end as at) answered
 where v.vote in ('WITH_REMARKS', 'REFUSED');

create temporary table part_case as
select c.case_id, t.stage, t.slot, t.organisation, c.readers, v.number as vote, v.at as decided_at, v.vote as said,
       case when t.stage = 0 then c.begun_at
            else (select max(x.at) from cast_vote x where x.i = c.i and x.cycle = c.cycles and x.stage < t.stage) end
           as opened_at,
       case when c.ending = 'draft' then 'PENDING'
            when t.stage > c.stage then case when c.ending = 'withdrawn' then 'CLOSED' else 'PENDING' end
            when v.number is not null then 'DECIDED'
            when t.stage < c.stage or c.ending in ('approved', 'signed') then 'NOT_REQUIRED'
            when c.ending = 'withdrawn' then 'CLOSED'
            else 'OPEN' end as state,
       case when c.ending = 'draft' or t.stage > c.stage and c.ending <> 'withdrawn' then 'PENDING'
            when t.stage < c.stage or c.ending in ('approved', 'signed') then 'PASSED'
            when c.ending = 'returned' then 'FAILED' when c.ending = 'withdrawn' then 'CLOSED' else 'OPEN' end as stage_state
  from paper_case c
  join part t using (i)
  left join cast_vote v on v.i = t.i and v.cycle = c.cycles and v.slot = t.slot;
insert into core.approval_slot (approval, stage, organisation, state, opened_at, decided_at, vote, readers)
select case_id, stage, organisation, state, case when state not in ('PENDING', 'CLOSED') or stage_state = 'CLOSED' then opened_at end,
       decided_at, vote, readers
  from part_case;
insert into core.approval_stage (approval, stage, name, rule, veto, advisory, remarks_return, term_working_days, state,
       asked, decided, consents, refusals, not_competent, opinions, opened_at, readers)
select case_id, stage, (array['Ведомства', 'Финансы', 'Заключение'])[stage + 1],
       (array['ALL', 'ANY', 'ALL'])[stage + 1], stage = 0, stage = 2, false, 5, stage_state, count(*), count(vote),
       case when ended then count(*) filter (where said in ('APPROVED', 'WITH_REMARKS')) end,
       case when ended then count(*) filter (where said = 'REFUSED') end,
       case when ended then count(*) filter (where said = 'NOT_COMPETENT') end,
       case when ended then count(*) filter (where said = 'OPINION') end,
       case when stage_state not in ('PENDING') then max(opened_at) end, readers
  from part_case cross join lateral (select stage_state in ('PASSED', 'FAILED', 'CLOSED') as ended) e
 group by case_id, stage, stage_state, readers, ended;

drop table paper, part, ballot, paper_act, paper_case, cast_vote, part_case;
