-- Instructions as rows: a projection of their messages, written in the same transaction, and able to be rebuilt from them.

create table core.instruction (
    id                bigint      primary key,
    programme         smallint    not null references core.programme (id),
    number            text,                    -- given at issue
    number_key        text,                    -- the number with look-alike letters of both alphabets made one
    issuer            int         not null references core.organisation (id),
    responsible       int         not null references core.organisation (id),
    controller        int         references core.organisation (id),
    parties           int[]       not null,    -- everybody with a part, the issuer too
    text              text        not null,
    mark              text,
    named_date        date,
    without_deadline  boolean     not null,
    about_action      text,
    instruments       text[]      not null,
    basis             text,
    policy            text,
    state             text        not null,
    control           text        not null,
    original_due_at   timestamptz,
    current_due_at    timestamptz,
    rework_due_at     timestamptz,
    due_pending       boolean     not null,    -- counted from a registration that has not happened
    due_explanation   jsonb       not null,
    cycle             int         not null,
    revision          int         not null,
    issued_at         timestamptz,
    reported_at       timestamptz,
    evidence          text[]      not null,
    returned_reports  timestamptz[] not null,
    executed_at       timestamptz,
    closed_at         timestamptz,
    refusal_reason    text,
    refusal_comment   text,
    reason            text,
    last_occurred_at  timestamptz not null,
    last_message      bigint      not null
) with (fillfactor = 80);

create unique index instruction_number on core.instruction (programme, number_key) where number_key is not null;
create index instruction_responsible on core.instruction (responsible, state);
create index instruction_issuer on core.instruction (issuer);
create index instruction_parties on core.instruction using gin (parties);

create table core.instruction_party (
    instruction       bigint      not null references core.instruction (id),
    place             smallint    not null,    -- the order of the draft
    organisation      int         not null references core.organisation (id),
    role              text        not null,
    state             text        not null,
    executor_person   text,
    recipient_number  text,
    recipient_date    date,
    registered_at     timestamptz,
    half_term_due_at  timestamptz,
    contributed_at    timestamptz,
    late_contribution boolean     not null,
    contributed_cycle int,
    refusal_reason    text,
    refusal_comment   text,
    waiver            text,
    primary key (instruction, place)
) with (fillfactor = 80);

create index instruction_party_organisation on core.instruction_party (organisation, role);

-- Numbers are given without gaps: the row is locked while a number is given, and the number goes with the transaction.
create table core.number_series (
    programme smallint not null references core.programme (id),
    series    text     not null,
    year      smallint not null,
    last      int      not null default 0,
    primary key (programme, series, year)
);

call core.protect('core.instruction', 'parties');
call core.protect('core.instruction_party', 'organisation');
call core.protect_private('core.number_series');

grant select, insert, update, delete on core.instruction, core.instruction_party to ino_daemon;
grant select, insert, update on core.number_series to ino_daemon;

-- What the states and acts are called in Russian, for reports.
insert into core.word (code, ru) values
    ('DRAFT', 'проект'), ('ISSUED', 'выдано'), ('REGISTERED', 'зарегистрировано'), ('IN_EXECUTION', 'на исполнении'),
    ('REPORTED', 'представлен доклад'), ('EXECUTED', 'исполнено'), ('CLOSED', 'снято с контроля'),
    ('REFUSED', 'отказано в регистрации'), ('RETURNED', 'на доработке'), ('WITHDRAWN', 'отозвано'),
    ('CLOSED_UNEXECUTED', 'снято без исполнения'),
    ('instruction.create', 'подготовлен проект'), ('instruction.issue', 'выдано поручение'),
    ('instruction.register', 'зарегистрировано'), ('instruction.refuse', 'отказано в регистрации'),
    ('instruction.assign', 'назначен исполнитель'), ('instruction.contribute', 'предложения соисполнителя'),
    ('instruction.interim-report', 'промежуточный доклад'), ('instruction.report', 'представлен доклад'),
    ('instruction.return', 'возвращено на доработку'), ('instruction.accept', 'принято, исполнено'),
    ('instruction.close', 'снято с контроля'), ('instruction.close-unexecuted', 'снято без исполнения'),
    ('instruction.withdraw', 'отозвано'),
    ('issuer', 'автор'), ('responsible', 'ответственный исполнитель'), ('co-executor', 'соисполнитель'),
    ('controller', 'контролёр'), ('observer', 'наблюдатель'),
    ('NONE', 'нет срока'), ('ON_TIME', 'в срок'), ('OVERDUE', 'просрочено'), ('DONE_ON_TIME', 'исполнено в срок'),
    ('DONE_LATE', 'исполнено с опозданием')
    on conflict (code) do nothing;
