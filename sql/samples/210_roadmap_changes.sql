-- What the new roadmap changed in the old one · Что изменила новая версия дорожной карты
select version, action_code, origin_code, action_title, is_reworded, is_due_moved, is_lead_moved
  from report_v1.action_lineage
 where is_reworded or is_due_moved or is_lead_moved
 order by version, action_code;
