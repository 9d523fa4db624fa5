-- Messages of a month by day and kind · Сообщения за месяц по дням и видам
select date_trunc('day', known_at) as day, kind, count(*) as messages, sum(body_bytes) as bytes
  from report_v1.message
 where known_at >= '2016-05-01' and known_at < '2016-06-01'
 group by day, kind
 order by day, kind;
