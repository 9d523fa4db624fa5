-- Uses of federal instruments as rows: a projection of their messages, written in the same transaction, and able to be
-- rebuilt from them. Money is exact: roubles and kopecks, never a floating-point number.

create table core.instrument_use (
    id                bigint        primary key,
    programme         smallint      not null references core.programme (id),
    number            text          not null,
    number_key        text          not null,    -- the number with look-alike letters of both alphabets made one
    needer            int           not null references core.organisation (id),
    lead              int           not null references core.organisation (id),
    office            int           references core.organisation (id),
    recipient         int           references core.organisation (id),
    owner             int           references core.organisation (id),
    parties           int[]         not null,    -- everybody who has or had a part
    action            text,
    project           text,
    instrument        text,
    purpose           text          not null,
    wanted            numeric(18,2) not null,
    spent             numeric(18,2),
    state             text          not null,
    reason            text,
    application_count int           not null,
    revision          int           not null,
    needed_at         timestamptz   not null,
    matched_at        timestamptz,
    closed_at         timestamptz,
    last_occurred_at  timestamptz   not null,
    last_message      bigint        not null,

    constraint instrument_use_target check (num_nonnulls(action, project) = 1)
) with (fillfactor = 80);
comment on table core.instrument_use is
    'One row per use of a federal instrument, from the need of an action or a project on.';

create unique index instrument_use_number on core.instrument_use (programme, number_key);
create index instrument_use_instrument on core.instrument_use (programme, instrument);
create index instrument_use_recipient on core.instrument_use (recipient);
create index instrument_use_parties on core.instrument_use using gin (parties);

create table core.instrument_application (
    use               bigint        not null references core.instrument_use (id),
    place             int           not null,    -- from 1; the last one is the one that stands
    parties           int[]         not null,    -- those of the use: who may read the one may read the other
    instrument        text          not null,
    owner             int           not null references core.organisation (id),
    recipient         int           not null references core.organisation (id),
    amount            numeric(18,2) not null,
    number            text          not null,
    applied_on        date          not null,
    outcome           text          not null,
    decided_at        timestamptz,
    granted           numeric(18,2),
    agreement_number  text,
    agreement_on      date,
    until_on          date,
    reason            text,
    primary key (use, place)
) with (fillfactor = 80);
comment on table core.instrument_application is
    'Every application made in a use with how it ended: refused by one owner, it may be granted by another.';

create index instrument_application_owner on core.instrument_application (owner);

call core.protect('core.instrument_use', 'parties');
call core.protect('core.instrument_application', 'parties');

grant select, insert, update, delete on core.instrument_use, core.instrument_application to ino_daemon;

-- What the states, acts and parts are called in Russian, for reports. A state's word is the case kind's own: what is
-- refused here is money, not a registration.
insert into core.word (code, ru) values
    ('instrument-use.NEEDED', 'потребность заявлена'), ('instrument-use.MATCHED', 'инструмент подобран'),
    ('instrument-use.APPLIED', 'заявка подана'), ('instrument-use.GRANTED', 'предоставлено'),
    ('instrument-use.REFUSED', 'отказано'), ('instrument-use.EXHAUSTED', 'использовано'),
    ('instrument-use.WITHDRAWN', 'потребность отозвана'), ('instrument-use.PENDING', 'на рассмотрении'),
    ('instrument-use.need', 'заявлена потребность'), ('instrument-use.match', 'подобран инструмент'),
    ('instrument-use.apply', 'подана заявка'), ('instrument-use.grant', 'предоставлена поддержка'),
    ('instrument-use.refuse', 'отказано в поддержке'), ('instrument-use.exhaust', 'средства использованы'),
    ('instrument-use.withdraw', 'потребность отозвана'),
    ('double_funding', 'двойное финансирование'), ('expires_before_due', 'заканчивается раньше срока'),
    ('need_without_instrument', 'потребность без инструмента'), ('roadmap_action', 'мероприятие дорожной карты')
    on conflict (code) do nothing;
