-- Who holds which position, on a day · Кто какую должность занимает на дату
select organisation_name, person_name, position, valid_from_text, valid_to_text
  from report_v1.person_position
 where is_current and coalesce(valid_from_on, '-infinity') <= '2016-03-25'
   and coalesce(valid_to_on, 'infinity') >= '2016-03-25'
 order by organisation_name, person_name;
