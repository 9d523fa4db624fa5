-- How each body votes, and how often it sends documents back · Как голосует каждый согласующий
select programme, approver_org_name, count(*) as votes, count(*) filter (where vote = 'APPROVED') as approved,
       count(*) filter (where vote = 'WITH_REMARKS') as with_remarks,
       count(*) filter (where vote = 'REFUSED') as refused,
       count(*) filter (where vote = 'NOT_COMPETENT') as not_competent,
       round(100.0 * count(*) filter (where vote = 'REFUSED') / count(*), 1) as refused_pct
  from report_v1.approval_vote
 group by programme, approver_org_name
 order by refused_pct desc, votes desc;
