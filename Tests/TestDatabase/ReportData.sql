-- A year of a large programme; see ReportData.swift, which sets :instructions and :events. The other files of that name
-- go on in the same session: its register, then its approvals and uses of instruments.

set session_replication_role = replica;

-- A number below m that looks drawn: two rounds of a linear congruence over the row and the question asked of it.
create function pg_temp.draw(i bigint, question int, m int) returns int language sql immutable as
$$ select ((((((i * 1103515245 + question * 69069 + 20160325) % 2147483648) # 1431655765) * 1103515245 + 12345)
            % 2147483648) / 32768 % m)::int $$;

insert into core.programme (code, name_en, name_ru, zone, clock, clock_now, imported_by)
values ('scale', 'Scale', 'Масштаб', 'Asia/Tomsk', 'replay', '2016-10-01 04:00+00', 'generator');

insert into core.organisation (code, kind, name_en, name_ru, provenance, evidence, source_note, imported_by)
select format('body_%s', lpad(n::text, 2, '0')), case when n <= 12 then 'federal_ministry' else 'university' end,
       format('Body %s', n), format('Организация %s', n), 'sample', 'invented', 'generated', 'generator'
  from generate_series(1, 60) n;

-- Replica role fires no triggers: what they would have made is made here.
insert into core.inbox (organisation) select id from core.organisation where imported_by = 'generator'
    on conflict do nothing;
insert into core.programme_organisation (programme, organisation, membership_provenance, provenance, evidence,
       source_note, imported_by)
select p.id, o.id, 'sample', 'sample', 'invented', 'generated', 'generator'
  from core.programme p, core.organisation o
 where p.code = 'scale' and o.imported_by = 'generator';

create temporary table body as
select row_number() over (order by code)::int as n, id, code from core.organisation where imported_by = 'generator';
create unique index on body (n);

-- What each instruction is going to be.
create temporary table plan as
with drawn as (
    select i, 1 + pg_temp.draw(i, 1, 12) as issuer, 13 + pg_temp.draw(i, 2, 48) as responsible,
           13 + pg_temp.draw(i, 3, 48) as helper, pg_temp.draw(i, 4, 100) as fate, 5 + pg_temp.draw(i, 5, 36) as term,
           pg_temp.draw(i, 6, 100) as diligence, pg_temp.draw(i, 7, 10000) as place
      from generate_series(1, :instructions) i
), named as (
    select d.*, case when fate < 3 then 'draft' when fate < 6 then 'refused' when fate < 9 then 'withdrawn'
                     when fate < 30 then 'open' when fate < 40 then 'returned' else 'closed' end as ending
      from drawn d
), timed as (
    select n.*, timestamp '2016-01-11 09:00'
                + case when ending in ('open', 'draft') then place % 255 else place % 180 end * interval '1 day'
                + (place % 480) * interval '1 minute' as issued_local
      from named n
), due as (
    select t.*, issued_local at time zone 'Asia/Tomsk' as issued_at,
           -- Three in five of what is open are not due yet.
           (case when ending = 'open' and diligence < 60 then date '2016-10-03' + diligence
                 else issued_local::date + term end + interval '18 hours') at time zone 'Asia/Tomsk' as due_at
      from timed t
), reported as (
    -- Three in four report in time; the others up to twelve days late.
    select d.*, case when ending not in ('closed', 'returned') then null
                     when diligence < 75 then greatest(issued_at + interval '60 hours',
                                                       due_at - (diligence % 9) * interval '9 hours')
                     else due_at + (1 + diligence % 12) * interval '1 day' end as reported_at
      from due d
)
select i, b1.id as issuer, b2.id as responsible, b3.id as helper, b1.code as issuer_code, b2.code as responsible_code,
       b3.code as helper_code, ending, issued_at, due_at, reported_at,
       case when ending = 'returned' then reported_at + interval '12 days' end as rework_due_at,
       case ending when 'draft' then 1 when 'refused' then 3 when 'withdrawn' then 4 when 'open' then 4
                   when 'returned' then 9 else 7 end as fixed
  from reported r
  join body b1 on b1.n = r.issuer
  join body b2 on b2.n = r.responsible
  join body b3 on b3.n = case when r.helper = r.responsible then 13 + (r.helper - 12) % 48 else r.helper end;

-- Interim reports bring the acts to the number wanted.
create temporary table act as
with quota as (
    select :events - sum(fixed) as wanted, count(*) filter (where ending in ('open', 'closed', 'returned')) as long
      from plan
), counted as (
    select p.*, case when ending in ('open', 'closed', 'returned')
                     then quota.wanted / quota.long
                          + (row_number() over (partition by ending in ('open', 'closed', 'returned') order by i)
                             <= quota.wanted % quota.long)::int
                     else 0 end as interim
      from plan p, quota
), given as (
    select c.i, a.place, a.kind, a.by_issuer,
           case a.kind
               when 'create' then issued_at - interval '40 minutes'
               when 'issue' then issued_at
               when 'register' then issued_at + interval '20 hours'
               when 'refuse' then issued_at + interval '22 hours'
               when 'assign' then issued_at + interval '30 hours'
               when 'withdraw' then issued_at + interval '90 hours'
               when 'report' then case when a.place = 80 then reported_at else reported_at + interval '9 days' end
               when 'return' then reported_at + interval '2 days'
               when 'accept' then coalesce(rework_due_at, reported_at + interval '1 day')
               when 'close' then coalesce(rework_due_at, reported_at + interval '1 day') + interval '2 days'
               end as at
      from counted c
      join (values ('draft', 10, 'create', true), ('refused', 10, 'create', true), ('refused', 20, 'issue', true),
                   ('refused', 30, 'refuse', false), ('withdrawn', 10, 'create', true),
                   ('withdrawn', 20, 'issue', true), ('withdrawn', 30, 'register', false),
                   ('withdrawn', 90, 'withdraw', true), ('open', 10, 'create', true), ('open', 20, 'issue', true),
                   ('open', 30, 'register', false), ('open', 40, 'assign', false), ('closed', 10, 'create', true),
                   ('closed', 20, 'issue', true), ('closed', 30, 'register', false), ('closed', 40, 'assign', false),
                   ('closed', 80, 'report', false), ('closed', 95, 'accept', true), ('closed', 97, 'close', true),
                   ('returned', 10, 'create', true), ('returned', 20, 'issue', true),
                   ('returned', 30, 'register', false), ('returned', 40, 'assign', false),
                   ('returned', 80, 'report', false), ('returned', 85, 'return', true),
                   ('returned', 90, 'report', false), ('returned', 95, 'accept', true), ('returned', 97, 'close', true))
           a (ending, place, kind, by_issuer) using (ending)
     union all
    select c.i, 50, 'interim-report', false,
           issued_at + interval '30 hours'
           + (coalesce(reported_at, timestamptz '2016-09-30 00:00+00') - issued_at - interval '30 hours')
             * n / (interim + 1)
      from counted c, generate_series(1, interim) n
)
select g.*, row_number() over (order by g.at, g.i, g.place) as n,
       row_number() over (partition by g.i order by g.at, g.place) as revision
  from given g;

-- One millisecond of the current month apart, so that every act has its place in a partition.
alter table act add column id bigint;
update act set id = core.id_at(date_trunc('month', now()) + interval '1 hour') + (n << 22);
alter table act add column case_id bigint;
update act a set case_id = f.id - 1 from act f where f.i = a.i and f.revision = 1;
create index on act (case_id);
analyze act;

create temporary table addressed as
select a.id, a.case_id, a.kind, a.at, r.recipient, r.role,
       row_number() over (partition by r.recipient order by a.id) as seq
  from act a
  join plan p using (i)
 cross join lateral (
       select p.responsible as recipient, 'responsible' as role where a.by_issuer and a.kind <> 'create'
        union all select p.helper, 'co-executor' where a.by_issuer and a.kind <> 'create'
        union all select p.issuer, 'issuer' where not a.by_issuer) r;
create index on addressed (id);
create index on addressed (case_id, recipient) where kind = 'issue';
analyze addressed;

insert into core.message (id, programme, case_id, kind, sender, sender_key, actor_organisation, actor_capacity,
       occurred_at, known_at, recorded_at, audience, roles, seqs, content_type, body, hash)
select a.id, pr.id, a.case_id, 'instruction.' || a.kind, case when a.by_issuer then p.issuer else p.responsible end,
       'scale-' || a.n, case when a.by_issuer then p.issuer_code else p.responsible_code end, 'own',
       -- One act in twenty is entered two days after it happened.
       case when pg_temp.draw(a.n, 8, 20) = 0 then a.at - interval '2 days' else a.at end, a.at,
       core.time_of(a.id), coalesce(r.recipients, '{}'), coalesce(r.roles, '{}'), coalesce(r.seqs, '{}'),
       'application/json', body.bytes, sha256(body.bytes)
  from act a
  join plan p using (i)
  join core.programme pr on pr.code = 'scale'
  left join (select id, array_agg(recipient order by recipient) as recipients,
                    array_agg(role order by recipient) as roles, array_agg(seq order by recipient) as seqs
               from addressed group by id) r on r.id = a.id
 cross join lateral (select convert_to(format('{"type":"%s","text":"Ход исполнения, запись %s"}', a.kind, a.n), 'UTF8')
                            as bytes) body
 order by a.id;

insert into core.delivery (recipient, seq, message_id) select recipient, seq, id from addressed;

-- Bodies fetch ten at a time and are a few behind; the responsible's registration and report are receipts too.
insert into core.receipt (recipient, level, from_seq, upto_seq, message_id, at, known_at, actor)
select recipient, 'delivered', seq - 9, seq, id, core.time_of(id), at + interval '5 minutes', 'generator'
  from addressed where seq % 10 = 0;
insert into core.receipt (recipient, level, from_seq, upto_seq, message_id, at, known_at, actor)
select i.recipient, case when a.kind = 'register' then 'registered' else 'outcome' end, i.seq, i.seq, i.id,
       core.time_of(a.id), a.at, 'generator'
  from act a
  join plan p using (i)
  join addressed i on i.case_id = a.case_id and i.kind = 'issue' and i.recipient = p.responsible
 where a.kind in ('register', 'report', 'refuse')
    on conflict do nothing;

-- The state each act left, then the last of them as the instruction itself.
create temporary table step as
select a.case_id, a.id, a.i, a.revision, a.kind, a.at, p.issuer, p.responsible, p.helper, p.due_at,
       case a.kind when 'create' then 'DRAFT' when 'issue' then 'ISSUED' when 'register' then 'REGISTERED'
                   when 'refuse' then 'REFUSED' when 'withdraw' then 'WITHDRAWN' when 'report' then 'REPORTED'
                   when 'return' then 'RETURNED' when 'accept' then 'EXECUTED' when 'close' then 'CLOSED'
                   else 'IN_EXECUTION' end as state,
       max(a.at) filter (where a.kind = 'issue') over w as issued_at,
       case when a.kind <> 'return' then max(a.at) filter (where a.kind = 'report') over w end as reported_at,
       max(a.at) filter (where a.kind = 'accept') over w as executed_at,
       max(a.at) filter (where a.kind in ('close', 'withdraw')) over w as closed_at,
       1 + count(*) filter (where a.kind = 'return') over w as cycle,
       case when count(*) filter (where a.kind = 'return') over w > 0 then p.rework_due_at end as rework_due_at,
       lead(a.at) over (partition by a.i order by a.revision) as known_to,
       -- One deadline in ten was moved by a week when the instruction was registered.
       case when pg_temp.draw(a.i, 9, 10) = 0 and a.kind not in ('create', 'issue') then interval '7 days'
            else interval '0' end as moved,
       pg_temp.draw(a.i, 9, 10) = 0 as is_moved
  from act a
  join plan p using (i)
window w as (partition by a.i order by a.revision);
create index on step (case_id) where known_to is null;
analyze step;

create index on addressed (recipient, seq);
insert into core.instruction_step (instruction, message, programme, number, issuer, responsible, parties, state,
       control, original_due_at, current_due_at, rework_due_at, due_changed, issued_at, reported_at, executed_at,
       closed_at, cycle, revision, known_from, known_to, occurred_at, occurred_to, state_since, state_left,
       refusal_reason, delivery_seq, delivered_at)
select s.case_id, s.id, pr.id, case when s.issued_at is not null then format('П-2016-%s', lpad(s.i::text, greatest(4, length(s.i::text)), '0')) end,
       s.issuer, s.responsible, array[s.issuer, s.responsible, s.helper], s.state,
       case when s.closed_at is not null then 'REMOVED' when s.issued_at is not null then 'ON_CONTROL' else 'NONE' end,
       case when s.issued_at is not null then s.due_at end,
       case when s.issued_at is not null then s.due_at + s.moved end, s.rework_due_at,
       s.kind in ('issue', 'return') or (s.is_moved and s.kind in ('register', 'refuse')),
       s.issued_at, s.reported_at, s.executed_at, s.closed_at, s.cycle, s.revision, s.at, s.known_to, s.at, s.known_to,
       max(s.at) filter (where s.entered) over (partition by s.i order by s.revision),
       coalesce(lead(s.state) over (partition by s.i order by s.revision) <> s.state, false),
       case when s.state = 'REFUSED'
            then (array['wrong-addressee', 'no-text', 'no-attachment'])[1 + pg_temp.draw(s.i, 10, 3)] end,
       case when s.state = 'ISSUED' then issue.seq end,
       -- The next receipt of its inbox, if it came before the registration.
       case when s.state = 'ISSUED' and got.at + interval '5 minutes' <= s.known_to then got.at + interval '5 minutes' end
  from (select s.*, lag(s.state) over (partition by s.i order by s.revision) is distinct from s.state as entered
          from step s) s
  join core.programme pr on pr.code = 'scale'
  left join addressed issue on issue.id = s.id and issue.recipient = s.responsible and s.state = 'ISSUED'
  left join addressed got on got.recipient = issue.recipient and got.seq = (issue.seq + 9) / 10 * 10;

insert into core.instruction (id, programme, number, number_key, issuer, responsible, parties, text, without_deadline,
       instruments, basis, policy, state, control, original_due_at, current_due_at, rework_due_at, due_pending,
       due_explanation, cycle, revision, issued_at, reported_at, evidence, returned_reports, executed_at, closed_at,
       refusal_reason, reason, last_occurred_at, last_message)
select s.instruction, s.programme, s.number, s.number, s.issuer, s.responsible, s.parties,
       format('Представить сведения о ходе работ, пункт %s', t.i), false, '{}', 'Протокол № ' || 1 + t.i % 40, 'federal',
       s.state, s.control, s.original_due_at, s.current_due_at, s.rework_due_at, false, '[]', s.cycle, s.revision,
       s.issued_at, s.reported_at, '{}', '{}', s.executed_at, s.closed_at,
       s.refusal_reason, case when s.state = 'WITHDRAWN' then 'Утратило актуальность' end, s.known_from, s.message
  from core.instruction_step s
  join step t on t.case_id = s.instruction and t.known_to is null
 where s.known_to is null;

insert into core.instruction_party (instruction, place, organisation, role, state, late_contribution)
select s.case_id, r.place, r.organisation, r.role, 'OPEN', false
  from step s
 cross join lateral (values (0, s.responsible, 'responsible'), (1, s.helper, 'co-executor'))
       r (place, organisation, role)
 where s.known_to is null;

drop table plan, act, step;
