-- A place for each endpoint of a brand, which no two have: those that are made at once are no more
-- than may be. Programs of before go on: they make endpoints without a place, which are counted.

alter table tessera_endpoints add column slot integer;

create unique index tessera_endpoints_slot on tessera_endpoints (issuer, slot);

insert into tessera_migrations (number, oldest) values (6, 1);
