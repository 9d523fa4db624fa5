-- Plan and fact, percent and above plan, for each horizon · План и факт, процент и сверх плана по горизонтам
select indicator_name, period_text, horizon, plan, fact, unit_ru, plan_pct, over_plan_pct, base_kind, is_doubtful,
       provenance
  from report_v1.indicator_value
 where is_current
 order by indicator_name, period_from_on;
