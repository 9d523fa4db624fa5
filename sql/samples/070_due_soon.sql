-- What is due within a week of the programme's now · Что подлежит исполнению в ближайшую неделю
select i.instruction_no, i.responsible_org_name, i.due_local_text, i.state_ru, i.text
  from report_v1.instruction i
  join report_v1.programme p using (programme)
 where i.timeliness = 'ON_TIME' and i.due_at < p.now_at + interval '7 days'
 order by i.due_at, i.instruction_no;
