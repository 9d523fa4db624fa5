-- From need to grant, by instrument: uses, roubles and days · От потребности до предоставления: случаи, рубли и дни
select programme, instrument_code, instrument_name, count(*) as uses, sum(refusal_count) as refusals,
       count(*) filter (where state = 'APPLIED') as undecided, count(granted_rub) as granted,
       sum(wanted_rub) as wanted_rub, sum(granted_rub) as granted_rub, sum(spent_rub) as spent_rub,
       percentile_cont(0.5) within group (order by decided_at - needed_at) as median_time
  from report_v1.instrument_use
 where state <> 'WITHDRAWN' and instrument_code is not null
 group by programme, instrument_code, instrument_name
 order by granted_rub desc nulls last, instrument_code;
