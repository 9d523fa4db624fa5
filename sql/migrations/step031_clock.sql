-- What the broker's clock said of deadlines, and when it has to look at which instruction next.

-- Reminders and escalations as the cases' messages tell them, and the steps that were passed over for them.
create table core.instruction_notice (
    instruction bigint      not null references core.instruction (id),
    place       smallint    not null,    -- from 1, in their order
    parties     int[]       not null,    -- those of the instruction: who may read the one may read the other
    kind        text        not null,
    level       smallint,                -- of an escalation
    days        int         not null,    -- whole working days before the deadline, or after it
    due_at      timestamptz not null,    -- the deadline that stood
    fired_at    timestamptz not null,
    told        boolean     not null,    -- and not passed over for a later step
    norm        text        not null,
    primary key (instruction, place)
) with (fillfactor = 80);

call core.protect('core.instruction_notice', 'parties');
grant select, insert, update, delete on core.instruction_notice to ino_daemon;

-- Only an index of when to look, by the programme's clock: what is due is told by the case. So it is no projection of the
-- messages alone: the working calendar and the policy move it too, and a look that finds nothing harms nothing. An
-- instruction that needs no look has no row.
create table core.instruction_due (
    instruction bigint      primary key references core.instruction (id),
    programme   smallint    not null references core.programme (id),
    look_at     timestamptz not null
) with (fillfactor = 80);
create index instruction_due_at on core.instruction_due (programme, look_at, instruction);
comment on table core.instruction_due is 'When the clock has to look at an instruction next.';
call core.protect_private('core.instruction_due');
grant select, insert, update, delete on core.instruction_due to ino_daemon;

-- Everything that is under way is looked at once.
insert into core.instruction_due (instruction, programme, look_at)
select i.id, i.programme, core.programme_now(i.programme)
  from core.instruction i
 where i.state in ('ISSUED', 'REGISTERED', 'IN_EXECUTION', 'RETURNED');

-- What the steps and acts are called in Russian, for reports.
insert into core.word (code, ru) values
    ('notice.due-soon', 'срок приближается'), ('notice.overdue', 'срок истёк'), ('notice.escalation', 'эскалация'),
    ('instruction.remind', 'напоминание о сроке'), ('instruction.escalate', 'эскалация просрочки'),
    ('office', 'проектный офис программы')
    on conflict (code) do nothing;
