-- Where the time went, in days of an average instruction · На каких участках прошло время, дней на поручение
select programme, responsible_org_name, instruction_count,
       round((extract(epoch from life_time) / 86400 / instruction_count), 1) as life,
       round((extract(epoch from dispatch_time) / 86400 / instruction_count), 1) as dispatch,
       round((extract(epoch from registration_time) / 86400 / instruction_count), 1) as registration,
       round((extract(epoch from responsible_time) / 86400 / instruction_count), 1) as responsible,
       round((extract(epoch from co_executor_time) / 86400 / instruction_count), 1) as co_executor,
       round((extract(epoch from extension_time) / 86400 / instruction_count), 1) as extension,
       round((extract(epoch from controller_time) / 86400 / instruction_count), 1) as controller
  from report_v1.blame_by_organisation_asof('2016-06-24 18:00+07')
 where instruction_count > 0
 order by life desc, responsible_org_name;
