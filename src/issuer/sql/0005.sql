-- Answers that go with their owner; deliveries that are due, found by brand and endpoint; no index
-- that no statement uses. Programs of before go on: they write neither of the new columns. Tables
-- are locked in the order in which commits lock them, as some of those programs are writing.

alter table tessera_answers add column owner text;

create index tessera_answers_owner on tessera_answers (issuer, owner)
  where owner is not null;

alter table tessera_deliveries add column endpoint text;

drop index tessera_deliveries_due;

create index tessera_deliveries_due on tessera_deliveries (issuer, due_at)
  where due_at is not null;

drop index tessera_endpoints_expired;

drop index tessera_events_at;

drop index tessera_keys_expired;

insert into tessera_migrations (number, oldest) values (5, 1);
