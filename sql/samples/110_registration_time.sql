-- How long bodies take to register what they were issued, in a month · Время регистрации поручений за месяц
select r.recipient_org_name, count(*) as registered,
       percentile_cont(0.5) within group (order by r.registered_at - r.accepted_at) as median
  from report_v1.message_receipt r
 where r.kind = 'instruction.issue' and r.accepted_at >= '2016-06-01' and r.accepted_at < '2016-07-01'
   and r.registered_at is not null
 group by r.recipient_org_name
 order by median desc;
