-- Where approvals wait: days each stage takes, of those that ended · Сколько дней занимает каждый этап согласования
select programme, stage_name, rule_ru, count(*) as stages,
       percentile_cont(0.5) within group (order by wait_days) as median_days, max(wait_days) as longest_days,
       count(*) filter (where state = 'FAILED') as failed
  from report_v1.approval_stage
 where decided_at is not null
 group by programme, stage_name, rule_ru
 order by median_days desc;
