-- The registry: programmes, who takes part, and what the programme joins. Organisations and persons are shared by all
-- programmes of a database, everything else belongs to one.
--
-- Every fact carries its source (provenance, evidence, source_note), who imported it when, and the registry.change
-- message that brought it. A fact that its source no longer lists gets ended_at and stays; a fact that changes leaves
-- its old values in core.registry_history.

-- Dates as exactly as they are known ----------------------------------------------------------------------------------
-- Kept as text (2016-03-25, 2014-06, 2014, 2006/2016); the first and the last day it can mean are generated beside it.

create function core.first_day(known text) returns date
    language sql immutable strict parallel safe
    return make_date(
        split_part(split_part(known, '/', 1), '-', 1)::int,
        coalesce(nullif(split_part(known, '-', 2), '')::int, 1),
        coalesce(nullif(split_part(known, '-', 3), '')::int, 1));

create function core.last_day(known text) returns date
    language sql immutable strict parallel safe
    return case
        when split_part(known, '-', 3) <> '' then core.first_day(known)
        when split_part(known, '-', 2) <> '' then (core.first_day(known) + interval '1 month')::date - 1
        else make_date(coalesce(nullif(split_part(known, '/', 2), ''), known)::int, 12, 31)
    end;

create domain core.partial_date as text
    check (value ~ '^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?|/[0-9]{4})?$');

-- What every fact says of itself --------------------------------------------------------------------------------------

create table core.fact (
    provenance text not null check (provenance in ('document', 'public', 'sample')),
    evidence text not null check (evidence in ('document_text', 'stored_page', 'prior_knowledge', 'invented')),
    source_note text not null,
    imported_by text not null,
    imported_at timestamptz not null default now(),
    import_message bigint,
    ended_at timestamptz
);

-- Programmes ----------------------------------------------------------------------------------------------------------

create table core.programme (
    id smallint generated always as identity primary key,
    code text not null unique,
    name_en text not null,
    name_ru text not null,
    zone text not null,
    end_of_day_hour smallint not null default 18 check (end_of_day_hour between 1 and 24),
    calendar text not null default 'ru',
    policy text not null default 'federal',
    clock text not null default 'real' check (clock in ('real', 'replay')),
    clock_now timestamptz check ((clock = 'replay') = (clock_now is not null)),
    office int,
    goal_en text,
    goal_ru text,
    legal_basis text,
    provenance text,
    evidence text,
    source_note text,
    imported_by text not null,
    imported_at timestamptz not null default now(),
    import_message bigint
);
comment on table core.programme is
    'One row a programme. clock_now is the now of a replay clock; a real clock has none.';
comment on column core.programme.office is 'The body that runs the programme: it sends what the registry itself says.';

create table core.programme_clock (
    programme smallint not null references core.programme,
    clock_now timestamptz not null,
    set_at timestamptz not null default clock_timestamp(),
    set_by text not null,
    primary key (programme, clock_now)
);
comment on table core.programme_clock is 'Every setting of a replay clock: it only goes forward.';
call core.append_only('core.programme_clock');

-- Definer's, as is core.in_russian: a function in a view reads with the rights of whoever reads the view, and readers
-- have none here.
create function core.programme_now(programme smallint) returns timestamptz
    language sql stable parallel safe security definer
    return (select coalesce(p.clock_now, now()) from core.programme p where p.id = programme);

-- Who takes part ------------------------------------------------------------------------------------------------------

create table core.organisation (
    id int generated always as identity primary key,
    code text not null unique,
    kind text not null,
    name_en text not null,
    name_ru text not null,
    parent int references core.organisation,
    like core.fact including defaults including constraints
);
create index organisation_parent on core.organisation (parent);

alter table core.programme add foreign key (office) references core.organisation;

create table core.organisation_name (
    id int generated always as identity primary key,
    organisation int not null references core.organisation,
    name_en text not null,
    name_ru text not null,
    valid_from date,
    valid_to date,
    imported_by text not null,
    imported_at timestamptz not null default now(),
    import_message bigint
);
create unique index organisation_name_current on core.organisation_name (organisation) where valid_to is null;
comment on table core.organisation_name is 'The names of an organisation; the present one has no last day.';

create table core.person (
    id int generated always as identity primary key,
    code text not null unique,
    name_en text not null,
    name_ru text,
    like core.fact including defaults including constraints
);

create table core.person_position (
    id int generated always as identity primary key,
    person int not null references core.person,
    organisation int not null references core.organisation,
    position_en text not null,
    position_ru text,
    valid_from core.partial_date,
    valid_to core.partial_date,
    first_day date generated always as (core.first_day(valid_from::text)) stored,
    last_day date generated always as (core.last_day(valid_to::text)) stored,
    like core.fact including defaults including constraints,
    unique (person, organisation, position_en)
);
create index person_position_organisation on core.person_position (organisation);

-- The programme's own words -------------------------------------------------------------------------------------------

create table core.work_area (
    id int generated always as identity primary key,
    programme smallint not null references core.programme,
    code text not null,
    number int not null,
    name_en text not null,
    name_ru text not null,
    like core.fact including defaults including constraints,
    unique (programme, code)
);

create table core.cluster (
    id int generated always as identity primary key,
    programme smallint not null references core.programme,
    code text not null,
    number int not null,
    name_en text not null,
    name_ru text not null,
    document_wording text not null,
    like core.fact including defaults including constraints,
    unique (programme, code)
);

create table core.area_type (
    id int generated always as identity primary key,
    programme smallint not null references core.programme,
    code text not null,
    number int not null,
    name_en text not null,
    name_ru text not null,
    like core.fact including defaults including constraints,
    unique (programme, code)
);

create table core.programme_organisation (
    programme smallint not null references core.programme,
    organisation int not null references core.organisation,
    membership_provenance text not null check (membership_provenance in ('document', 'public', 'sample', 'none')),
    cluster int references core.cluster,
    like core.fact including defaults including constraints,
    primary key (programme, organisation)
);
comment on table core.programme_organisation is
    'Which organisations take part in a programme, and what that claim rests on.';

-- Instruments ---------------------------------------------------------------------------------------------------------

create table core.instrument (
    id int generated always as identity primary key,
    programme smallint not null references core.programme,
    code text not null,
    name_en text not null,
    name_ru text not null,
    owner int not null references core.organisation,
    kind text not null,
    legal_basis text,
    legal_basis_evidence text not null,
    valid_from core.partial_date,
    valid_to core.partial_date,
    first_day date generated always as (core.first_day(valid_from::text)) stored,
    last_day date generated always as (core.last_day(valid_to::text)) stored,
    work_area int not null references core.work_area,
    cluster int references core.cluster,
    summary text not null,
    membership_provenance text not null,
    like core.fact including defaults including constraints,
    unique (programme, code)
);

create table core.instrument_recipient (
    id int generated always as identity primary key,
    programme smallint not null references core.programme,
    instrument int not null references core.instrument,
    organisation int not null references core.organisation,
    role text not null,
    like core.fact including defaults including constraints,
    unique (instrument, organisation, role)
);
create index instrument_recipient_organisation on core.instrument_recipient (organisation);

create table core.instrument_window (
    id int generated always as identity primary key,
    programme smallint not null references core.programme,
    instrument int not null references core.instrument,
    opens core.partial_date not null,
    closes core.partial_date not null,
    first_day date generated always as (core.first_day(opens::text)) stored,
    last_day date generated always as (core.last_day(closes::text)) stored,
    like core.fact including defaults including constraints,
    unique (instrument, opens)
);
comment on table core.instrument_window is
    'When applications for an instrument are taken. Empty until a source has it.';

create table core.instrument_budget (
    id int generated always as identity primary key,
    programme smallint not null references core.programme,
    instrument int not null references core.instrument,
    year int not null,
    amount_mrub numeric not null,
    co_funding_pct numeric check (co_funding_pct between 0 and 100),
    like core.fact including defaults including constraints,
    unique (instrument, year)
);
comment on table core.instrument_budget is 'The money of an instrument by year. Empty until a source has it.';

-- Roadmaps ------------------------------------------------------------------------------------------------------------

create table core.roadmap_version (
    id int generated always as identity primary key,
    programme smallint not null references core.programme,
    code text not null,
    position int not null,
    name_en text,
    name_ru text,
    status text check (status in ('draft', 'approved', 'superseded')),
    status_on core.partial_date,
    legal_basis text,
    provenance text,
    evidence text,
    source_note text,
    imported_by text not null,
    imported_at timestamptz not null default now(),
    import_message bigint,
    ended_at timestamptz,
    unique (programme, code)
);
comment on column core.roadmap_version.position is
    'The order of the versions: an action comes from versions before its own.';

create table core.roadmap_action (
    id int generated always as identity primary key,
    programme smallint not null references core.programme,
    version int not null references core.roadmap_version,
    code text not null,
    number int not null,
    title_en text not null,
    title_ru text not null,
    work_area int not null references core.work_area,
    cluster int references core.cluster,
    lead int not null references core.organisation,
    due core.partial_date not null,
    due_first_day date generated always as (core.first_day(due::text)) stored,
    due_last_day date generated always as (core.last_day(due::text)) stored,
    outcome text not null,
    status text not null check (status in ('planned', 'in_progress', 'done', 'overdue', 'withdrawn')),
    details_provenance text not null,
    status_provenance text not null,
    document_link text not null,
    like core.fact including defaults including constraints,
    unique (programme, code)
);
create index roadmap_action_version on core.roadmap_action (version, number);
create index roadmap_action_lead on core.roadmap_action (lead);

create table core.roadmap_action_co_executor (
    action int not null references core.roadmap_action,
    organisation int not null references core.organisation,
    position int not null,
    primary key (action, organisation)
);

create table core.roadmap_action_instrument (
    action int not null references core.roadmap_action,
    instrument int not null references core.instrument,
    position int not null,
    primary key (action, instrument)
);

-- Lineage: an action may carry on one of an earlier version, or several, or be one of several that do.
create table core.roadmap_action_origin (
    action int not null references core.roadmap_action,
    origin int not null references core.roadmap_action,
    primary key (action, origin),
    check (action <> origin)
);

-- Projects ------------------------------------------------------------------------------------------------------------

create table core.project (
    id int generated always as identity primary key,
    programme smallint not null references core.programme,
    code text not null,
    title_en text not null,
    title_ru text not null,
    kind text not null,
    work_area int not null references core.work_area,
    cluster int references core.cluster,
    area_type int references core.area_type,
    lead int not null references core.organisation,
    starts core.partial_date,
    ends core.partial_date,
    first_day date generated always as (core.first_day(starts::text)) stored,
    last_day date generated always as (core.last_day(ends::text)) stored,
    status text not null,
    budget_mrub numeric,
    extra_budget_mrub numeric,
    jobs_planned numeric,
    details_provenance text not null,
    numbers_provenance text not null,
    like core.fact including defaults including constraints,
    unique (programme, code)
);

create table core.project_participant (
    project int not null references core.project,
    organisation int not null references core.organisation,
    position int not null,
    primary key (project, organisation)
);

create table core.project_instrument (
    project int not null references core.project,
    instrument int not null references core.instrument,
    position int not null,
    primary key (project, instrument)
);

create table core.project_action (
    project int not null references core.project,
    action int not null references core.roadmap_action,
    primary key (project, action)
);

-- Indicators: plan and fact as stated, never a sentence derived from them ---------------------------------------------

create table core.indicator (
    id int generated always as identity primary key,
    programme smallint not null references core.programme,
    code text not null,
    name_en text not null,
    name_ru text not null,
    unit text not null,
    owner int not null references core.organisation,
    direction text not null,
    work_area int not null references core.work_area,
    like core.fact including defaults including constraints,
    unique (programme, code)
);

create table core.indicator_value (
    id int generated always as identity primary key,
    programme smallint not null references core.programme,
    indicator int not null references core.indicator,
    period core.partial_date not null,
    first_day date generated always as (core.first_day(period::text)) stored,
    last_day date generated always as (core.last_day(period::text)) stored,
    plan numeric,
    fact numeric,
    pct_of_plan numeric,
    plan_derived numeric,
    qualifier text not null,
    literal text not null,
    is_doubtful boolean not null,
    alt_fact numeric,
    like core.fact including defaults including constraints,
    unique (indicator, period, provenance)
);

-- Meetings ------------------------------------------------------------------------------------------------------------

create table core.meeting (
    id int generated always as identity primary key,
    programme smallint not null references core.programme,
    code text not null,
    held_on core.partial_date not null,
    first_day date generated always as (core.first_day(held_on::text)) stored,
    last_day date generated always as (core.last_day(held_on::text)) stored,
    date_basis text not null,
    kind text not null,
    title_en text not null,
    title_ru text not null,
    chair text,
    co_chair text,
    place text,
    topic text not null,
    organiser int references core.organisation,
    like core.fact including defaults including constraints,
    unique (programme, code)
);

create table core.meeting_participant (
    meeting int not null references core.meeting,
    organisation int not null references core.organisation,
    position int not null,
    primary key (meeting, organisation)
);

create table core.meeting_decision (
    id int generated always as identity primary key,
    programme smallint not null references core.programme,
    code text not null,
    meeting int not null references core.meeting,
    number int not null,
    kind text not null,
    text_en text not null,
    responsible int not null references core.organisation,
    due core.partial_date,
    due_first_day date generated always as (core.first_day(due::text)) stored,
    due_last_day date generated always as (core.last_day(due::text)) stored,
    like core.fact including defaults including constraints,
    unique (programme, code)
);

drop table core.fact;

-- Imports -------------------------------------------------------------------------------------------------------------
-- The rows as their files have them now, which the next import is compared with, and the values they had before.

create table core.registry_row (
    programme smallint not null references core.programme,
    file text not null,
    key text not null,
    cells jsonb not null,
    since timestamptz not null default now(),
    import_message bigint,
    ended_at timestamptz,
    primary key (programme, file, key)
);
comment on table core.registry_row is
    'Each row of a registry file as it was last imported; file is the name without its ending.';

create table core.registry_history (
    id bigint primary key default core.new_id(),
    programme smallint references core.programme,
    file text not null,
    key text not null,
    change text not null check (change in ('changed', 'ended')),
    cells jsonb not null,
    valid_from timestamptz not null,
    valid_to timestamptz not null default now(),
    import_message bigint,
    imported_by text not null
);
create index registry_history_row on core.registry_history (programme, file, key);
comment on table core.registry_history is
    'The values a registry row had until an import changed or ended it. A calendar has no programme.';
call core.append_only('core.registry_history');

-- Working calendars ---------------------------------------------------------------------------------------------------

create table core.calendar_year (
    calendar text not null,
    year int not null,
    primary key (calendar, year)
);
comment on table core.calendar_year is
    'The years a calendar speaks of. Another year is not known and is never guessed.';

create table core.calendar_day (
    calendar text not null,
    day date not null,
    kind text not null check (kind in ('day_off', 'short_day', 'working_weekend')),
    moved_from date,
    holiday_ru text,
    holiday_en text,
    imported_by text not null,
    imported_at timestamptz not null default now(),
    primary key (calendar, day)
);
comment on table core.calendar_day is 'The days on which a calendar differs from "Monday to Friday is working".';

-- Russian words for reports --------------------------------------------------------------------------------------------

create table core.word (
    code text primary key,
    ru text not null
);
comment on table core.word is 'What the registry''s fixed words are called in Russian.';
insert into core.word (code, ru) values
        ('federal_ministry', 'федеральное министерство'), ('federal_agency', 'федеральное агентство'),
        ('university', 'университет'), ('state_corporation', 'государственная корпорация'),
        ('regional_authority', 'региональный орган власти'), ('development_institute', 'институт развития'),
        ('research_organisation', 'научная организация'), ('company', 'компания'),
        ('sme', 'малое или среднее предприятие'), ('project_office', 'проектный офис'),
        ('expert_board', 'экспертный совет'), ('task_team', 'рабочая группа'), ('government', 'правительство'),
        ('region', 'регион'), ('supranational', 'наднациональный орган'),
        ('foreign_counterparty', 'зарубежный партнёр'), ('association', 'ассоциация'),
        ('municipality', 'муниципальное образование'), ('cluster_organisation', 'организация кластера'),
        ('subsidy', 'субсидия'), ('tax_regime', 'налоговый режим'), ('special_zone', 'особая зона'),
        ('federal_target_programme', 'федеральная целевая программа'),
        ('state_programme', 'государственная программа'), ('fund_loan', 'заём фонда'), ('grant', 'грант'),
        ('guarantee', 'гарантия'), ('development_institute_product', 'продукт института развития'),
        ('regulation_initiative', 'инициатива регулирования'), ('priority_project', 'приоритетный проект'),
        ('standard', 'стандарт'), ('framework_act', 'рамочный акт'), ('operator', 'оператор'),
        ('co_financing_region', 'регион-софинансист'), ('site', 'площадка'), ('site_user', 'пользователь площадки'),
        ('counterparty', 'контрагент'), ('applicant', 'заявитель'), ('eligible_applicant', 'возможный заявитель'),
        ('beneficiary', 'получатель'), ('participant', 'участник'), ('resident', 'резидент'), ('pilot', 'пилот'),
        ('planned', 'запланировано'), ('in_progress', 'выполняется'), ('done', 'выполнено'),
        ('overdue', 'просрочено'), ('withdrawn', 'снято'), ('completed', 'завершено'),
        ('suspended', 'приостановлено'), ('draft', 'проект'), ('approved', 'утверждена'), ('superseded', 'заменена'),
        ('industrial', 'промышленный'), ('research_educational', 'научно-образовательный'), ('social', 'социальный'),
        ('infrastructure', 'инфраструктурный'), ('percent', 'процент'), ('percentage_points', 'процентные пункты'),
        ('count', 'единиц'), ('jobs', 'рабочих мест'), ('thousand_jobs', 'тысяч рабочих мест'),
        ('million_rub', 'млн рублей'), ('billion_rub', 'млрд рублей'), ('ratio', 'раз'), ('meeting', 'совещание'),
        ('legal_act', 'правовой акт'), ('decision_of_ministry', 'решение министерства'), ('opening', 'открытие'),
        ('discussion', 'обсуждение'), ('strategic_session', 'стратегическая сессия'),
        ('business_mission', 'деловая миссия'), ('statement', 'заявление'), ('agreement', 'соглашение'),
        ('report', 'доклад'), ('decision', 'решение'), ('request', 'просьба'), ('plan', 'план'),
        ('result', 'результат'), ('day_off', 'выходной'), ('short_day', 'сокращённый'),
        ('working_weekend', 'рабочий выходной');

create function core.in_russian(word text) returns text
    language sql stable strict parallel safe security definer
    return coalesce((select w.ru from core.word w where w.code = word), word);

-- Who may what --------------------------------------------------------------------------------------------------------
-- The registry is open to every reader of reports. The daemon adds and changes; it deletes only links, whose old values
-- stay in registry_history, and days of a calendar, which do too.

do $$
declare
    name text;
begin
    foreach name in array array[
        'programme', 'organisation', 'organisation_name', 'person', 'person_position', 'programme_organisation',
        'work_area', 'cluster', 'area_type', 'instrument', 'instrument_recipient', 'instrument_window',
        'instrument_budget', 'roadmap_version', 'roadmap_action', 'project', 'indicator', 'indicator_value', 'meeting',
        'meeting_decision', 'registry_row']
    loop
        execute format('grant select, insert, update on core.%I to ino_daemon', name);
        call core.protect(format('core.%I', name)::regclass);
    end loop;

    foreach name in array array[
        'roadmap_action_co_executor', 'roadmap_action_instrument', 'roadmap_action_origin', 'project_participant',
        'project_instrument', 'project_action', 'meeting_participant', 'calendar_day', 'calendar_year']
    loop
        execute format('grant select, insert, update, delete on core.%I to ino_daemon', name);
        call core.protect(format('core.%I', name)::regclass);
    end loop;

    execute 'grant select on core.word to ino_daemon';
    call core.protect('core.word');

    foreach name in array array['programme_clock', 'registry_history'] loop
        execute format('grant select, insert on core.%I to ino_daemon', name);
        call core.protect(format('core.%I', name)::regclass);
    end loop;
end $$;
