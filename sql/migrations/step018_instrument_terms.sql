-- Since when and until when a body is a recipient of an instrument, as exactly as it is known. One that is over stays on
-- record. Windows and budgets have had their days and years from the first.

alter table core.instrument_recipient
    add column valid_from core.partial_date,
    add column valid_to core.partial_date,
    add column first_day date generated always as (core.first_day(valid_from::text)) stored,
    add column last_day date generated always as (core.last_day(valid_to::text)) stored;
