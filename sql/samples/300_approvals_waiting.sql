-- Whose vote approvals wait for, and since when · Чьего решения ждут согласования и с какого времени
select w.programme, o.organisation_name, w.approvals, w.oldest
  from (select programme, organisation_code, count(*) as approvals, min(stage_opened_at) as oldest
          from (select programme, unnest(waits_for_org_codes) as organisation_code, stage_opened_at
                  from report_v1.approval
                 where state = 'ROUTED') asked
         group by programme, organisation_code) w
  join report_v1.organisation o using (programme, organisation_code)
 order by w.approvals desc, o.organisation_name;
