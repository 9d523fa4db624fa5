-- Instruments that no action, project or recipient uses · Инструменты, которыми никто не пользуется
select instrument_code, instrument_name, owner_org_name, valid_to_text
  from report_v1.instrument
 where is_unused and is_open and is_current
 order by instrument_name;
