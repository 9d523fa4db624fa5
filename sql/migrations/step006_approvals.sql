-- Approvals as rows: a projection of their messages, written in the same transaction, and able to be rebuilt from them.
-- readers says which organisations may know of a row: of a draft its author alone, of a vote its voter and the author,
-- and once its stage has ended all whom the document has reached.

create table core.approval (
    id                bigint      primary key,
    programme         smallint    not null references core.programme (id),
    number            text,                    -- given at submission
    number_key        text,                    -- the number with look-alike letters of both alphabets made one
    author            int         not null references core.organisation (id),
    author_persons    text[]      not null,
    signer            int         not null references core.organisation (id),
    signer_person     text,
    readers           int[]       not null,
    title             text        not null,
    text              text,
    reference         text,
    content_hash      text        not null check (content_hash ~ '^[0-9a-f]{64}$'),
    note              text        not null,
    state             text        not null,
    cycle             int         not null,    -- how often it was sent round
    stage             smallint    not null,    -- the one it is in, from 0
    revision          int         not null,
    submitted_at      timestamptz,
    stage_opened_at   timestamptz,
    returned_at       timestamptz,
    approved_at       timestamptz,
    closed_at         timestamptz,
    signed_number     text,
    signed_date       date,
    reason            text,
    last_occurred_at  timestamptz not null,
    last_message      bigint      not null
) with (fillfactor = 80);

create unique index approval_number on core.approval (programme, number_key) where number_key is not null;
create index approval_author on core.approval (author, state);
create index approval_readers on core.approval using gin (readers);

-- The counts are there once the stage has ended: while it is open they would tell what its approvers said.
create table core.approval_stage (
    approval          bigint      not null references core.approval (id),
    stage             smallint    not null,    -- its place in the route, from 0
    name              text        not null,
    rule              text        not null,
    quorum            int,
    veto              boolean     not null,
    advisory          boolean     not null,
    remarks_return    boolean     not null,
    term_working_days int,
    state             text        not null,
    asked             int         not null,
    decided           int         not null,
    consents          int,
    refusals          int,
    not_competent     int,
    opinions          int,
    opened_at         timestamptz,
    readers           int[]       not null,
    primary key (approval, stage)
);

create table core.approval_slot (
    approval          bigint      not null references core.approval (id),
    stage             smallint    not null,
    organisation      int         not null references core.organisation (id),
    person            text,
    state             text        not null,
    opened_at         timestamptz,
    decided_at        timestamptz,
    vote              int,
    readers           int[]       not null,
    primary key (approval, stage, organisation)
);
create index approval_slot_open on core.approval_slot (organisation) where state = 'OPEN';

create table core.approval_vote (
    approval          bigint      not null references core.approval (id),
    number            int         not null,
    cycle             int         not null,
    stage             smallint    not null,
    organisation      int         not null references core.organisation (id),
    person            text,
    position          text,
    capacity          text        not null,
    basis             text,
    vote              text        not null,
    content_hash      text        not null,
    comment           text,
    voted_at          timestamptz not null,
    stands            boolean     not null,
    readers           int[]       not null,
    primary key (approval, number)
);
create index approval_vote_organisation on core.approval_vote (organisation);

create table core.approval_remark (
    approval          bigint      not null references core.approval (id),
    number            int         not null,
    vote              int         not null,
    organisation      int         not null references core.organisation (id),
    point             text,
    text              text        not null,
    state             text        not null,
    reply             text,
    replied_at        timestamptz,
    readers           int[]       not null,
    primary key (approval, number)
);

comment on table core.approval is 'Approvals: each as its messages have made it.';
comment on table core.approval_stage is 'The stages of each approval''s route, as the present cycle has brought them.';
comment on table core.approval_slot is 'The part of each approver in the present cycle.';
comment on table core.approval_vote is 'Every vote that was cast, also those that stand no more.';
comment on table core.approval_remark is 'Every remark, with the author''s answer.';

call core.protect('core.approval', 'readers');
call core.protect('core.approval_stage', 'readers');
call core.protect('core.approval_slot', 'readers');
call core.protect('core.approval_vote', 'readers');
call core.protect('core.approval_remark', 'readers');

grant select, insert, update, delete on core.approval, core.approval_stage, core.approval_slot, core.approval_vote,
      core.approval_remark to ino_daemon;

-- What the states and acts are called in Russian, for reports. The states' codes have a prefix: REFUSED is a registrar's
-- word for an instruction and an approver's for a document.
insert into core.word (code, ru) values
    ('approval:DRAFT', 'проект'), ('approval:ROUTED', 'на согласовании'), ('approval:RETURNED', 'возвращено автору'),
    ('approval:APPROVED', 'согласовано, ожидает подписания'), ('approval:SIGNED', 'подписано'),
    ('approval:WITHDRAWN', 'отозвано'),
    ('stage:PENDING', 'не начат'), ('stage:OPEN', 'идёт'), ('stage:PASSED', 'пройден'), ('stage:FAILED', 'не пройден'),
    ('stage:CLOSED', 'прекращён'),
    ('slot:PENDING', 'очередь не наступила'), ('slot:OPEN', 'ожидается'), ('slot:DECIDED', 'рассмотрено'),
    ('slot:NOT_REQUIRED', 'не потребовалось'), ('slot:CLOSED', 'прекращено'),
    ('vote:APPROVED', 'согласовано'), ('vote:WITH_REMARKS', 'согласовано с замечаниями'),
    ('vote:REFUSED', 'не согласовано'), ('vote:NOT_COMPETENT', 'вне компетенции'), ('vote:OPINION', 'заключение'),
    ('remark:OPEN', 'ожидает ответа'), ('remark:ACCEPTED', 'учтено'), ('remark:REJECTED', 'отклонено'),
    ('remark:SUPERSEDED', 'снято новым решением'),
    ('rule:ALL', 'все'), ('rule:ANY', 'любой'), ('rule:M_OF_N', 'не менее кворума'),
    ('approval.create', 'подготовлен проект'), ('approval.submit', 'направлено на согласование'),
    ('approval.vote', 'принято решение согласующего'), ('approval.answer', 'даны ответы на замечания'),
    ('approval.resubmit', 'направлено повторно'), ('approval.sign', 'подписано'), ('approval.withdraw', 'отозвано'),
    ('author', 'автор документа'), ('approver', 'согласующий'), ('signer', 'подписант')
    on conflict (code) do nothing;
