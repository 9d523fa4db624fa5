-- One line of the broker's health · Состояние брокера одной строкой
select * from report_v1.broker_status;
