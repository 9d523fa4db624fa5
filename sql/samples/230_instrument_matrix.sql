-- Which action, project or recipient uses which instrument · Матрица: инструмент и кто им пользуется
select instrument_name, owner_org_name, used_by, used_by_code, used_by_name, link_provenance
  from report_v1.instrument_coverage
 order by instrument_name, used_by, used_by_code;
