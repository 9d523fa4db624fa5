-- Messages of the last week that the recipient has not fetched · Неполученные сообщения за неделю
select r.recipient_org_name, count(*) as not_fetched, min(r.accepted_at) as oldest
  from report_v1.message_receipt r
 where r.accepted_at > (select max(now_at) - interval '7 days' from report_v1.programme)
   and r.delivered_at is null
 group by r.recipient_org_name
 order by not_fetched desc;
