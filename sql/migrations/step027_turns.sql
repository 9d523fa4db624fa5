-- Whose turn it was and for how long: what the reports of discipline need of every state an instruction was left in, so
-- that they answer for any past day from the history alone.

alter table core.instruction
    add column contributions_due_at    timestamptz,    -- since when a co-executor's part is late that is still owed
    add column late_contribution_count int not null default 0;

update core.instruction i
   set contributions_due_at = owed.due_at, late_contribution_count = owed.late
  from (select p.instruction,
               min(p.half_term_due_at) filter (where p.state in ('OPEN', 'REGISTERED', 'ASSIGNED')) as due_at,
               count(*) filter (where p.late_contribution) as late
          from core.instruction_party p
         where p.role = 'co-executor'
         group by p.instruction) owed
 where owed.instruction = i.id and (owed.due_at is not null or owed.late > 0);

alter table core.instruction_step
    add column occurred_at             timestamptz,    -- when the act happened; never before that of the row above
    add column occurred_to             timestamptz,    -- until the next row's
    add column state_since             timestamptz,    -- when the state began that several rows may share
    add column state_left              boolean not null default false,    -- whether the next row has another state
    add column extension_state         text    not null default 'NONE',
    add column extension_count         int     not null default 0,
    add column extension_days          int     not null default 0,
    add column refusal_reason          text,
    add column contributions_due_at    timestamptz,
    add column late_contribution_count int     not null default 0,
    add column delivery_seq            bigint,         -- while issued: the number in the responsible's inbox
    add column delivered_at            timestamptz;    -- when the responsible had it, as known when that state ended

-- The rows that are here get what the messages of their cases say. Papers cross: an act entered later may have happened
-- earlier, and begins where the row above does.
with told as (
    select m.case_id, m.id, m.kind, m.audience, m.seqs,
           max(m.occurred_at) over so_far as occurred_at,
           count(*) filter (where m.kind = 'instruction.request-extension') over so_far as asked,
           count(*) filter (where m.kind = 'instruction.grant-extension') over so_far as granted,
           max(m.id) filter (where m.kind in ('instruction.request-extension', 'instruction.withdraw-extension',
                                              'instruction.grant-extension', 'instruction.deny-extension',
                                              'instruction.lapse-extension')) over so_far as last_asked,
           max(m.id) filter (where m.kind in ('instruction.report', 'instruction.close', 'instruction.withdraw',
                                              'instruction.close-unexecuted')) over so_far as last_ended
      from core.message m
     where m.case_id <> m.id and m.kind like 'instruction.%'
    window so_far as (partition by m.case_id order by m.id)
), granted as (
    select e.instruction, row_number() over (partition by e.instruction order by e.place) as n,
           sum(e.days_gained) over (partition by e.instruction order by e.place) as days
      from core.instruction_extension e
     where e.state = 'GRANTED'
), known as (
    select s.instruction, s.message, s.responsible, s.state, s.known_to, s.issued_at is not null as is_issued,
           case when lag(s.issued_at) over in_turn is null then coalesce(s.issued_at, t.occurred_at, s.known_from)
                else coalesce(t.occurred_at, s.known_from) end as occurred_at,
           t.asked, coalesce(g.days, 0) as days, t.last_asked, t.last_ended,
           case when s.state = 'ISSUED' and t.kind = 'instruction.issue'
                then t.seqs[array_position(t.audience, s.responsible)] end as delivery_seq
      from core.instruction_step s
      left join told t on t.case_id = s.instruction and t.id = s.message
      left join granted g on g.instruction = s.instruction and g.n = t.granted
    window in_turn as (partition by s.instruction order by s.message)
), followed as (
    -- A draft's pieces are apart from those of the life that begins with the issue.
    select k.*, max(k.occurred_at) over life as since, max(k.delivery_seq) over life as seq,
           lag(k.state) over life is distinct from k.state as entered, lead(k.state) over life as next_state
      from known k
    window life as (partition by k.instruction, k.is_issued order by k.message)
), spanned as (
    select f.*, lead(f.since) over (partition by f.instruction order by f.message) as until,
           max(f.since) filter (where f.entered) over (partition by f.instruction order by f.message) as state_since
      from followed f
)
update core.instruction_step s
   set occurred_at = k.since, occurred_to = k.until, state_since = coalesce(k.state_since, k.since),
       state_left = coalesce(k.next_state <> k.state, false),
       delivery_seq = case when k.state = 'ISSUED' then k.seq end,
       delivered_at = case when k.state = 'ISSUED' and k.known_to is not null then
           (select r.known_at from core.receipt r
             where r.recipient = k.responsible and r.level = 'delivered' and r.upto_seq >= k.seq
               and r.from_seq <= k.seq and r.known_at <= k.known_to
             order by r.upto_seq limit 1) end,
       extension_count = coalesce(k.asked, 0), extension_days = k.days,
       extension_state = case when k.last_asked is null then 'NONE'
           else case (select m.kind from core.message m where m.id = k.last_asked)
                    when 'instruction.grant-extension' then 'GRANTED'
                    when 'instruction.deny-extension' then 'DENIED'
                    when 'instruction.withdraw-extension' then 'WITHDRAWN'
                    when 'instruction.lapse-extension' then 'LAPSED'
                    else case when k.last_ended > k.last_asked then 'WITHDRAWN' else 'REQUESTED' end end end,
       refusal_reason = case when k.state = 'REFUSED' then
           (select i.refusal_reason from core.instruction i where i.id = k.instruction) end,
       contributions_due_at =
           (select min(p.half_term_due_at) from core.instruction_party p
             where p.instruction = k.instruction and p.role = 'co-executor'
               and (p.contributed_at > k.since or p.contributed_at is null)
               and (p.state in ('OPEN', 'REGISTERED', 'ASSIGNED', 'GIVEN')
                    or p.state = 'WAIVED' and s.reported_at is null and s.cycle = 1)),
       late_contribution_count =
           (select count(*) from core.instruction_party p
             where p.instruction = k.instruction and p.role = 'co-executor' and p.late_contribution
               and p.contributed_at <= k.since)
  from spanned k
 where k.instruction = s.instruction and k.message = s.message;

alter table core.instruction_step
    alter column occurred_at set not null,
    alter column state_since set not null;

-- As in step008, with the columns above. The row before ends where the new one begins, and learns what became of it.
create or replace function core.keep_instruction_step() returns trigger
    language plpgsql security definer set search_path = pg_catalog, core, pg_temp
as $$
begin
    with entered as (
        select w.id, w.last_message, w.state, w.issued_at, w.last_occurred_at,
               coalesce(m.known_at, w.last_occurred_at) as known_at
          from written w
          left join core.message m on m.id = w.last_message
    )
    update core.instruction_step s
       set known_to = greatest(e.known_at, s.known_from),
           occurred_to = case when s.issued_at is null then coalesce(e.issued_at, e.last_occurred_at)
                              else greatest(e.last_occurred_at, s.occurred_at) end,
           state_left = e.state <> s.state,
           delivered_at = case when s.state = 'ISSUED' then
               (select r.known_at from core.receipt r
                 where r.recipient = s.responsible and r.level = 'delivered' and r.upto_seq >= s.delivery_seq
                   and r.from_seq <= s.delivery_seq
                 order by r.upto_seq limit 1) end
      from entered e
     where s.instruction = e.id and s.known_to is null and s.message < e.last_message;

    insert into core.instruction_step (instruction, message, programme, number, issuer, responsible, parties, state,
           control, original_due_at, current_due_at, rework_due_at, due_changed, issued_at, reported_at, executed_at,
           closed_at, cycle, revision, known_from, occurred_at, state_since, extension_state, extension_count,
           extension_days, refusal_reason, contributions_due_at, late_contribution_count, delivery_seq)
    select w.id, w.last_message, w.programme, w.number, w.issuer, w.responsible, w.parties, w.state, w.control,
           w.original_due_at, w.current_due_at, w.rework_due_at,
           coalesce(before.original_due_at, before.current_due_at, before.rework_due_at, w.original_due_at,
                    w.current_due_at, w.rework_due_at) is not null
           and (before.original_due_at, before.current_due_at, before.rework_due_at)
               is distinct from (w.original_due_at, w.current_due_at, w.rework_due_at),
           w.issued_at, w.reported_at, w.executed_at, w.closed_at, w.cycle, w.revision,
           coalesce(m.known_at, w.last_occurred_at), happened.at,
           case when before.state = w.state then before.state_since else happened.at end,
           w.extension_state, w.extension_count, w.extension_days, w.refusal_reason, w.contributions_due_at,
           w.late_contribution_count,
           case when w.state <> 'ISSUED' then null
                -- What went to the same body once more, corrected, was waited for from the first time on.
                when before.state = 'ISSUED' and before.responsible = w.responsible then before.delivery_seq
                else m.seqs[array_position(m.audience, w.responsible)] end
      from written w
      left join core.message m on m.id = w.last_message
      left join lateral (
           select s.original_due_at, s.current_due_at, s.rework_due_at, s.state, s.responsible, s.issued_at,
                  s.occurred_at, s.state_since, s.delivery_seq
             from core.instruction_step s
            where s.instruction = w.id and s.message < w.last_message
            order by s.message desc limit 1) before on true
     cross join lateral (
           select case when before.issued_at is null then coalesce(w.issued_at, w.last_occurred_at)
                       else greatest(w.last_occurred_at, before.occurred_at) end as at) happened
        on conflict (instruction, message) do update
       set (number, parties, state, control, original_due_at, current_due_at, rework_due_at, issued_at, reported_at,
            executed_at, closed_at, cycle, revision, extension_state, extension_count, extension_days, refusal_reason,
            contributions_due_at, late_contribution_count)
         = (excluded.number, excluded.parties, excluded.state, excluded.control, excluded.original_due_at,
            excluded.current_due_at, excluded.rework_due_at, excluded.issued_at, excluded.reported_at,
            excluded.executed_at, excluded.closed_at, excluded.cycle, excluded.revision, excluded.extension_state,
            excluded.extension_count, excluded.extension_days, excluded.refusal_reason, excluded.contributions_due_at,
            excluded.late_contribution_count);
    return null;
end $$;

-- What planners gather of words would tell a reader of hidden rows.
call core.keep_no_figures('core.instruction_step');

insert into core.word (code, ru) values
    ('segment.dispatch', 'доставка'), ('segment.registration', 'регистрация'),
    ('segment.responsible', 'ответственный исполнитель'), ('segment.co-executor', 'соисполнители'),
    ('segment.extension', 'решение о продлении'), ('segment.controller', 'контролёр'),
    ('segment.issuer', 'автор: отказ в регистрации'),
    ('refusal.not-registrable', 'Не подлежит регистрации'), ('refusal.wrong-addressee', 'Ошибка адресации'),
    ('refusal.no-correspondent', 'Не указан корреспондент'), ('refusal.no-claim', 'Нет искового заявления'),
    ('refusal.no-text', 'Отсутствует текст'), ('refusal.no-signature', 'Нет подписи'),
    ('refusal.no-attachment', 'Приложение отсутствует'),
    ('refusal.wrong-page-count', 'Листаж приложения указан ошибочно'),
    ('refusal.attachment-mismatch', 'Несовпадение реквизитов приложения с приложенными документами')
    on conflict (code) do nothing;
