-- What every later step stands on: schemas, ids, append-only tables, row policies, and the record of the steps
-- themselves. Runs as ino_owner in a database that it owns.

do $$
begin
    -- Nobody who was not named here connects. The daemon's temporary tables take what an import copies in.
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect, temporary on database %I to ino_daemon', current_database());
    execute format('grant connect on database %I to ino_reader_all, ino_reader_org, ino_reader_public, ino_auditor',
                   current_database());
end $$;

create schema core;
comment on schema core is 'Ino''s tables. Nobody outside reads them: the contract is report_v1.';
grant usage on schema core to ino_daemon, ino_report_owner;

create schema report_v1;
comment on schema report_v1 is 'Ino''s reports, version 1. Views and columns are added here, never changed or removed.';
grant usage on schema report_v1 to ino_daemon, ino_reader_all, ino_reader_org, ino_reader_public, ino_auditor;
grant usage, create on schema report_v1 to ino_report_owner;

-- Steps and reports ---------------------------------------------------------------------------------------------------

create table core.schema_version (
    number int primary key,
    name text not null unique,
    checksum text not null,
    applied_at timestamptz not null default clock_timestamp(),
    applied_by text not null default session_user
);
comment on table core.schema_version is 'One row per applied migration, written in its own transaction.';

create table core.report_version (
    name text primary key,
    checksum text not null,
    applied_at timestamptz not null default clock_timestamp()
);
comment on table core.report_version is 'One row per file of report views, with the checksum of its text.';

grant select on core.schema_version, core.report_version to ino_daemon;

-- Ids -----------------------------------------------------------------------------------------------------------------
-- An id is the milliseconds since 2025-01-01 shifted by 22 bits, and 22 bits of a sequence: a range of ids is a range
-- of time. Outside it is written as 13 Crockford base-32 characters.

create sequence core.id_sequence as bigint;
grant usage on sequence core.id_sequence to ino_daemon;

-- The lowest id of the millisecond; bounds of partitions and of searches by time.
create function core.id_at(at timestamptz) returns bigint
    language sql immutable strict parallel safe
    return (floor(extract(epoch from at) * 1000)::bigint - 1735689600000) << 22;

-- The millisecond in which an id was made.
create function core.time_of(id bigint) returns timestamptz
    language sql immutable strict parallel safe
    return timestamptz '2025-01-01 00:00:00+00' + (id >> 22) * interval '1 millisecond';

-- A new id, above the floor even when the clock was set back. The sequence keeps two callers with one floor apart, so a
-- bumped id takes the floor's millisecond, or the one after it, and never just the next number.
create function core.new_id(floor bigint default 0, at timestamptz default clock_timestamp()) returns bigint
    language plpgsql volatile
as $$
declare
    serial bigint := nextval('core.id_sequence') & 4194303;
    made bigint := core.id_at(at) | serial;
begin
    if made <= floor then
        made := ((floor >> 22) << 22) | serial;
        if made <= floor then
            made := (((floor >> 22) + 1) << 22) | serial;
        end if;
    end if;
    return made;
end $$;

-- Written out so that the planner inlines it: a view shows thousands of ids.
create function core.external_id(id bigint) returns text
    language sql immutable strict parallel safe
    return substr('0123456789abcdef', ((id >> 60) & 15)::int + 1, 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', ((id >> 55) & 31)::int + 1, 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', ((id >> 50) & 31)::int + 1, 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', ((id >> 45) & 31)::int + 1, 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', ((id >> 40) & 31)::int + 1, 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', ((id >> 35) & 31)::int + 1, 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', ((id >> 30) & 31)::int + 1, 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', ((id >> 25) & 31)::int + 1, 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', ((id >> 20) & 31)::int + 1, 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', ((id >> 15) & 31)::int + 1, 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', ((id >> 10) & 31)::int + 1, 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', ((id >> 5) & 31)::int + 1, 1)
        || substr('0123456789abcdefghjkmnpqrstvwxyz', (id & 31)::int + 1, 1);

-- The id a text stands for, or null where it stands for none. Reads what people type: upper case, i and l for 1, o for
-- 0.
create function core.internal_id(text text) returns bigint
    language sql immutable strict parallel safe
    return (
        with typed as (select translate(lower(text), 'ilo', '110') as digits)
        select bit_or((strpos('0123456789abcdefghjkmnpqrstvwxyz', substr(typed.digits, place, 1)) - 1)::bigint
                      << (5 * (13 - place)))
          from typed, generate_series(1, 13) place
         where typed.digits ~ '^[0-9a-f][0-9a-hjkmnp-tv-z]{12}$'
    );

-- Append-only tables --------------------------------------------------------------------------------------------------

create function core.refuse_change() returns trigger
    language plpgsql
as $$
begin
    raise exception '%.% is append-only: % refused', tg_table_schema, tg_table_name, lower(tg_op)
        using errcode = 'restrict_violation', hint = 'Write a new row that corrects the old one.';
end $$;

-- Call it for a table, or for a partitioned parent and then for each of its partitions as it is made: row triggers of
-- the parent come to the partition by themselves, the one for truncate does not.
create procedure core.append_only(relation regclass)
    language plpgsql
as $$
begin
    if not (select relispartition from pg_class where oid = relation) then
        execute format('create trigger refuse_change before update or delete on %s '
                       'for each row execute function core.refuse_change()', relation);
    end if;
    execute format('create trigger refuse_truncate before truncate on %s '
                   'for each statement execute function core.refuse_change()', relation);
end $$;

-- Row policies --------------------------------------------------------------------------------------------------------

-- Which reader's role speaks for which organisation. Kept by the administrator, read by the policies.
create table core.reader_organisation (
    role_name name not null,
    organisation int not null,
    primary key (role_name, organisation)
);
comment on table core.reader_organisation is 'The organisations whose rows a database role of readers may see.';

-- The organisations of a role and of the roles it is a member of. Takes the name as an argument because inside a
-- definer's function current_user is the definer; open to all because a policy asks on behalf of whoever reads the view.
create function core.orgs_of_role(reader name) returns setof int
    language sql stable security definer parallel safe
    set search_path = core, pg_temp
begin atomic
    select granted.organisation
      from core.reader_organisation granted
      join pg_roles known on known.rolname = granted.role_name
     where pg_has_role(reader, known.oid, 'member');
end;

-- Every table of core is closed with one of these two. `protect` lets the report views read it: all rows where no
-- columns are named (the views' own grants decide who reads them), else the rows in which one of the columns, an
-- organisation or an array of them, is the reader's own. `protect_private` keeps it from the views. What the daemon may
-- do is said by grants beside the call.

create procedure core.protect_private(relation regclass)
    language plpgsql
as $$
begin
    execute format('alter table %s enable row level security', relation);
    execute format('create policy daemon on %s to ino_daemon using (true) with check (true)', relation);
end $$;

create procedure core.protect(relation regclass, variadic org_columns text[] default '{}')
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
                   coalesce('pg_has_role(current_user, ''ino_reader_all'', ''member'') or ' || condition, 'true'));
    execute format('grant select on %s to ino_report_owner', relation);
end $$;

call core.protect_private('core.schema_version');
call core.protect_private('core.report_version');
call core.protect_private('core.reader_organisation');
