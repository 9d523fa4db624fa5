-- Indicators: plan and fact as stated. No sentence is derived from them.

create or replace view report_v1.indicator with (security_barrier) as
select g.code as programme, i.code as indicator_code, i.name_ru collate "ru-x-icu" as indicator_name,
       i.name_en as indicator_name_en, i.unit, core.in_russian(i.unit) as unit_ru, i.direction, o.code as owner_org_code,
       o.name_ru collate "ru-x-icu" as owner_org_name, w.code as work_area_code,
       w.name_ru collate "ru-x-icu" as work_area_name,
       (select count(*) from core.indicator_value v where v.indicator = i.id and v.ended_at is null) as value_count,
       i.provenance, i.evidence, i.source_note, i.imported_by, i.imported_at,
       core.external_id(i.import_message) as import_message_id, i.ended_at is null as is_current
  from core.indicator i
  join core.programme g on g.id = i.programme
  join core.organisation o on o.id = i.owner
  join core.work_area w on w.id = i.work_area;

comment on view report_v1.indicator is 'One row per indicator · показатель';
comment on column report_v1.indicator.programme is 'Code of the programme · код программы';
comment on column report_v1.indicator.indicator_code is 'Code · код показателя';
comment on column report_v1.indicator.indicator_name is 'Name · название';
comment on column report_v1.indicator.indicator_name_en is 'Name in English · название по-английски';
comment on column report_v1.indicator.unit is 'Unit · единица';
comment on column report_v1.indicator.unit_ru is 'Unit in Russian · единица по-русски';
comment on column report_v1.indicator.direction is 'up, down or none: which way is better · направление';
comment on column report_v1.indicator.owner_org_code is 'Code of the body that owns it · код ответственного';
comment on column report_v1.indicator.owner_org_name is 'Name of the body that owns it · ответственный';
comment on column report_v1.indicator.work_area_code is 'Code of the work area · код направления';
comment on column report_v1.indicator.work_area_name is 'Name of the work area · направление';
comment on column report_v1.indicator.value_count is 'How many values are on record · сколько значений';
comment on column report_v1.indicator.provenance is
    'What the row rests on: document, public, or sample (invented for demonstration) · происхождение: документ, '
    'открытый источник или вымышленный пример';
comment on column report_v1.indicator.evidence is
    'What the provenance rests on: document_text, stored_page, prior_knowledge (not looked up), invented · чем '
    'подтверждено';
comment on column report_v1.indicator.source_note is 'File or address, then the reservation · источник и оговорка';
comment on column report_v1.indicator.imported_by is 'Who brought it in · кто загрузил';
comment on column report_v1.indicator.imported_at is
    'When it was brought in or last changed, by the real clock · когда загружено';
comment on column report_v1.indicator.import_message_id is
    'The registry.change message that brought it · сообщение о загрузке';
comment on column report_v1.indicator.is_current is
    'Whether the latest import still lists it · есть ли в последней загрузке';

create or replace view report_v1.indicator_value with (security_barrier) as
select g.code as programme, i.code as indicator_code, i.name_ru collate "ru-x-icu" as indicator_name,
       i.name_en as indicator_name_en, v.period::text as period_text, v.first_day as period_from_on,
       v.last_day as period_to_on, v.plan, v.fact, i.unit, core.in_russian(i.unit) as unit_ru,
       v.pct_of_plan as stated_plan_pct, v.plan_derived, v.qualifier, v.literal, v.is_doubtful, v.alt_fact,
       o.code as owner_org_code, o.name_ru collate "ru-x-icu" as owner_org_name, w.code as work_area_code,
       w.name_ru collate "ru-x-icu" as work_area_name,
       v.provenance, v.evidence, v.source_note, v.imported_by, v.imported_at,
       core.external_id(v.import_message) as import_message_id, v.ended_at is null as is_current,
       coalesce(v.pct_of_plan, round(100 * v.fact / nullif(b.base, 0), 1)) as plan_pct,
       coalesce(v.pct_of_plan, round(100 * v.fact / nullif(b.base, 0), 1)) - 100 as over_plan_pct,
       v.fact - b.base as over_plan, b.base,
       case when v.plan is not null then 'stated' when v.plan_derived is not null then 'derived' else 'none' end
           as base_kind,
       case when v.first_day = v.last_day then 'day'
            when v.last_day - v.first_day < 366 then 'year' else 'cumulative' end as horizon
  from core.indicator_value v
 cross join lateral (select coalesce(v.plan, v.plan_derived) as base) b
  join core.programme g on g.id = v.programme
  join core.indicator i on i.id = v.indicator
  join core.organisation o on o.id = i.owner
  join core.work_area w on w.id = i.work_area;

comment on view report_v1.indicator_value is
    'One row per indicator, period and kind of source; plan and fact as stated · значение показателя';
comment on column report_v1.indicator_value.programme is 'Code of the programme · код программы';
comment on column report_v1.indicator_value.indicator_code is 'Code of the indicator · код показателя';
comment on column report_v1.indicator_value.indicator_name is 'Name of the indicator · показатель';
comment on column report_v1.indicator_value.indicator_name_en is 'Name in English · показатель по-английски';
comment on column report_v1.indicator_value.period_text is 'A day, a year or a span of years · период';
comment on column report_v1.indicator_value.period_from_on is 'First day of the period · первый день периода';
comment on column report_v1.indicator_value.period_to_on is 'Last day of the period · последний день периода';
comment on column report_v1.indicator_value.plan is 'Plan, where stated · план';
comment on column report_v1.indicator_value.fact is 'Fact, where stated · факт';
comment on column report_v1.indicator_value.unit is 'Unit of plan and fact · единица';
comment on column report_v1.indicator_value.unit_ru is 'Unit in Russian · единица по-русски';
comment on column report_v1.indicator_value.stated_plan_pct is
    'Percent of the plan as stated: 100 is the plan itself, not 100 above it · процент от плана, как заявлено';
comment on column report_v1.indicator_value.plan_derived is
    'Plan worked out as fact / percent · план, вычисленный по факту и проценту';
comment on column report_v1.indicator_value.qualifier is 'exact, more_than, almost or up_to · точность';
comment on column report_v1.indicator_value.literal is 'The words of the source · слова источника';
comment on column report_v1.indicator_value.is_doubtful is
    'Whether the figure should not be used unread · сомнительно ли';
comment on column report_v1.indicator_value.alt_fact is 'What the fact probably should be · вероятное значение';
comment on column report_v1.indicator_value.owner_org_code is
    'Code of the body that owns the indicator · код ответственного';
comment on column report_v1.indicator_value.owner_org_name is
    'Name of the body that owns the indicator · ответственный';
comment on column report_v1.indicator_value.work_area_code is 'Code of the work area · код направления';
comment on column report_v1.indicator_value.work_area_name is 'Name of the work area · направление';
comment on column report_v1.indicator_value.provenance is
    'What the row rests on: document, public, or sample (invented for demonstration) · происхождение: документ, '
    'открытый источник или вымышленный пример';
comment on column report_v1.indicator_value.evidence is
    'What the provenance rests on: document_text, stored_page, prior_knowledge (not looked up), invented · чем '
    'подтверждено';
comment on column report_v1.indicator_value.source_note is
    'File or address, then the reservation · источник и оговорка';
comment on column report_v1.indicator_value.imported_by is 'Who brought it in · кто загрузил';
comment on column report_v1.indicator_value.imported_at is
    'When it was brought in or last changed, by the real clock · когда загружено';
comment on column report_v1.indicator_value.import_message_id is
    'The registry.change message that brought it · сообщение о загрузке';
comment on column report_v1.indicator_value.is_current is
    'Whether the latest import still lists it · есть ли в последней загрузке';
comment on column report_v1.indicator_value.plan_pct is
    'Percent of the plan, 100 for the plan itself: as stated, else fact by base · процент от плана';
comment on column report_v1.indicator_value.over_plan_pct is
    'How far above (or, negative, below) the plan, percent · сверх плана, процентов';
comment on column report_v1.indicator_value.over_plan is
    'Fact less base, in the unit · сверх плана, в единицах показателя';
comment on column report_v1.indicator_value.base is
    'What the fact is compared with: the plan stated, else the one derived · база сравнения';
comment on column report_v1.indicator_value.base_kind is 'stated, derived or none · откуда база';
comment on column report_v1.indicator_value.horizon is
    'day, year or cumulative: over a span of years · за какой срок';
