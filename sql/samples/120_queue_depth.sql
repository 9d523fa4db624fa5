-- Inboxes with something waiting, the deepest first · Очереди, где есть ожидающее
select organisation_name, waiting_count, oldest_waiting_at, message_count
  from report_v1.queue_depth
 where waiting_count > 0
 order by waiting_count desc;
