-- Several readers of one inbox: who of them alone may acknowledge, and until when.

-- One row an inbox at most, made at the first session and never removed: the epoch only counts up, so that what a reader
-- does under a session that it has lost is told apart for ever. `until` is judged by this database's clock.
create table core.inbox_session (
    organisation int         primary key references core.inbox (organisation),
    epoch        bigint      not null check (epoch > 0),
    holder       text        not null check (length(holder) between 1 and 100),
    principal    text        not null check (principal <> ''),
    until        timestamptz not null
) with (fillfactor = 50);
comment on table core.inbox_session is
    'The session of an inbox: its holder, whose key it came by, how often sessions changed hands, and how long it holds.';

call core.protect_private('core.inbox_session');
grant select, insert, update on core.inbox_session to ino_daemon;
