-- What an event said of itself besides what every message has: `subject`, `time`, `dataschema` and its extensions.

-- Append-only like the message itself. The content hash covers the message and not these: they are the sender's notes.
create table core.message_attribute (
    message_id bigint not null,
    name       text   not null check (name ~ '^[a-z0-9]+$'),
    value      text   not null,
    primary key (message_id, name)
);
comment on table core.message_attribute is
    'Attributes of messages that were sent as CloudEvents, apart from those that are columns of the message.';

call core.append_only('core.message_attribute');
call core.protect_private('core.message_attribute');
grant select, insert on core.message_attribute to ino_daemon;
