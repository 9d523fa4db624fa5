-- The roles of Ino, for a whole cluster. A superuser runs this once before the first migration, and any number of times
-- after it: it only adds what is missing. Passwords, if the server asks for them, are the administrator's to set.
--
--   ino_owner          owns core and runs the migrations; nothing else ever connects as it
--   ino_daemon         what inod runs as: reads and writes core as each migration grants it, owns nothing
--   ino_report_owner   owns the views of report_v1; nobody connects as it, row policies speak of it
--   ino_reader_all     group: reads every view, the rows of every organisation
--   ino_reader_org     group: reads every view, the rows of the organisations named for it in core.reader_organisation
--   ino_reader_public  group: reads the views that name no person and no body's correspondence
--   ino_auditor        group: what ino_reader_all reads, and the views made for audit

do $$
declare
    wanted record;
begin
    -- Two who set up at once take turns.
    perform pg_advisory_xact_lock(hashtext('ino roles'));

    for wanted in
        select *
          from (values ('ino_owner', true), ('ino_daemon', true), ('ino_report_owner', false),
                       ('ino_reader_all', false), ('ino_reader_org', false), ('ino_reader_public', false),
                       ('ino_auditor', false)) role (name, logs_in)
         where not exists (select from pg_roles where rolname = role.name)
    loop
        execute format('create role %I %s nosuperuser nocreatedb nocreaterole nobypassrls noreplication',
                       wanted.name, case when wanted.logs_in then 'login' else 'nologin' end);
    end loop;

    for wanted in
        select *
          from (values
                   -- The owner makes the views in the name of their owner, and needs no superuser for it.
                   ('ino_report_owner', 'ino_owner'),
                   -- The daemon runs reports for those who may see all bodies; it asks before it runs one.
                   ('ino_reader_all', 'ino_daemon'),
                   ('ino_reader_all', 'ino_auditor')) membership (role_name, member)
         where not exists (
                   select from pg_auth_members held
                    where held.roleid = membership.role_name::regrole and held.member = membership.member::regrole)
    loop
        execute format('grant %I to %I', wanted.role_name, wanted.member);
    end loop;
end $$;

comment on role ino_owner is 'Owns Ino''s tables and runs its migrations.';
comment on role ino_daemon is 'What inod runs as.';
comment on role ino_report_owner is 'Owns the views of report_v1.';
comment on role ino_reader_all is 'Reads every view of report_v1, the rows of every organisation.';
comment on role ino_reader_public is 'Reads the views of report_v1 that name no person and no body''s correspondence.';
comment on role ino_auditor is 'What ino_reader_all reads, and the views made for audit.';
-- What row policies hold back is what rows say. PostgreSQL itself tells any login the rest of this.
comment on role ino_reader_org is
    'Reads every view of report_v1, the rows of its organisations. What other rows say is kept from it; not kept are the '
    'names of roles, tables and columns, how many rows a table has and how large it is, and by EXPLAIN how many rows of '
    'another organisation, state or time there are. Its time limits are defaults that it may lift itself.';
