-- Median days in each state, as of a day · Медиана дней в каждом состоянии на дату
select programme, state_ru, left_count, median_days, longest_days
  from report_v1.instruction_state_time_asof('2016-06-24 18:00+07')
 order by programme, median_days desc;
