// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Attack {
    private static let writing = "set transaction_read_only = off; "

    /// Ways that lead past the views: what the server counts, what it lets anyone call, when it evaluates what.
    static let sideways: [Attack] = [
        .refused("rows read and written by table", "select n_live_tup from pg_stat_user_tables", denied),
        .refused("the same by number", "select pg_stat_get_live_tuples(oid) from pg_class", denied),
        .refused("which indexes are used", "select idx_scan from pg_stat_user_indexes", denied),
        .refused("blocks read by table", "select heap_blks_read from pg_statio_user_tables", denied),
        .refused("how busy the database is", "select xact_commit from pg_stat_database", denied),
        .refused("which functions are called", "select calls from pg_stat_user_functions", denied),
        .refused("from where others connect", "select client_dn from pg_stat_ssl", denied),
        .refused("who is connected, by number", "select pg_stat_get_backend_idset()", denied),
        .refused("what is being copied", "select relid from pg_stat_progress_copy", denied),
        .refused("replicas", "select client_addr from pg_stat_replication", denied),
        .refused("the server's journal", "select wal_records from pg_stat_wal", denied),
        .refused("words into the journal", "select pg_logical_emit_message(false, 'ino', 'x')", denied),
        .refused("locks of others", "select relation from pg_locks", denied),
        .refused("the lock migrations wait for", "select pg_advisory_lock(7596843137049846627)", denied),
        .refused("the same for a transaction", "select pg_try_advisory_xact_lock_shared(1, 2)", denied),
        .refused("call daemons by a function", "select pg_notify('ino_inbox', '1')", denied),
        .refused("explain a table", "explain select * from core.message", denied),
        .refused("words of a table as statistics", "select * from ts_stat('select body from core.message')", denied),
        .refused("a sample of a view", "select * from report_v1.message tablesample system (100)", "42809", "0A000"),
        .refused("where a row lies", "select ctid from report_v1.message", "42703"),
        .refused("who wrote a row", "select xmin from report_v1.message", "42703"),
        .refused("which table a row is of", "select tableoid from report_v1.message", "42703"),
        .refused("a table without its partitions", "select * from only core.message", denied),
        .refused("large values where they lie", "select * from pg_toast.pg_toast_1262", denied, "42P01"),
        .refused("another server by dblink", "select dblink_connect('dbname=postgres')", "42883"),
        .refused("a library", "load 'auto_explain'", denied),
        .refused("a library at the next login", "set session_preload_libraries = 'auto_explain'", denied),
        .refused("rules and triggers off", "set session_replication_role = replica", denied),
        .refused("the server's settings", "alter system set log_statement = 'all'", denied, "25006", "25001"),
        .refused("all statements into the log", "set log_statement = 'all'", denied),
        .refused("a setting for all readers", writing + "alter role ino_reader_org set row_security = off", denied),
        .refused("a policy of one's own", writing + "create policy mine on core.message using (true)", denied),
        .refused("a temporary view", writing + "create temporary view mine as select 1", denied),
        .refused("a temporary sequence", writing + "create temporary sequence mine", denied),
        .refused(
            "a type with a check that tells", writing + "create domain public.told as text check (value <> '')", denied),
        .refused("a schema", writing + "create schema mine", denied),
        .refused("a rule on a view", writing + "create rule r as on insert to report_v1.message do nothing", denied),
        .refused("another comment", writing + "comment on view report_v1.message is 'x'", denied),
        .refused("a view of one's own rights", writing + "alter view report_v1.message set (security_invoker)", denied),
        .refused("no barrier", writing + "alter view report_v1.message reset (security_barrier)", denied),
        .refused(
            "a trigger on events", writing + "create event trigger t on ddl_command_end execute function now()", denied,
            "42P17"),
        .refused(
            "a subscription",
            writing + "create subscription s connection '' publication p with (connect = false)", denied),
        .refused("work that outlives its session", "begin; prepare transaction 'ino'", "55000"),
        .refused(
            "a snapshot of others", "begin isolation level repeatable read; set transaction snapshot '00000003-1'",
            "22023", "42704", "58P01"),
        .shows("a cursor", "begin; declare c cursor for select count(*) from report_v1.message;; fetch c", "1"),
        .shows("a prepared statement", "prepare p as select count(*) from report_v1.message;; execute p", "1"),
        .shows(
            "a prepared statement under another role",
            "prepare p as select count(*) from report_v1.message; execute p; set role ino_reader_org;; execute p", "0"),
        .shows(
            "an error beside hidden rows",
            "select count(*) from report_v1.message m, lateral (select 1 / (case when m.sender_key like '%SECRET%' "
                + "then 0 else 1 end) as x) told where x = 1",
            "1"),
        .shows(
            "an error in the order of rows",
            "select count(*) from (select 1 from report_v1.message order by 1 / (case when sender_key like "
                + "'%SECRET%' then 0 else 1 end) limit 10) ordered",
            "1"),
        .shows(
            "an error in an aggregate's filter",
            "select count(*) filter (where 1 / (case when sender_key like '%SECRET%' then 0 else 1 end) = 1) "
                + "from report_v1.message",
            "1"),
        .shows(
            "an error where plans are dear",
            "set enable_seqscan = off; set cpu_operator_cost = 100000; set cpu_tuple_cost = 0;; select count(*) from "
                + "report_v1.message where 1 / (case when sender_key like '%SECRET%' then 0 else 1 end) = 1",
            "1"),
        .shows(
            "an error in a join that is planned first",
            "set join_collapse_limit = 1; set enable_hashjoin = off;; select count(*) from report_v1.message m join "
                + "report_v1.message_receipt r on r.message_id = m.message_id and 1 / (case when m.sender_key like "
                + "'%SECRET%' then 0 else 1 end) = 1",
            "1"),
        .shows(
            "an error in the history's function",
            "select count(*) from report_v1.instruction_state_asof('2030-01-01') where 1 / (case when "
                + "instruction_no is null then 0 else 1 end) = 1",
            "0"),
        .shows(
            "plans printed to the reader",
            "set client_min_messages = log; set debug_print_plan = on;; select count(*) from report_v1.message", "1"),
    ]

    /// What PostgreSQL tells or lets anyone who may connect, and cannot be taken away: no word of a hidden row. The
    /// comment on ino_reader_org says it.
    static let known: [Attack] = [
        .shows("known: names of roles", "select count(*) from pg_roles where rolname = 'ino_daemon'", "1"),
        .shows("known: names of tables", "select count(*) from pg_class where relname = 'send_key'", "1"),
        .shows(
            "known: how many rows a table has",
            "select count(*) from pg_class where relname = 'instruction' and relkind = 'r' and reltuples is not null",
            "1"),
        .shows(
            "known: how large a table is",
            "select pg_relation_size(oid) > 0 from pg_class where relname = 'organisation' and relkind = 'r'", "t"),
        .shows(
            "known: what a view is made of",
            "select pg_get_viewdef('report_v1.message'::regclass) like '%core.message%'", "t"),
        .shows("known: no limit of time", "set statement_timeout = 0;; show statement_timeout", "0"),
    ]
}
