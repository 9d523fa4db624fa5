-- Requests for more time, each with what became of it. An instruction's own row says where the last one stands, how many
-- there were, and how many days they have added; the deadline it first had is never touched.

alter table core.instruction
    add column extension_state text not null default 'NONE',
    add column extension_count int  not null default 0,
    add column extension_days  int  not null default 0;

create table core.instruction_extension (
    instruction    bigint      not null references core.instruction (id),
    place          smallint    not null,    -- from 1, in the order of the requests
    parties        int[]       not null,    -- those of the instruction: who may read the one may read the other
    state          text        not null,
    reason         text        not null,    -- the class
    text           text        not null,    -- in the responsible's words
    requested_on   date        not null,    -- the day asked for
    requested_at   timestamptz not null,
    due_before_at  timestamptz not null,    -- the deadline that stood
    decided_at     timestamptz,
    decision       text,
    granted_due_at timestamptz,
    days_gained    int         not null,
    primary key (instruction, place)
) with (fillfactor = 80);

call core.protect('core.instruction_extension', 'parties');
grant select, insert, update, delete on core.instruction_extension to ino_daemon;

-- What the states, classes and acts are called in Russian, for reports.
insert into core.word (code, ru) values
    ('extension.NONE', 'не запрашивалось'), ('extension.REQUESTED', 'запрошено'), ('extension.GRANTED', 'продлено'),
    ('extension.DENIED', 'отказано'), ('extension.WITHDRAWN', 'запрос снят'),
    ('extension.LAPSED', 'не рассмотрено до срока'),
    ('extension.co-executor', 'Не поступили материалы соисполнителя'),
    ('extension.information', 'Не получены сведения или документы'),
    ('extension.approval', 'Не завершено согласование'), ('extension.scope', 'Изменились условия или объём работ'),
    ('extension.funding', 'Не доведено финансирование'),
    ('extension.force-majeure', 'Обстоятельства непреодолимой силы'), ('extension.other', 'Иное'),
    ('instruction.request-extension', 'запрошено продление срока'),
    ('instruction.withdraw-extension', 'запрос о продлении отозван'),
    ('instruction.grant-extension', 'срок продлён'), ('instruction.deny-extension', 'отказано в продлении срока'),
    ('instruction.lapse-extension', 'запрос о продлении не рассмотрен до срока')
    on conflict (code) do nothing;
