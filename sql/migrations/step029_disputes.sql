-- Objections of the responsible to being the executor, and the reports that the issuer's side asked for and has not got.

alter table core.instruction
    add column dispute_state         text not null default 'NONE',
    add column dispute_replacement   int references core.organisation (id),    -- whom the responsible named in its stead
    add column dispute_text          text,
    add column dispute_raised_at     timestamptz,
    add column dispute_decided_at    timestamptz,
    add column dispute_decision      text,
    add column report_request_due_at timestamptz;    -- the earliest that an executor owes

insert into core.word (code, ru) values
    ('dispute.NONE', 'не оспаривался'), ('dispute.RAISED', 'оспорен'), ('dispute.UPHELD', 'исполнитель изменён'),
    ('dispute.REJECTED', 'исполнитель оставлен'),
    ('instruction.dispute-executor', 'предложен другой исполнитель'),
    ('instruction.uphold-dispute', 'изменён ответственный исполнитель'),
    ('instruction.reject-dispute', 'отказано в изменении исполнителя'),
    ('instruction.request-report', 'запрошен отчёт'), ('instruction.reopen', 'возвращено на контроль')
    on conflict (code) do nothing;

-- What planners gather of words would tell a reader of hidden rows; of the columns of step025 too.
call core.keep_no_figures('core.instruction');
