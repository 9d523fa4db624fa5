-- Instructions by year, kind of addressee and source, five and more · Поручения по годам, видам адресатов и основаниям
select programme, left(issued_month, 4) as year, addressee_kind, basis, sum(instruction_count) as issued,
       sum(open_count) as still_open
  from report_v1.issued_by_source
 group by programme, year, addressee_kind, basis
having sum(instruction_count) >= 5
 order by programme, year, addressee_kind, issued desc;
