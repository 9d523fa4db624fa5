-- How far each version of the roadmap is, by work area · Выполнение дорожной карты по направлениям
select version, work_area_name, action_count, done_count, remaining_count, done_pct, source_note
  from report_v1.roadmap_completion
 order by version, is_total, work_area_name;
