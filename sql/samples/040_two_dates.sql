-- Two days side by side: open and overdue · Две даты рядом: открыто и просрочено
select programme, responsible_org_name,
       count(*) filter (where as_of_at < '2016-05-01' and is_open) as open_before,
       count(*) filter (where as_of_at >= '2016-05-01' and is_open) as open_after,
       count(*) filter (where as_of_at < '2016-05-01' and is_overdue) as overdue_before,
       count(*) filter (where as_of_at >= '2016-05-01' and is_overdue) as overdue_after
  from (select as_of_at, programme, responsible_org_name, is_open, is_overdue
          from report_v1.instruction_state_asof('2016-03-25 18:00+07')
         union all
        select as_of_at, programme, responsible_org_name, is_open, is_overdue
          from report_v1.instruction_state_asof('2016-06-24 18:00+07')) both_days
 group by programme, responsible_org_name
 order by overdue_after desc, responsible_org_name;
