-- By recipient: what waits, what expired, what was refused and why · Не получено, истекло, отказано по получателям
select q.organisation_name, q.waiting_count, q.oldest_waiting_at, q.expired_count,
       coalesce(sum(r.refusal_count), 0) as refused_count,
       string_agg(r.refusal_reason_ru || ': ' || r.refusal_count, ', ' order by r.refusal_count desc) as refusals
  from report_v1.queue_depth q
  left join report_v1.refusal_by_reason r on r.responsible_org_code = q.organisation_code
 group by q.organisation_name, q.waiting_count, q.oldest_waiting_at, q.expired_count
having q.waiting_count > 0 or q.expired_count > 0 or sum(r.refusal_count) > 0
 order by q.waiting_count desc, q.organisation_name;
