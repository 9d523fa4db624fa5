-- Attachments: content by its SHA-256, in pieces, so that one backup is everything; who uploaded it; and which message
-- names it. What a message names stays for ever, what none names for a day.

-- One upload, also of content that is here already: who may name and read it follows from who uploaded it.
create table core.attachment_upload (
    id           bigint      primary key default core.new_id(),
    organisation int         not null references core.organisation (id),
    person       text,
    position     text,
    capacity     text        not null,
    basis        text,
    principal    text        not null,
    media_type   text        not null,
    room         bigint      not null check (room >= 0),    -- how much may come; counted as long as it comes
    begun_at     timestamptz not null default clock_timestamp(),
    hash         bytea,                                     -- once all is here
    finished_at  timestamptz,

    constraint attachment_upload_finished check ((hash is null) = (finished_at is null))
);
create index attachment_upload_hash on core.attachment_upload (hash, organisation);
create index attachment_upload_organisation on core.attachment_upload (organisation, id);
create index attachment_upload_open on core.attachment_upload (begun_at) where hash is null;
comment on table core.attachment_upload is
    'Who uploaded which content, and when; one that is under way has no hash yet.';

create table core.attachment (
    hash    bytea       primary key check (octet_length(hash) = 32),
    size    bigint      not null check (size >= 0),
    content bigint      not null unique,    -- the upload whose pieces these are
    at      timestamptz not null default clock_timestamp()
);
comment on table core.attachment is 'Content that is here whole, once, however often it was uploaded.';
alter table core.attachment_upload
    add constraint attachment_upload_hash_fkey foreign key (hash) references core.attachment (hash);

-- 256 KiB each, but the last. Not compressed: what people attach is, and a part of a piece is read without the rest.
create table core.attachment_chunk (
    content bigint not null,
    n       int    not null check (n >= 0),
    bytes   bytea  not null check (octet_length(bytes) between 1 and 262144),
    primary key (content, n)
);
alter table core.attachment_chunk alter column bytes set storage external;
comment on table core.attachment_chunk is 'The bytes of attachments, piece by piece.';

-- The names stand in the message's body, which is hashed; here they are found. The reference keeps what is named.
create table core.message_attachment (
    message_id bigint   not null,
    place      smallint not null check (place > 0),
    hash       bytea    not null references core.attachment (hash),
    name       text     not null check (name <> ''),
    primary key (message_id, place)
);
create index message_attachment_hash on core.message_attachment (hash, message_id);
comment on table core.message_attachment is 'Which message names which attachment under which file name.';

call core.append_only('core.message_attachment');
-- Of which message a row is says who may see it; the view joins it to that message.
call core.protect('core.message_attachment');
-- Size and number of attachments name no body; the view shows those that a message names.
call core.protect('core.attachment');
call core.protect_private('core.attachment_upload');
call core.protect_private('core.attachment_chunk');

-- The daemon reads, and names; all else it does by the functions below, so that content which is whole is never added
-- to, and content which a message names never taken away.
grant select on core.attachment, core.attachment_chunk, core.attachment_upload to ino_daemon;
grant select, insert on core.message_attachment to ino_daemon;

-- Begins an upload if what the organisation has uploaded and no message names leaves room for it: answers its id, or
-- null, and how much that is. Unnamed content is gone after a day, so only uploads of the last two are looked at.
create function core.begin_upload(
    p_organisation text, p_person text, p_position text, p_capacity text, p_basis text, p_principal text,
    p_media_type text, p_room bigint, p_most bigint, out upload bigint, out taken bigint)
    language plpgsql security definer set search_path = pg_catalog, core, pg_temp as $$
declare
    own int;
begin
    select o.id into own from core.organisation o where o.code = p_organisation;
    if own is null then
        raise exception 'no such organisation' using errcode = 'IN003';
    end if;
    -- Two that begin at once take turns: the second counts the first.
    perform pg_advisory_xact_lock(hashtext('core.begin_upload'), own);
    select coalesce((select sum(u.room) from core.attachment_upload u
                      where u.organisation = own and u.hash is null), 0)
         + coalesce((select sum(a.size)
                       from core.attachment a
                      where a.hash in (select u.hash from core.attachment_upload u
                                        where u.organisation = own
                                          and u.id >= core.id_at(clock_timestamp() - interval '2 days'))
                        and not exists (select from core.message_attachment m where m.hash = a.hash)), 0)
      into taken;
    if taken + p_room <= p_most then
        insert into core.attachment_upload (organisation, person, position, capacity, basis, principal, media_type, room)
        values (own, p_person, p_position, p_capacity, p_basis, p_principal, p_media_type, p_room)
        returning id into upload;
    end if;
end $$;

-- Keeps a piece of an upload that is under way. It need not be on disk before the upload is finished: that commit comes
-- after it in the log.
create function core.keep_chunk(p_upload bigint, p_n int, p_bytes bytea) returns void
    language plpgsql security definer set search_path = pg_catalog, core, pg_temp as $$
begin
    perform set_config('synchronous_commit', 'off', true);
    perform from core.attachment_upload u where u.id = p_upload and u.hash is null for key share;
    if not found then
        raise exception 'no such upload is under way' using errcode = 'IN002';
    end if;
    insert into core.attachment_chunk (content, n, bytes) values (p_upload, p_n, p_bytes);
end $$;

-- Ends an upload: its content is kept under its hash, or forgotten where the same is here already.
create function core.finish_upload(p_upload bigint, p_hash bytea, p_size bigint) returns void
    language plpgsql security definer set search_path = pg_catalog, core, pg_temp as $$
declare
    kept   bigint;
    pieces bigint;
    last   int;
begin
    perform from core.attachment_upload u where u.id = p_upload and u.hash is null for update;
    if not found then
        raise exception 'no such upload is under way' using errcode = 'IN002';
    end if;
    select coalesce(sum(octet_length(c.bytes)), 0), count(*), coalesce(max(c.n), -1)
      into kept, pieces, last
      from core.attachment_chunk c
     where c.content = p_upload;
    if kept <> p_size or pieces <> last + 1 or pieces <> (p_size + 262143) / 262144 then
        raise exception 'the upload is not whole' using errcode = 'IN002';
    end if;
    loop
        insert into core.attachment (hash, size, content) values (p_hash, p_size, p_upload) on conflict do nothing;
        exit when found;
        -- The same content: held until the upload is entered, so that it is not removed meanwhile.
        perform from core.attachment a where a.hash = p_hash for key share;
        if found then
            delete from core.attachment_chunk c where c.content = p_upload;
            exit;
        end if;
    end loop;
    update core.attachment_upload u set hash = p_hash, finished_at = clock_timestamp() where u.id = p_upload;
end $$;

-- Forgets an upload that broke off.
create function core.drop_upload(p_upload bigint) returns void
    language plpgsql security definer set search_path = pg_catalog, core, pg_temp as $$
begin
    perform from core.attachment_upload u where u.id = p_upload and u.hash is null for update;
    if found then
        delete from core.attachment_chunk c where c.content = p_upload;
        delete from core.attachment_upload u where u.id = p_upload;
    end if;
end $$;

-- Removes uploads that did not end within a day, and content that no message has named for a day since it was last
-- uploaded; a thousand at a time, and how many bytes that was.
create function core.sweep_attachments(p_now timestamptz, out uploads int, out contents int, out bytes bigint)
    language plpgsql security definer set search_path = pg_catalog, core, pg_temp as $$
declare
    one  record;
    past timestamptz := p_now - interval '1 day';
begin
    uploads := 0;
    contents := 0;
    bytes := 0;
    for one in
        select u.id from core.attachment_upload u
         where u.hash is null and u.begun_at < past
         order by u.id limit 1000 for update skip locked
    loop
        delete from core.attachment_chunk c where c.content = one.id;
        delete from core.attachment_upload u where u.id = one.id;
        uploads := uploads + 1;
    end loop;
    for one in
        select a.hash, a.size, a.content from core.attachment a
         where not exists (select from core.message_attachment m where m.hash = a.hash)
           and not exists (select from core.attachment_upload u where u.hash = a.hash and u.finished_at >= past)
         limit 1000 for update skip locked
    loop
        -- Looked at again now that it is locked: whoever names or uploads it holds it, and had to be done before.
        continue when exists (select from core.message_attachment m where m.hash = one.hash)
                   or exists (select from core.attachment_upload u where u.hash = one.hash and u.finished_at >= past);
        delete from core.attachment_upload u where u.hash = one.hash;
        delete from core.attachment_chunk c where c.content = one.content;
        delete from core.attachment a where a.hash = one.hash;
        contents := contents + 1;
        bytes := bytes + one.size;
    end loop;
end $$;

-- Whether an organisation may read content: it uploaded it itself, or sent or received a message that names it, or has a
-- part in the instruction whose case holds such a message.
create function core.may_read_attachment(p_hash bytea, p_organisation int) returns boolean
    language sql stable
    return exists (select from core.attachment_upload u where u.hash = p_hash and u.organisation = p_organisation)
        or exists (select
                     from core.message_attachment n
                     join core.message m on m.id = n.message_id
                    where n.hash = p_hash
                      and (m.sender = p_organisation or p_organisation = any (m.audience)
                           or exists (select from core.instruction_party p
                                       where p.instruction = m.case_id and p.organisation = p_organisation)));

-- Which of these pairs of content and organisation may be named together in a message, by their places from 1. They are
-- held until the transaction ends: nobody removes them before they are named.
create function core.hold_attachments(p_hash bytea[], p_organisation text[]) returns setof int
    language plpgsql security definer set search_path = pg_catalog, core, pg_temp as $$
begin
    perform from core.attachment a where a.hash = any (p_hash) order by a.hash for key share;
    return query
        select g.n::int
          from unnest(p_hash, p_organisation) with ordinality g (hash, code, n)
          join core.organisation o on o.code = g.code
         where core.may_read_attachment(g.hash, o.id);
end $$;

do $$
declare
    one regprocedure;
begin
    for one in
        select p.oid from pg_proc p
         where p.pronamespace = 'core'::regnamespace
           and p.proname in ('begin_upload', 'keep_chunk', 'finish_upload', 'drop_upload', 'sweep_attachments',
                             'hold_attachments', 'may_read_attachment')
    loop
        execute format('revoke execute on function %s from public', one);
        execute format('grant execute on function %s to ino_daemon', one);
    end loop;
end $$;
