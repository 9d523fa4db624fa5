-- What happened to one instruction, act by act · История одного поручения
select known_at, occurred_at, event_ru, actor_org_name, actor_person_name, actor_capacity, is_entered_late
  from report_v1.instruction_event
 where instruction_no = 'П-2016-0417'
 order by message_id;
