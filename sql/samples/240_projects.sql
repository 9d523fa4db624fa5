-- Projects by kind, cluster and area type: money and workplaces · Портфель проектов: деньги и рабочие места
select kind_ru, cluster_name, area_type_name, count(*) as projects, sum(budget_mrub) as budget_mrub,
       sum(extra_budget_mrub) as extra_budget_mrub, sum(jobs_planned) as jobs, min(numbers_provenance) as provenance
  from report_v1.project
 where is_current
 group by kind_ru, cluster_name, area_type_name
 order by budget_mrub desc nulls last;
