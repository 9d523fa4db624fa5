-- Remarks that their document's author has not answered · Замечания без ответа автора документа
select a.programme, a.author_org_name, r.approval_no, a.title, r.approver_org_name, r.point, r.text, v.voted_at
  from report_v1.approval_remark r
  join report_v1.approval a using (approval_id)
  join report_v1.approval_vote v using (approval_id, vote_no)
 where r.state = 'OPEN' and a.is_open
 order by v.voted_at, r.approval_no, r.remark_no;
