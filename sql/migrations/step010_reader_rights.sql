-- What a reader has keeps to the role it was given to, and what the planner knows of a table holds no words of it.

-- Roles ---------------------------------------------------------------------------------------------------------------
-- A row outlives its role: a new role of the same name would have inherited what the old one could read. Now it speaks
-- of the role that had the name when the row was written. Both count: a number alone would mean another role on a
-- server that the database was restored to.

alter table core.reader_organisation add column role_oid oid;
update core.reader_organisation granted
   set role_oid = known.oid
  from pg_roles known
 where known.rolname = granted.role_name;
delete from core.reader_organisation where role_oid is null;
alter table core.reader_organisation alter column role_oid set not null;
comment on column core.reader_organisation.role_oid is
    'The role that bore the name when the row was written. Dropped, renamed or on another server, it reads nothing until '
    'it is given its organisation anew.';

-- Whoever writes a row names the role; its number is looked up here.
create function core.bind_reader() returns trigger
    language plpgsql set search_path = pg_catalog, core, pg_temp
as $$
begin
    select oid into new.role_oid from pg_roles where rolname = new.role_name;
    if new.role_oid is null then
        raise exception 'there is no role %', new.role_name
            using errcode = 'undefined_object', hint = 'Make the role first: inod reader add.';
    end if;
    return new;
end $$;
revoke execute on function core.bind_reader() from public;
create trigger bind_reader before insert or update of role_name on core.reader_organisation
    for each row execute function core.bind_reader();

create or replace function core.orgs_of_role(reader name) returns setof int
    language sql stable security definer parallel safe
    set search_path = core, pg_temp
begin atomic
    select granted.organisation
      from core.reader_organisation granted
      join pg_roles known on known.oid = granted.role_oid and known.rolname = granted.role_name
     where pg_has_role(reader, known.oid, 'member');
end;

-- What the planner knows ----------------------------------------------------------------------------------------------
-- EXPLAIN shows anyone how many rows the planner expects, and it expects them by the values it has gathered from every
-- row, hidden ones too: comparing with texts of one's own choice, a reader could spell out what hidden rows say. So
-- nothing is gathered of words and amounts; what a query looks cases up by is left to the planner.

create procedure core.keep_no_figures(relation regclass)
    language plpgsql
as $$
declare
    one record;
begin
    for one in
        select a.attname as name
          from pg_attribute a
         where a.attrelid = relation and a.attnum > 0 and not a.attisdropped and a.attstattarget <> 0
           and a.atttypid = any ('{text,text[],numeric,json,jsonb,bytea}'::regtype[])
           and a.attname <> all ('{code,kind,state,control,level,role,channel,rule,vote,outcome,capacity,number,number_key,
                                   action,project,instrument,about_action,actor_organisation,actor_capacity}'::name[])
    loop
        execute format('alter table %s alter column %I set statistics 0', relation, one.name);
    end loop;
end $$;
comment on procedure core.keep_no_figures(regclass) is
    'Keeps words and amounts of a table out of what the planner gathers, and so out of EXPLAIN.';

-- As before, and for each partition and every table to come.
create or replace procedure core.protect_private(relation regclass)
    language plpgsql
as $$
begin
    execute format('alter table %s enable row level security', relation);
    execute format('create policy daemon on %s to ino_daemon using (true) with check (true)', relation);
    call core.keep_no_figures(relation);
end $$;

do $$
declare
    one regclass;
begin
    for one in
        select c.oid
          from pg_class c
         where c.relnamespace = 'core'::regnamespace and c.relkind in ('r', 'p')
           and exists (select from pg_policy p
                        where p.polrelid in (c.oid, coalesce((select i.inhparent from pg_inherits i
                                                               where i.inhrelid = c.oid), 0))
                          and (pg_get_expr(p.polqual, p.polrelid) like '%orgs_of_role%'
                               or p.polrelid = 'core.receipt'::regclass))
         order by c.oid
    loop
        call core.keep_no_figures(one);
    end loop;
end $$;
