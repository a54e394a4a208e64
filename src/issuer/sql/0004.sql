-- Several brands in one set of tables. A program that knows none goes on with its own, "main".

alter table tessera_migrations add column oldest integer;

alter table tessera_instances add column issuer text not null default 'main';

alter table tessera_accounts add column issuer text not null default 'main';

alter table tessera_owners add column issuer text not null default 'main';

alter table tessera_requests add column issuer text not null default 'main';

alter table tessera_tokens add column issuer text not null default 'main';

alter table tessera_events add column issuer text not null default 'main';

alter table tessera_evidence add column issuer text not null default 'main';

alter table tessera_answers add column issuer text not null default 'main';

alter table tessera_keys add column issuer text not null default 'main';

alter table tessera_tickets add column issuer text not null default 'main';

alter table tessera_endpoints add column issuer text not null default 'main';

alter table tessera_deliveries add column issuer text not null default 'main';

create index tessera_instances_listed on tessera_instances (issuer, state, place);

-- A brand's rows in their order, however many others there are.
create unique index tessera_instances_place on tessera_instances (issuer, place);

create unique index tessera_evidence_place on tessera_evidence (issuer, place);

create unique index tessera_answers_place on tessera_answers (issuer, place);

create unique index tessera_tickets_place on tessera_tickets (issuer, place);

create unique index tessera_deliveries_place on tessera_deliveries (issuer, place);

create unique index tessera_keys_place on tessera_keys (issuer, place);

create unique index tessera_endpoints_place on tessera_endpoints (issuer, place);

-- Each brand has its own numbers, from 1 on.
alter table tessera_events drop constraint tessera_events_number_key;

create unique index tessera_events_number on tessera_events (issuer, number);

-- The events of a rare type, without a look at all others.
create index tessera_events_type on tessera_events (issuer, type, number)
  where number is not null;

drop index tessera_events_new;

create index tessera_events_new on tessera_events (issuer, place) where number is null;

-- Accounts that an earlier program ended.
create index tessera_instances_undated on tessera_instances (issuer, id)
  where ended_at is null and state in ('BLOCKED', 'REVOKED', 'REPLACED');

-- Room beside a row for its next version, so that no index has to learn of it.
alter table tessera_instances set (fillfactor = 90);

alter table tessera_accounts set (fillfactor = 90);

alter table tessera_owners set (fillfactor = 90);

alter table tessera_requests set (fillfactor = 90);

-- The oldest program that can serve these tables: the first.
insert into tessera_migrations (number, oldest) values (4, 1);
