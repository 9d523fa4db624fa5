-- What instructions were given to whom, when, and what they rest on: each count can be traced to its source events.

create or replace view report_v1.issued_by_source with (security_barrier) as
select p.code as programme,
       issuer.code as issuer_org_code,
       issuer.name_ru collate "ru-x-icu" as issuer_org_name,
       to_char(i.issued_at at time zone p.zone, 'YYYY-MM') as issued_month,
       to_char(i.issued_at at time zone p.zone, 'YYYY-"Q"Q') as issued_quarter,
       addressee.kind as addressee_kind,
       i.basis,
       count(*) as instruction_count,
       count(distinct i.responsible) as addressee_count,
       count(*) filter (where i.state not in ('CLOSED', 'CLOSED_UNEXECUTED', 'WITHDRAWN', 'SUPERSEDED')) as open_count,
       case when p.clock = 'replay' then 'sample' else 'record' end as provenance
  from core.instruction i
  join core.programme p on p.id = i.programme
  join core.organisation issuer on issuer.id = i.issuer
  join core.organisation addressee on addressee.id = i.responsible
 where i.issued_at is not null
 group by p.code, p.clock, issuer.code, issuer.name_ru, issued_month, issued_quarter, addressee.kind, i.basis;

comment on view report_v1.issued_by_source is
    'One row per programme, issuer, month, kind of responsible executor and document they rest on, of what was issued · '
    'выданные поручения по основаниям';
comment on column report_v1.issued_by_source.programme is 'Code of the programme · код программы';
comment on column report_v1.issued_by_source.issuer_org_code is 'Code of the issuer · код: автор поручений';
comment on column report_v1.issued_by_source.issuer_org_name is 'Name of the issuer · автор поручений';
comment on column report_v1.issued_by_source.issued_month is
    'Month of the issue in the programme''s zone, such as 2016-04 · месяц выдачи';
comment on column report_v1.issued_by_source.issued_quarter is 'Its quarter, such as 2016-Q2 · квартал выдачи';
comment on column report_v1.issued_by_source.addressee_kind is
    'Kind of the responsible executor, such as federal_ministry · вид ответственного исполнителя';
comment on column report_v1.issued_by_source.basis is
    'The document they rest on: minutes of a meeting, an order, a letter; empty where none was named · основание';
comment on column report_v1.issued_by_source.instruction_count is 'Instructions issued · выдано поручений';
comment on column report_v1.issued_by_source.addressee_count is
    'How many bodies they went to as responsible · число ответственных исполнителей';
comment on column report_v1.issued_by_source.open_count is 'Instructions not at their end · не завершено';
comment on column report_v1.issued_by_source.provenance is
    'record, or sample: acts played in a replay programme · учёт или учебный пример';
