-- Wrong codes that were verified for an owner; a row that still says something has no end.

create table tessera_owners (
  id text primary key,
  version integer not null,
  expires_at bigint,
  key_id text not null,
  sealed bytea not null
);

create index tessera_owners_expired on tessera_owners (expires_at)
  where expires_at is not null;

insert into tessera_migrations (number) values (2);
