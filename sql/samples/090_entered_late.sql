-- Acts entered after they had happened, in the last 30 days · Внесённое задним числом за 30 дней
select e.programme, e.actor_org_name, count(*) as acts, max(e.known_at - e.occurred_at) as longest
  from report_v1.instruction_event e
 where e.known_at > (select max(now_at) - interval '30 days' from report_v1.programme)
   and e.is_entered_late
 group by e.programme, e.actor_org_name
 order by acts desc;
