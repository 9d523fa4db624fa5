-- Refusals to register, by body and reason · Отказы в регистрации по организациям и причинам
select programme, responsible_org_name, refusal_reason_ru, refusal_count, waiting_count
  from report_v1.refusal_by_reason
 order by refusal_count desc, responsible_org_name;
