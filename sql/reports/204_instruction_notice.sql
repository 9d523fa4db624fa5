-- Reminders and escalations: what the broker's clock said of deadlines, when, and which norm asked for it. A step that was
-- passed over, because nobody could be told in time and a later one said more, is a row too.

create or replace view report_v1.instruction_notice with (security_barrier) as
select core.external_id(n.instruction) as instruction_id,
       i.number as instruction_no,
       p.code as programme,
       issuer.code as issuer_org_code,
       issuer.name_ru collate "ru-x-icu" as issuer_org_name,
       responsible.code as responsible_org_code,
       responsible.name_ru collate "ru-x-icu" as responsible_org_name,
       n.place as notice_no,
       n.kind,
       core.in_russian('notice.' || n.kind) as kind_ru,
       n.level,
       n.days as working_days,
       n.due_at,
       n.fired_at,
       n.told as is_told,
       n.norm,
       p.zone,
       case when p.clock = 'replay' then 'sample' else 'record' end as provenance
  from core.instruction_notice n
  join core.instruction i on i.id = n.instruction
  join core.programme p on p.id = i.programme
  join core.organisation issuer on issuer.id = i.issuer
  join core.organisation responsible on responsible.id = i.responsible;

comment on view report_v1.instruction_notice is
    'One row per reminder or escalation that the clock was done with · напоминание или эскалация';
comment on column report_v1.instruction_notice.instruction_id is 'Id of the case · идентификатор дела';
comment on column report_v1.instruction_notice.instruction_no is 'Registration number · регистрационный номер';
comment on column report_v1.instruction_notice.programme is 'Code of the programme · код программы';
comment on column report_v1.instruction_notice.issuer_org_code is 'Code of the issuer · код: автор поручения';
comment on column report_v1.instruction_notice.issuer_org_name is 'Name of the issuer · автор поручения';
comment on column report_v1.instruction_notice.responsible_org_code is
    'Code of the responsible executor · код: ответственный исполнитель';
comment on column report_v1.instruction_notice.responsible_org_name is
    'Name of the responsible executor · ответственный исполнитель';
comment on column report_v1.instruction_notice.notice_no is
    'Which notice of the instruction it is, from 1 · номер уведомления';
comment on column report_v1.instruction_notice.kind is 'due-soon, overdue or escalation · вид';
comment on column report_v1.instruction_notice.kind_ru is 'The same in Russian · вид по-русски';
comment on column report_v1.instruction_notice.level is
    'Of an escalation: 1 the responsible body''s head, 2 the issuer, 3 the programme''s office · уровень эскалации';
comment on column report_v1.instruction_notice.working_days is
    'Whole working days before the deadline, or after it · рабочих дней до срока или после него';
comment on column report_v1.instruction_notice.due_at is 'The deadline that stood · действовавший срок';
comment on column report_v1.instruction_notice.fired_at is 'When it was told or passed over · дата уведомления';
comment on column report_v1.instruction_notice.is_told is
    'Told, and not passed over for a later step · направлено ли';
comment on column report_v1.instruction_notice.norm is 'The norm that asked for it · основание';
comment on column report_v1.instruction_notice.zone is 'The programme''s time zone · часовой пояс';
comment on column report_v1.instruction_notice.provenance is
    'record, or sample: told in a replay programme · учёт или учебный пример';
