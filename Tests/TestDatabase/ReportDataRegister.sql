-- The register of the generated programme: what its bodies are, lead, use, measure and decide. Every row is a sample.

update core.programme set office = (select id from core.organisation where code = 'body_01') where code = 'scale';

-- What every fact says of itself, and the programme it belongs to.
create temporary table fact as
select id as programme, 'sample'::text as provenance, 'invented'::text as evidence, 'generated'::text as source_note,
       'generator'::text as imported_by
  from core.programme where code = 'scale';

-- Teams that nobody has given anything to do.
insert into core.organisation (code, kind, name_en, name_ru, parent, provenance, evidence, source_note, imported_by)
select format('team_%s', n), 'task_team', format('Team %s', n), format('Рабочая группа %s', n), b.id, f.provenance,
       f.evidence, f.source_note, f.imported_by
  from fact f, generate_series(1, 6) n join body b using (n);
insert into core.inbox (organisation) select id from core.organisation where kind = 'task_team' on conflict do nothing;
insert into core.programme_organisation (programme, organisation, membership_provenance, provenance, evidence,
       source_note, imported_by)
select f.programme, o.id, 'sample', f.provenance, f.evidence, f.source_note, f.imported_by
  from fact f, core.organisation o where o.kind = 'task_team';

insert into core.organisation_name (organisation, name_en, name_ru, valid_from, valid_to, imported_by)
select b.id, o.name_en, o.name_ru, null::date, null::date, 'generator' from body b join core.organisation o on o.id = b.id
 union all
select b.id, format('Old body %s', n), format('Прежнее название %s', n), null, '2015-12-31', 'generator'
  from body b where n % 5 = 0;

insert into core.person (code, name_en, name_ru, provenance, evidence, source_note, imported_by)
select format('person_%s', n), format('Person %s', n), format('Лицо %s', n), f.provenance, f.evidence, f.source_note,
       f.imported_by
  from fact f, generate_series(1, 180) n;
insert into core.person_position (person, organisation, position_en, position_ru, valid_from, valid_to, provenance,
       evidence, source_note, imported_by)
select p.id, b.id, 'Head of department', 'Начальник отдела', case when n % 3 = 0 then '2015' end,
       case when n % 7 = 0 then '2015-12' end, f.provenance, f.evidence, f.source_note, f.imported_by
  from fact f, generate_series(1, 180) s (i)
  join core.person p on p.code = format('person_%s', i)
  join body b on b.n = 1 + i % 60;

insert into core.calendar_year (calendar, year) values ('scale', 2016);
insert into core.calendar_day (calendar, day, kind, holiday_ru, holiday_en, imported_by)
select 'scale', date '2016-01-01' + n, 'day_off', 'Новогодние каникулы', 'New Year holidays', 'generator'
  from generate_series(0, 7) n;

insert into core.work_area (programme, code, number, name_en, name_ru, provenance, evidence, source_note, imported_by)
select programme, format('area_%s', n), n, format('Area %s', n), format('Направление %s', n), provenance, evidence,
       source_note, imported_by
  from fact, generate_series(1, 5) n;
insert into core.cluster (programme, code, number, name_en, name_ru, document_wording, provenance, evidence,
       source_note, imported_by)
select programme, format('cluster_%s', n), n, format('Cluster %s', n), format('Кластер %s', n), 'generated',
       provenance, evidence, source_note, imported_by
  from fact, generate_series(1, 4) n;
insert into core.area_type (programme, code, number, name_en, name_ru, provenance, evidence, source_note, imported_by)
select programme, format('type_%s', n), n, format('Type %s', n), format('Тип площадки %s', n), provenance, evidence,
       source_note, imported_by
  from fact, generate_series(1, 3) n;

-- Sixty instruments, of which the last six are used by nothing; every fourth ends in the middle of 2016.
insert into core.instrument (programme, code, name_en, name_ru, owner, kind, legal_basis, legal_basis_evidence,
       valid_from, valid_to, work_area, cluster, summary, membership_provenance, provenance, evidence, source_note,
       imported_by)
select f.programme, format('instrument_%s', lpad(i::text, 2, '0')), format('Instrument %s', i),
       format('Инструмент %s', i), b.id, (array['subsidy', 'grant', 'fund_loan', 'tax_regime'])[1 + i % 4],
       format('Постановление № %s', i), 'invented', '2014', case when i % 4 = 0 then '2016-06' else '2020' end, w.id,
       c.id, 'Generated', 'sample', f.provenance, f.evidence, f.source_note, f.imported_by
  from fact f, generate_series(1, 60) s (i)
  join body b on b.n = 1 + s.i % 12
  join core.work_area w on w.code = format('area_%s', 1 + s.i % 5)
  left join core.cluster c on c.code = format('cluster_%s', s.i % 6);
create temporary table instrument as
select row_number() over (order by code)::int as n, id, code, owner from core.instrument where imported_by = 'generator';

insert into core.instrument_recipient (programme, instrument, organisation, role, provenance, evidence, source_note,
       imported_by)
select f.programme, i.id, b.id, 'eligible_applicant', f.provenance, f.evidence, f.source_note, f.imported_by
  from fact f, instrument i
  join generate_series(0, 2) k on i.n <= 54
  join body b on b.n = 13 + (i.n * 7 + k * 11) % 48;
insert into core.instrument_window (programme, instrument, opens, closes, provenance, evidence, source_note, imported_by)
select f.programme, i.id, '2016-02', '2016-04', f.provenance, f.evidence, f.source_note, f.imported_by
  from fact f, instrument i where i.n % 2 = 0;
insert into core.instrument_budget (programme, instrument, year, amount_mrub, co_funding_pct, provenance, evidence,
       source_note, imported_by)
select f.programme, i.id, y, 100 + pg_temp.draw(i.n * 10 + y, 20, 900), 30, f.provenance, f.evidence, f.source_note,
       f.imported_by
  from fact f, instrument i, generate_series(2015, 2017) y where i.n <= 40;

-- Two versions of the roadmap: the second carries on the first, one action in four in other words or with another day.
insert into core.roadmap_version (programme, code, position, name_en, name_ru, status, status_on, provenance, evidence,
       source_note, imported_by)
select f.programme, v.code, v.position, 'Roadmap ' || v.code, 'Дорожная карта ' || v.code, v.status, '2016-01-15',
       f.provenance, f.evidence, f.source_note, f.imported_by
  from fact f, (values ('v1', 1, 'superseded'), ('v2', 2, 'approved')) v (code, position, status);
insert into core.roadmap_action (programme, version, code, number, title_en, title_ru, work_area, cluster, lead, due,
       outcome, status, details_provenance, status_provenance, document_link, provenance, evidence, source_note,
       imported_by)
select f.programme, v.id, format('%s-%s', v.code, lpad(i::text, 3, '0')), i, format('Action %s', i),
       format('Мероприятие %s', i) || case when v.code = 'v2' and i % 4 = 0 then ' (уточнено)' else '' end, w.id, c.id,
       b.id, case when v.code = 'v2' and i % 4 = 1 then '2017-06' else format('%s-%s', 2016 + i % 3, 10 + i % 3) end,
       'Доклад', (array['planned', 'in_progress', 'done', 'overdue', 'withdrawn'])[1 + pg_temp.draw(i, 21, 5)],
       'sample', 'sample', 'none', f.provenance, f.evidence, f.source_note, f.imported_by
  from fact f, core.roadmap_version v, generate_series(1, 110) s (i)
  join core.work_area w on w.code = format('area_%s', 1 + s.i % 5)
  left join core.cluster c on c.code = format('cluster_%s', s.i % 6)
  join body b on b.n = 1 + s.i % 12
 where v.programme = f.programme and (v.code = 'v1' or s.i <= 100);
insert into core.roadmap_action_origin (action, origin)
select a.id, o.id from core.roadmap_action a join core.roadmap_action o on o.number = a.number and o.code like 'v1-%'
 where a.code like 'v2-%';
insert into core.roadmap_action_instrument (action, instrument, position)
select a.id, i.id, k from core.roadmap_action a, generate_series(1, 2) k, instrument i
 where i.n = 1 + (a.number * 3 + k * 17) % 54;
insert into core.roadmap_action_co_executor (action, organisation, position)
select a.id, b.id, k from core.roadmap_action a, generate_series(1, 2) k, body b
 where b.n = 13 + (a.number * 5 + k) % 48;

insert into core.project (programme, code, title_en, title_ru, kind, work_area, cluster, area_type, lead, starts, ends,
       status, budget_mrub, extra_budget_mrub, jobs_planned, details_provenance, numbers_provenance, provenance,
       evidence, source_note, imported_by)
select f.programme, format('project_%s', lpad(i::text, 3, '0')), format('Project %s', i), format('Проект %s', i),
       (array['industrial', 'research_educational', 'social', 'infrastructure'])[1 + i % 4], w.id, c.id, t.id, b.id,
       '2015', format('%s-12', 2016 + i % 4),
       (array['planned', 'in_progress', 'completed', 'suspended'])[1 + pg_temp.draw(i, 22, 4)],
       50 + pg_temp.draw(i, 23, 3000), 10 + pg_temp.draw(i, 24, 40), pg_temp.draw(i, 25, 500), 'sample', 'sample',
       f.provenance, f.evidence, f.source_note, f.imported_by
  from fact f, generate_series(1, 150) s (i)
  join core.work_area w on w.code = format('area_%s', 1 + s.i % 5)
  left join core.cluster c on c.code = format('cluster_%s', s.i % 6)
  join core.area_type t on t.code = format('type_%s', 1 + s.i % 3)
  join body b on b.n = 13 + s.i % 48;
insert into core.project_instrument (project, instrument, position)
select p.id, i.id, 1 from core.project p join instrument i on i.n = 1 + right(p.code, 3)::int % 54;
insert into core.project_participant (project, organisation, position)
select p.id, b.id, 1 from core.project p join body b on b.n = 13 + (right(p.code, 3)::int + 5) % 48;
insert into core.project_action (project, action)
select p.id, a.id from core.project p join core.roadmap_action a on a.code = format('v2-%s', right(p.code, 3));

insert into core.indicator (programme, code, name_en, name_ru, unit, owner, direction, work_area, provenance, evidence,
       source_note, imported_by)
select f.programme, format('indicator_%s', i), format('Indicator %s', i), format('Показатель %s', i),
       (array['percent', 'jobs', 'million_rub'])[1 + i % 3], b.id, 'up', w.id, f.provenance, f.evidence,
       f.source_note, f.imported_by
  from fact f, generate_series(1, 40) s (i)
  join core.work_area w on w.code = format('area_%s', 1 + s.i % 5)
  join body b on b.n = 1 + s.i % 12;
insert into core.indicator_value (programme, indicator, period, plan, fact, qualifier, literal, is_doubtful, provenance,
       evidence, source_note, imported_by)
select f.programme, i.id, y, 100, 80 + pg_temp.draw(i.id * 7 + length(y), 26, 50), 'exact', 'generated', false,
       f.provenance, f.evidence, f.source_note, f.imported_by
  from fact f, core.indicator i, unnest(array['2014', '2015', '2016', '2014/2016']) y where i.programme = f.programme;

insert into core.meeting (programme, code, held_on, date_basis, kind, title_en, title_ru, topic, organiser, provenance,
       evidence, source_note, imported_by)
select f.programme, format('meeting_%s', i), to_char(date '2016-01-11' + i * 10, 'YYYY-MM-DD'), 'event', 'meeting',
       format('Meeting %s', i), format('Совещание %s', i), 'generated', b.id, f.provenance, f.evidence, f.source_note,
       f.imported_by
  from fact f, generate_series(1, 24) s (i) join body b on b.n = 1 + s.i % 12;
insert into core.meeting_decision (programme, code, meeting, number, kind, text_en, responsible, due, provenance,
       evidence, source_note, imported_by)
select f.programme, format('%s-d%s', m.code, k), m.id, k, 'decision', 'Generated', b.id, '2016-12', f.provenance,
       f.evidence, f.source_note, f.imported_by
  from fact f, core.meeting m, generate_series(1, 4) k, body b where b.n = 13 + (m.id + k) % 48 and m.programme = f.programme;
