-- Who is late now · Кто опаздывает сейчас
select programme, responsible_org_name, count(*) as overdue, max(days_late) as worst_days, min(due_local_on) as since
  from report_v1.instruction
 where is_overdue
 group by programme, responsible_org_name
 order by overdue desc, worst_days desc;
