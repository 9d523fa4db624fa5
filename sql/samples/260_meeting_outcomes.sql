-- What meetings decided, and by when it is due · Решения совещаний и их сроки
select meeting_from_on, meeting_title, number, kind_ru, text_en, responsible_org_name, due_text
  from report_v1.meeting_decision
 where is_current
 order by due_on nulls last, meeting_from_on;
