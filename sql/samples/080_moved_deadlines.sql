-- Deadlines that were moved after they had been fixed · Перенесённые сроки
select programme, responsible_org_name, count(*) as moves, count(distinct instruction_id) as instructions
  from report_v1.instruction_deadline_history
 where original_due_at is distinct from due_at
 group by programme, responsible_org_name
 order by moves desc;
