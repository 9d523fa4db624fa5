-- Open and overdue by body, age and whose turn it is, on a day · Незавершённые и просроченные по возрасту и участкам
select programme, responsible_org_name, age_band, segment, open_count, overdue_count, worst_days_late
  from report_v1.open_by_age_asof('2016-06-24 18:00+07')
 order by overdue_count desc, responsible_org_name, age_from_days, segment;
