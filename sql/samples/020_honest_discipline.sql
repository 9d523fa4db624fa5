-- How deadlines are kept, by the first and by the present deadline · Исполнительская дисциплина по двум срокам
select programme, quarter, responsible_org_name, instruction_count, on_time_original_pct, on_time_current_pct,
       extension_count, returned_count
  from report_v1.discipline_by_quarter
 order by programme, quarter, on_time_original_pct;
