-- The last report file, run when all views are in place: what holds for every one of them, so that no file can forget it.

do $$
declare
    one record;
begin
    for one in
        select c.oid::regclass as name
          from pg_class c
         where c.relnamespace = 'report_v1'::regnamespace and c.relkind = 'v'
         order by 1
    loop
        -- Create or replace without the clause drops the option: a later edit would turn a safe view into a leak.
        execute format('alter view %s set (security_barrier = true)', one.name);
        execute format('grant select on %s to ino_reader_all, ino_reader_org, ino_auditor', one.name);
    end loop;

    -- Functions of the contract run as whoever asks; nobody but a reader may.
    for one in
        select p.oid::regprocedure as name from pg_proc p where p.pronamespace = 'report_v1'::regnamespace order by 1
    loop
        execute format('revoke all on function %s from public', one.name);
        execute format('grant execute on function %s to ino_reader_all, ino_reader_org, ino_auditor', one.name);
    end loop;

    -- The public reads what names no person and no body's correspondence; who imported a row is a name. Each view is
    -- decided on its own: of instrument and instrument_coverage the public sees no use, as it has a part in none; what a
    -- meeting decided, who holds which position and what was changed by whom name persons; the portfolio would let one
    -- work out a single application.
    for one in
        select c.oid::regclass as name, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
          from pg_class c
          join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         where c.relnamespace = 'report_v1'::regnamespace
           and c.relname in ('programme', 'organisation', 'organisation_name_history', 'instrument',
                             'instrument_recipient', 'instrument_window', 'instrument_budget', 'instrument_coverage',
                             'roadmap_version', 'roadmap_action', 'action_lineage', 'roadmap_completion', 'project',
                             'indicator', 'indicator_value', 'calendar_day', 'deadline_policy')
           and a.attname <> 'imported_by'
         group by c.oid
         order by 1
    loop
        execute format('grant select (%s) on %s to ino_reader_public', one.columns, one.name);
    end loop;
end $$;
