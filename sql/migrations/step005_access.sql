-- Who may come in by which token, and the record of every token made and revoked.

create table core.token (
    id bigint primary key,
    -- SHA-256 of the secret; the secret itself is shown once and kept nowhere.
    hash bytea not null unique check (octet_length(hash) = 32),
    name text not null check (name <> ''),
    -- Without a person it is a system's.
    person int references core.person (id),
    position text,
    organisation int references core.organisation (id),
    scopes text[] not null,
    created_at timestamptz not null default clock_timestamp(),
    created_by text not null check (created_by <> ''),
    expires_at timestamptz not null,
    revoked_at timestamptz,
    revoked_by text,
    -- Written at most once a minute: when it was last seen, not how often.
    last_used_at timestamptz,

    constraint token_position check (position is null or (person is not null and organisation is not null)),
    constraint token_acts_for_a_body check (organisation is not null or scopes && '{operate}' or not scopes && '{send,act}'),
    constraint token_scopes check (scopes <> '{}' and scopes <@ '{read,send,act,operate,audit}'),
    constraint token_lifetime check (expires_at > created_at and expires_at <= created_at + interval '366 days'),
    constraint token_revoker check ((revoked_at is null) = (revoked_by is null))
);
comment on table core.token is
    'Bearer tokens: of a person in a position of an organisation, of a system of one organisation, or of an operator.';
comment on constraint token_lifetime on core.token is 'A token lives at most a year.';

create table core.token_event (
    token bigint not null references core.token,
    kind text not null check (kind in ('created', 'revoked')),
    at timestamptz not null default clock_timestamp(),
    actor text not null,
    detail jsonb not null default '{}',
    primary key (token, kind)
);
comment on table core.token_event is
    'Who made and who revoked which token; append-only, written by the trigger of core.token.';

-- No way to a token leads past its record: the rows are written by the table itself.
create function core.record_token_event() returns trigger
    language plpgsql
as $$
begin
    if tg_op = 'INSERT' then
        insert into core.token_event (token, kind, at, actor, detail)
        values (new.id, 'created', new.created_at, new.created_by,
                jsonb_build_object('name', new.name, 'person', new.person, 'position', new.position,
                                   'organisation', new.organisation, 'scopes', new.scopes,
                                   'expires_at', new.expires_at));
    elsif old.revoked_at is not null
          and (old.revoked_at, old.revoked_by) is distinct from (new.revoked_at, new.revoked_by) then
        raise exception 'a revoked token stays revoked' using errcode = 'restrict_violation';
    elsif old.revoked_at is null and new.revoked_at is not null then
        insert into core.token_event (token, kind, at, actor) values (new.id, 'revoked', new.revoked_at, new.revoked_by);
    end if;
    return null;
end $$;

create trigger record_event after insert or update of revoked_at, revoked_by on core.token
    for each row execute function core.record_token_event();

call core.append_only('core.token_event');
call core.protect_private('core.token');
call core.protect_private('core.token_event');

grant select, insert, update (revoked_at, revoked_by, last_used_at) on core.token to ino_daemon;
grant select, insert on core.token_event to ino_daemon;
