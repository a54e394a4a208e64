-- The tables of an issuer: instances, accounts, requests, spent tokens, secrets.

create table if not exists tessera_migrations (
  number integer primary key,
  applied_at timestamptz not null default now()
);

create table tessera_instances (
  place bigint generated always as identity,
  id text primary key,
  version integer not null,
  state text not null,
  serial text not null,
  owner text,
  expires_at bigint not null,
  key_id text not null,
  sealed bytea not null
);

create index tessera_instances_owner on tessera_instances (owner, place);

create index tessera_instances_serial on tessera_instances (serial);

-- The few that a sweep looks at, however many accounts there are.
create index tessera_instances_lost on tessera_instances (expires_at)
  where state in ('CREATED', 'CODE_BOUND', 'EXPIRED', 'FAILED');

create table tessera_accounts (
  id text primary key,
  version integer not null,
  owner text,
  current text,
  key_id text not null,
  sealed bytea not null
);

create index tessera_accounts_unused on tessera_accounts (id) where current is null;

create table tessera_requests (
  place bigint generated always as identity,
  id text primary key,
  version integer not null,
  instance text not null,
  expires_at bigint not null,
  key_id text not null,
  sealed bytea not null
);

create index tessera_requests_instance on tessera_requests (instance, expires_at);

create index tessera_requests_expired on tessera_requests (expires_at);

create table tessera_tokens (
  id text primary key,
  expires_at bigint not null
);

create index tessera_tokens_expired on tessera_tokens (expires_at);

create table tessera_secrets (
  id text primary key,
  version integer not null,
  key_id text not null,
  sealed bytea not null
);

insert into tessera_migrations (number) values (1);
