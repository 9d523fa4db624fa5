-- What was overdue on a day, as it was known then · Что было просрочено на дату, по сведениям на тот день
select instruction_no, responsible_org_name, due_local_on, days_late, state_ru
  from report_v1.instruction_state_asof('2016-03-25 18:00+07')
 where is_overdue
 order by days_late desc, instruction_no;
