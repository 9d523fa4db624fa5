-- Teams and boards without open instructions, by the body they are under · Рабочие группы без открытых поручений
select o.parent_org_name, o.organisation_name, o.kind_ru, coalesce(w.open_count, 0) as open_count
  from report_v1.organisation o
  left join report_v1.overdue_by_organisation w
         on w.programme = o.programme and w.responsible_org_code = o.organisation_code
 where o.kind in ('task_team', 'expert_board', 'project_office') and coalesce(w.open_count, 0) = 0
 order by o.parent_org_name, o.organisation_name;
