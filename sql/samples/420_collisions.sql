-- What does not fit: paid twice, ended too soon, nothing found · Нестыковки: двойное финансирование, сроки, потребности
select programme, collision_ru, recipient_org_name, coalesce(action_code, project_code) as target, target_title,
       instrument_codes, use_nos, amount_rub, due_on, expires_on, days_short, provenance
  from report_v1.instrument_collision
 order by collision_ru, amount_rub desc nulls last, target;
