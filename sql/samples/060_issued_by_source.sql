-- Instructions by issuer, quarter and source, five and more · Поручения по автору, кварталу и основанию, от пяти
select programme, issuer_org_name, to_char(issued_at at time zone zone, 'YYYY-"Q"Q') as quarter, basis,
       count(*) as issued, count(*) filter (where is_open) as still_open
  from report_v1.instruction
 where issued_at is not null
 group by programme, issuer_org_name, quarter, basis
having count(*) >= 5
 order by quarter, issued desc;
