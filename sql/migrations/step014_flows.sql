-- Flow control: an operator stops a way through the broker and lets it go on. How a flow stands is its last row; every
-- daemon on the database goes by it, and so does one that starts later.

create table core.flow_event (
    number bigint      primary key generated always as identity,    -- rises also where a clock goes back
    flow   text        not null check (flow in ('intake', 'webhook')),
    kind   text        not null check (kind in ('paused', 'resumed')),
    at     timestamptz not null,
    since  timestamptz,              -- of a pause: its beginning, also when its reason or end was changed later
    until  timestamptz,              -- of a pause: when it ends by itself
    reason text,
    actor  text        not null,

    constraint flow_event_pause check ((kind = 'paused') = (since is not null) and (kind = 'paused') = (reason is not null)
                                       and (kind = 'paused' or until is null))
);
create index flow_event_of on core.flow_event (flow, number desc);
comment on table core.flow_event is
    'Pauses of flows and their ends by hand. One that ends by its time has no row for that: the time says it.';
call core.append_only('core.flow_event');
-- Whoever may read how the broker does may read which of its flows stand, and why; the view leaves the names out.
call core.protect('core.flow_event');
grant select, insert on core.flow_event to ino_daemon;

insert into core.word (code, ru) values
    ('flow.intake', 'приём сообщений и действий'), ('flow.webhook', 'доставка на адреса получателей')
    on conflict (code) do nothing;
