-- Days on which the working calendar differs from the week · Особые дни производственного календаря
select calendar, day_on, kind_ru, holiday_ru, moved_from_on
  from report_v1.calendar_day
 order by calendar, day_on;
