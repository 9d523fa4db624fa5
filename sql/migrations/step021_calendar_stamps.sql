-- A calendar is hundreds of days that change once a year, and every batch of acts goes by it: the daemon keeps what it has
-- read, and asks only whether it still holds.

alter table core.calendar_year add column stamp bigint not null default 0;
comment on column core.calendar_year.stamp is
    'Drawn anew by every import of the year: who read its days under this stamp knows them.';
