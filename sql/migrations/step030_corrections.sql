-- Instructions that were corrected, and those in whose place another came.

alter table core.instruction
    add column correction_count int not null default 0,
    add column superseded_by    bigint;    -- the instruction that came in its place

create index instruction_superseded_by on core.instruction (superseded_by) where superseded_by is not null;

insert into core.word (code, ru) values
    ('SUPERSEDED', 'заменено другим поручением'), ('instruction.correct', 'скорректировано'),
    ('instruction.supersede', 'заменено другим поручением')
    on conflict (code) do nothing;
