-- Events, evidence, and what the service keeps.

create table tessera_events (
  place bigint generated always as identity,
  number bigint unique,
  id text primary key,
  version integer not null,
  type text not null,
  at bigint not null,
  noted_at bigint not null default extract(epoch from clock_timestamp()),
  owner text,
  instance text,
  request text,
  mac bytea not null,
  link bytea,
  key_id text,
  sealed bytea
);

create index tessera_events_new on tessera_events (place) where number is null;

create index tessera_events_owner on tessera_events (owner, number);

create index tessera_events_at on tessera_events (at);

create table tessera_evidence (
  place bigint generated always as identity,
  id text primary key,
  version integer not null,
  at bigint not null,
  keep_until bigint not null,
  owner text,
  reference text,
  key_id text not null,
  sealed bytea not null
);

create index tessera_evidence_owner on tessera_evidence (owner, place);

create index tessera_evidence_reference on tessera_evidence (reference, place);

create index tessera_evidence_over on tessera_evidence (keep_until);

create table tessera_answers (
  place bigint generated always as identity,
  id text primary key,
  version integer not null,
  expires_at bigint,
  due_at bigint,
  key_id text not null,
  sealed bytea not null
);

create index tessera_answers_expired on tessera_answers (expires_at);

create table tessera_tickets (
  place bigint generated always as identity,
  id text primary key,
  version integer not null,
  expires_at bigint,
  due_at bigint,
  key_id text not null,
  sealed bytea not null
);

create index tessera_tickets_expired on tessera_tickets (expires_at);

create table tessera_deliveries (
  place bigint generated always as identity,
  id text primary key,
  version integer not null,
  expires_at bigint,
  due_at bigint,
  key_id text not null,
  sealed bytea not null
);

create index tessera_deliveries_expired on tessera_deliveries (expires_at);

create table tessera_keys (
  place bigint generated always as identity,
  id text primary key,
  version integer not null,
  expires_at bigint,
  due_at bigint,
  key_id text not null,
  sealed bytea not null
);

create index tessera_keys_expired on tessera_keys (expires_at);

create table tessera_endpoints (
  place bigint generated always as identity,
  id text primary key,
  version integer not null,
  expires_at bigint,
  due_at bigint,
  key_id text not null,
  sealed bytea not null
);

create index tessera_endpoints_expired on tessera_endpoints (expires_at);

create index tessera_deliveries_due on tessera_deliveries (due_at);

alter table tessera_instances add column ended_at bigint;

create index tessera_instances_ended on tessera_instances (ended_at)
  where ended_at is not null;

insert into tessera_migrations (number) values (3);
