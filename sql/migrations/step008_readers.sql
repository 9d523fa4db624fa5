-- What readers of reports stand on: policies asked once a query instead of once a row, drafts that only their author
-- sees, the history of every instruction's state, indexes of the sample queries, and a way to wake daemons that no
-- reader can listen to.

-- Row policies --------------------------------------------------------------------------------------------------------

-- As before, but whether the reader reads everything is asked in a subquery: once, not for each of a million rows.
create or replace procedure core.protect(relation regclass, variadic org_columns text[] default '{}')
    language plpgsql
as $$
declare
    condition text;
begin
    call core.protect_private(relation);
    select string_agg(
               format(case when a.atttypid = 'int[]'::regtype
                      then '%I && array(select core.orgs_of_role(current_user))'
                      else '%I in (select core.orgs_of_role(current_user))' end, a.attname),
               ' or ' order by named.place)
      into condition
      from unnest(org_columns) with ordinality named (name, place)
      join pg_attribute a on a.attrelid = relation and a.attname = named.name and not a.attisdropped;
    if (select count(*) from unnest(org_columns) named (name)
         where not exists (select from pg_attribute a where a.attrelid = relation and a.attname = named.name)) > 0 then
        raise exception '% has not all of the columns %', relation, org_columns;
    end if;
    execute format('create policy reports on %s for select to ino_report_owner using (%s)', relation,
                   coalesce('(select pg_has_role(current_user, ''ino_reader_all'', ''member'')) or ' || condition,
                            'true'));
    execute format('grant select on %s to ino_report_owner', relation);
end $$;

do $$
declare
    one record;
    asked constant text := 'pg_has_role(CURRENT_USER, ''ino_reader_all''::name, ''member''::text)';
begin
    for one in
        select p.polname as name, p.polrelid::regclass as relation, pg_get_expr(p.polqual, p.polrelid) as condition
          from pg_policy p
          join pg_class c on c.oid = p.polrelid
         where c.relnamespace = 'core'::regnamespace
           and pg_get_expr(p.polqual, p.polrelid) like '%' || asked || '%'
           and pg_get_expr(p.polqual, p.polrelid) not like '%SELECT ' || asked || '%'
    loop
        execute format('alter policy %I on %s using (%s)', one.name, one.relation,
                       replace(one.condition, asked, '(select ' || asked || ')'));
    end loop;
end $$;

-- A draft names its future parties; until it is issued it is its author's alone.
alter policy reports on core.instruction using (
    (select pg_has_role(current_user, 'ino_reader_all', 'member'))
    or issuer in (select core.orgs_of_role(current_user))
    or (state <> 'DRAFT' and parties && array(select core.orgs_of_role(current_user))));

-- A receipt may stand for a range of numbers, so for messages of several senders: which rows a reader sees is said by the
-- view that joins it to its messages.
alter policy reports on core.receipt using (true);

-- The version of the schema stands in a report of the broker's health.
create policy reports on core.schema_version for select to ino_report_owner using (true);
grant select on core.schema_version to ino_report_owner;

-- The history of states -----------------------------------------------------------------------------------------------
-- One row for each batch of acts on an instruction, as it left the instruction: what as-of reports are made of. It is
-- read with the rights of the case, not of the single message, so that every party sees the same past. Written by the
-- projection itself, so that no way of writing an instruction passes it by. Acts of one batch have one time and leave
-- one row.

create table core.instruction_step (
    instruction      bigint      not null,
    message          bigint      not null,    -- the last act of the batch
    programme        smallint    not null,
    number           text,
    issuer           int         not null,
    responsible      int         not null,
    parties          int[]       not null,
    state            text        not null,
    control          text        not null,
    original_due_at  timestamptz,
    current_due_at   timestamptz,
    rework_due_at    timestamptz,
    due_changed      boolean     not null,    -- whether one of the three differs from the row before
    issued_at        timestamptz,
    reported_at      timestamptz,
    executed_at      timestamptz,
    closed_at        timestamptz,
    cycle            int         not null,
    revision         int         not null,
    known_from       timestamptz not null,    -- the programme's now when the act was entered
    known_to         timestamptz,             -- until the next row; none for the present one
    primary key (instruction, message)
);
create index instruction_step_present on core.instruction_step (instruction) where known_to is null;
create index instruction_step_due on core.instruction_step (instruction, message) where due_changed;

call core.protect('core.instruction_step', 'issuer', 'parties');
alter policy reports on core.instruction_step using (
    (select pg_has_role(current_user, 'ino_reader_all', 'member'))
    or issuer in (select core.orgs_of_role(current_user))
    or (state <> 'DRAFT' and parties && array(select core.orgs_of_role(current_user))));

-- Definer's: the daemon has no right to touch the history but through the instruction itself.
create function core.keep_instruction_step() returns trigger
    language plpgsql security definer set search_path = pg_catalog, core, pg_temp
as $$
begin
    with entered as (
        select w.id, w.last_message, coalesce(m.known_at, w.last_occurred_at) as known_at
          from written w
          left join core.message m on m.id = w.last_message
    )
    update core.instruction_step s
       set known_to = greatest(e.known_at, s.known_from)
      from entered e
     where s.instruction = e.id and s.known_to is null and s.message < e.last_message;

    insert into core.instruction_step (instruction, message, programme, number, issuer, responsible, parties, state,
           control, original_due_at, current_due_at, rework_due_at, due_changed, issued_at, reported_at, executed_at,
           closed_at, cycle, revision, known_from)
    select w.id, w.last_message, w.programme, w.number, w.issuer, w.responsible, w.parties, w.state, w.control,
           w.original_due_at, w.current_due_at, w.rework_due_at,
           coalesce(before.original_due_at, before.current_due_at, before.rework_due_at, w.original_due_at,
                    w.current_due_at, w.rework_due_at) is not null
           and (before.original_due_at, before.current_due_at, before.rework_due_at)
               is distinct from (w.original_due_at, w.current_due_at, w.rework_due_at),
           w.issued_at, w.reported_at, w.executed_at, w.closed_at, w.cycle, w.revision,
           coalesce(m.known_at, w.last_occurred_at)
      from written w
      left join core.message m on m.id = w.last_message
      left join lateral (
           select s.original_due_at, s.current_due_at, s.rework_due_at
             from core.instruction_step s
            where s.instruction = w.id and s.message < w.last_message
            order by s.message desc limit 1) before on true
        on conflict (instruction, message) do update
       set (number, parties, state, control, original_due_at, current_due_at, rework_due_at, issued_at, reported_at,
            executed_at, closed_at, cycle, revision)
         = (excluded.number, excluded.parties, excluded.state, excluded.control, excluded.original_due_at,
            excluded.current_due_at, excluded.rework_due_at, excluded.issued_at, excluded.reported_at,
            excluded.executed_at, excluded.closed_at, excluded.cycle, excluded.revision);
    return null;
end $$;
revoke execute on function core.keep_instruction_step() from public;

create trigger keep_step_of_new after insert on core.instruction
    referencing new table as written for each statement execute function core.keep_instruction_step();
create trigger keep_step_of_changed after update on core.instruction
    referencing new table as written for each statement execute function core.keep_instruction_step();

-- Instructions that were here before have the state they are in; what came before that is in their messages alone.
insert into core.instruction_step (instruction, message, programme, number, issuer, responsible, parties, state,
       control, original_due_at, current_due_at, rework_due_at, due_changed, issued_at, reported_at, executed_at,
       closed_at, cycle, revision, known_from)
select i.id, i.last_message, i.programme, i.number, i.issuer, i.responsible, i.parties, i.state, i.control,
       i.original_due_at, i.current_due_at, i.rework_due_at,
       coalesce(i.original_due_at, i.current_due_at, i.rework_due_at) is not null, i.issued_at, i.reported_at,
       i.executed_at, i.closed_at, i.cycle, i.revision, coalesce(m.known_at, i.last_occurred_at)
  from core.instruction i
  left join core.message m on m.id = i.last_message;

-- Indexes of the sample queries ---------------------------------------------------------------------------------------

create index instruction_by_number on core.instruction (number) where number is not null;

-- For receipts that stand for a range; those for one number are found by the primary key. An expression, so that the
-- planner cannot take the primary key for it and look through all that came later.
create index receipt_range on core.receipt (recipient, level, (case when from_seq < upto_seq then upto_seq end));
-- Reports ask for a period; what is recorded follows time, so a summary of each run of pages is enough and costs a send
-- next to nothing.
create index message_known on core.message using brin (known_at) with (pages_per_range = 32, autosummarize = on);

-- Waking --------------------------------------------------------------------------------------------------------------
-- Whoever may connect may listen to any channel whose name is known, and a notification names the inboxes that got
-- something. So the name is a secret of the database, told to the daemon alone.

create table core.wake_channel (
    name text primary key default 'ino_inbox_' || replace(gen_random_uuid()::text, '-', '')
);
comment on table core.wake_channel is 'The one channel on which daemons tell one another which inboxes to look into.';
insert into core.wake_channel default values;
call core.protect_private('core.wake_channel');
grant select on core.wake_channel to ino_daemon;
