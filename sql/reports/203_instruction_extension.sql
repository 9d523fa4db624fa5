-- Requests for more time: who asked, why, and what became of it. A request that nobody decided by the deadline is shown as
-- lapsed from then on, and stays the issuer's in every count.

create or replace view report_v1.instruction_extension with (security_barrier) as
select core.external_id(e.instruction) as instruction_id,
       i.number as instruction_no,
       p.code as programme,
       issuer.code as issuer_org_code,
       issuer.name_ru collate "ru-x-icu" as issuer_org_name,
       responsible.code as responsible_org_code,
       responsible.name_ru collate "ru-x-icu" as responsible_org_name,
       e.place as extension_no,
       x.state,
       core.in_russian('extension.' || x.state) as state_ru,
       e.reason,
       core.in_russian('extension.' || e.reason) as reason_ru,
       e.text,
       e.requested_on,
       e.requested_at,
       e.due_before_at,
       e.granted_due_at,
       e.days_gained,
       case when x.state = 'LAPSED' then coalesce(e.decided_at, e.due_before_at) else e.decided_at end as decided_at,
       e.decision,
       p.zone,
       case when p.clock = 'replay' then 'sample' else 'record' end as provenance
  from core.instruction_extension e
  join core.instruction i on i.id = e.instruction
  join core.programme p on p.id = i.programme
  join core.organisation issuer on issuer.id = i.issuer
  join core.organisation responsible on responsible.id = i.responsible
 cross join lateral (
       select case when e.state = 'REQUESTED'
                        and coalesce(p.clock_now, now()) > coalesce(i.rework_due_at, i.current_due_at) then 'LAPSED'
                   else e.state end as state) x;

comment on view report_v1.instruction_extension is
    'One row per request for more time on an instruction · запрос о продлении срока поручения';
comment on column report_v1.instruction_extension.instruction_id is 'Id of the case · идентификатор дела';
comment on column report_v1.instruction_extension.instruction_no is 'Registration number · регистрационный номер';
comment on column report_v1.instruction_extension.programme is 'Code of the programme · код программы';
comment on column report_v1.instruction_extension.issuer_org_code is 'Code of the issuer · код: автор поручения';
comment on column report_v1.instruction_extension.issuer_org_name is 'Name of the issuer · автор поручения';
comment on column report_v1.instruction_extension.responsible_org_code is
    'Code of the responsible executor · код: ответственный исполнитель';
comment on column report_v1.instruction_extension.responsible_org_name is
    'Name of the responsible executor · ответственный исполнитель';
comment on column report_v1.instruction_extension.extension_no is
    'Which request of the instruction it is, from 1 · номер запроса';
comment on column report_v1.instruction_extension.state is
    'REQUESTED, GRANTED, DENIED, WITHDRAWN or LAPSED · состояние';
comment on column report_v1.instruction_extension.state_ru is 'The same in Russian · состояние по-русски';
comment on column report_v1.instruction_extension.reason is 'Class of the reason · класс причины';
comment on column report_v1.instruction_extension.reason_ru is 'The same in Russian · причина по-русски';
comment on column report_v1.instruction_extension.text is 'Why, in the responsible''s words · обоснование';
comment on column report_v1.instruction_extension.requested_on is 'The day asked for · запрошенный срок';
comment on column report_v1.instruction_extension.requested_at is 'When it was asked for · дата запроса';
comment on column report_v1.instruction_extension.due_before_at is 'The deadline that stood · действовавший срок';
comment on column report_v1.instruction_extension.granted_due_at is
    'The deadline it led to, when granted · новый срок';
comment on column report_v1.instruction_extension.days_gained is 'Calendar days it added · дней продления';
comment on column report_v1.instruction_extension.decided_at is
    'When it was decided, taken back or lapsed · дата решения';
comment on column report_v1.instruction_extension.decision is 'The words of the decision · решение';
comment on column report_v1.instruction_extension.zone is 'The programme''s time zone · часовой пояс';
comment on column report_v1.instruction_extension.provenance is
    'record, or sample: an act played in a replay programme · учёт или учебный пример';
