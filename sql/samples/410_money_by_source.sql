-- Money by source: budgets, private means, federal instruments · Деньги по источникам: бюджет, внебюджет, инструменты
select programme, kind_ru, sum(project_count) as projects, sum(public_budget_mrub) as public_budget_mrub,
       sum(extra_budget_mrub) as extra_budget_mrub, sum(granted_mrub) as granted_mrub, sum(spent_mrub) as spent_mrub,
       sum(unmet_mrub) as unmet_mrub, sum(jobs_planned) as jobs, max(provenance) as provenance
  from report_v1.project_portfolio
 group by programme, kind_ru
 order by granted_mrub desc nulls last, kind_ru;
