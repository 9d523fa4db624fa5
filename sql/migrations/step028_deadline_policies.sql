-- How each kind of issuer counts deadlines, every version of it: instructions go to their end by the version they were
-- issued under. A row without a programme comes with Ino and is every programme's.

create table core.deadline_policy (
    id int generated always as identity primary key,
    programme smallint references core.programme,
    code text not null,
    version int not null check (version > 0),
    name_en text not null,
    name_ru text not null,
    valid_from core.partial_date,
    first_day date generated always as (core.first_day(valid_from::text)) stored,
    starts_with text not null check (starts_with in ('signing', 'registration')),
    urgent text,                            -- terms: '3 calendar days', '10 working days', '1 month'
    prompt text,
    unstated text not null,
    roll text not null check (roll in ('back', 'forward')),
    half_term boolean not null,
    without_deadline boolean not null,
    evidence_required boolean not null,
    extension_window text,
    extensions int check (extensions > 0),
    dispute_window text,
    reopening_term text,
    legal_basis text,
    provenance text not null check (provenance in ('document', 'public', 'sample')),
    evidence text not null check (evidence in ('document_text', 'stored_page', 'prior_knowledge', 'invented')),
    source_note text not null,
    imported_by text not null,
    imported_at timestamptz not null default now(),
    import_message bigint,
    ended_at timestamptz,
    unique (programme, code, version)
);
grant select, insert, update on core.deadline_policy to ino_daemon;
call core.protect('core.deadline_policy');

insert into core.deadline_policy (code, version, name_en, name_ru, starts_with, urgent, prompt, unstated, roll, half_term,
       without_deadline, evidence_required, provenance, evidence, source_note, imported_by)
values ('federal', 1, 'Federal bodies', 'Федеральные органы', 'signing', '3 calendar days', '10 calendar days',
        '1 month', 'back', true, false, true, 'public', 'prior_knowledge',
        'prior knowledge: the model regulations of federal bodies of executive power', 'ino'),
       ('regional', 1, 'Regional bodies', 'Региональные органы', 'registration', '3 working days', '10 working days',
        '1 month', 'back', true, true, true, 'public', 'prior_knowledge',
        'prior knowledge: instructions on office work of regional administrations', 'ino');

insert into core.word (code, ru) values
    ('signing', 'со дня подписания'), ('registration', 'со дня регистрации ответственным исполнителем'),
    ('back', 'на предшествующий рабочий день'), ('forward', 'на следующий рабочий день')
    on conflict (code) do nothing;
