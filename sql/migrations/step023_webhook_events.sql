-- What happened to an endpoint, for those who may see the endpoint.

-- Which endpoint a row is of says who may see it, as with webhook_retry: the view joins it to that endpoint.
create policy reports on core.webhook_event for select to ino_report_owner using (true);
grant select on core.webhook_event to ino_report_owner;
call core.keep_no_figures('core.webhook_event');

insert into core.word (code, ru) values
    ('webhook-event.made', 'создан'), ('webhook-event.changed', 'изменён'), ('webhook-event.paused', 'приостановлен'),
    ('webhook-event.resumed', 'возобновлён'), ('webhook-event.rotated', 'заменён секрет'),
    ('webhook-event.resealed', 'секрет запечатан новым ключом'),
    ('webhook-event.tested', 'проверен'), ('webhook-event.removed', 'удалён'),
    ('webhook-event.failing', 'не принимает сообщения'), ('webhook-event.suspended', 'остановлен после четырёх суток отказов'),
    ('webhook-event.disabled', 'отключён адресатом'), ('webhook-event.recovered', 'снова принимает сообщения')
    on conflict (code) do nothing;
