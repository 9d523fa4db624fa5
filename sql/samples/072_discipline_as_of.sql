-- Discipline by both deadlines, and by Directum's formula, on a day · Дисциплина по двум срокам и по формуле Directum
select programme, responsible_org_name, instruction_count, on_time_original_pct, on_time_current_pct, directum_pct,
       extensions_per_item, extension_days_gained, extension_undecided_count, returns_per_item, late_contribution_count
  from report_v1.discipline_asof('2016-06-24 18:00+07')
 order by on_time_original_pct nulls last, responsible_org_name;
