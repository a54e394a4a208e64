/**
 * Several brands in one store: each has its rows, numbers and keys, and sees nothing of another's
 * by any call, not even where both use the same names.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { publicKeyHex } from '../../src/issuer/signing-key.ts';
import type { RowChange } from '../../src/issuer/store.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import type { SealedStore } from '../../src/issuer/stores/sql-store.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { activate, createIssuerFixture, granted, START } from './issuer-fixture.ts';
import { accountRow, activeRow, createdRow, newId, requestRow, tokenRow } from './row-fixtures.ts';
import { pgliteDatabase, sql, startCluster } from './stores-under-test.ts';

const key = generateStoreKey();
const OWNER = 'customer-17';
const LIMIT = { limit: 50 };

const pglite = await pgliteDatabase();
const cluster = await startCluster();
const url = await cluster?.database();
afterAll(async () => {
  await pglite.leave();
  await cluster?.stop();
});

const STORES: [name: string, open: () => Promise<SealedStore>][] = [
  ['PGlite', () => pglite.open(key)],
];
if (url !== undefined) STORES.push(['PostgreSQL', () => openPostgresStore({ database: url, key })]);

describe.each(STORES)('brands in %s', (name, open) => {
  let main: SealedStore;
  let acme: SealedStore;
  let zenith: SealedStore;

  beforeAll(async () => {
    main = await open();
    [acme, zenith] = [main.brand('acme'), main.brand('zenith')];
  });
  afterAll(() => main.close());

  const put = async (store: SealedStore, ...changes: RowChange[]) =>
    expect(await store.commit(changes)).toBe(true);

  /** A row of each kind, under names that every brand uses. */
  async function fill(store: SealedStore, serial: string, named = OWNER) {
    const instance = activeRow({ owner: named, serial });
    const account = accountRow({ serial, owner: named, current: instance.id });
    const owner = { owner: named, version: 1, tries: { row: 1, step: 0 } } as const;
    const request = requestRow({ instance: instance.id });
    const id = newId();
    const row = { id, version: 1 } as const;
    const key = { ...row, hash: new Uint8Array(), name, scopes: [], createdAt: START };
    const event = { ...row, type: 'code.accepted', at: START, owner: OWNER, data: {} } as const;
    await put(
      store,
      { table: 'instances', row: instance },
      { table: 'accounts', row: account },
      { table: 'owners', row: owner },
      { table: 'requests', row: request },
      { table: 'keys', row: key },
      { table: 'events', row: event },
    );
    return { instance, account, owner, request, key, event };
  }

  it('see nothing of each other, whatever they ask', async () => {
    const serial = newId();
    const stores = [main, acme, zenith] as const;
    const rows = [];
    for (const store of stores) rows.push(await fill(store, serial));
    for (const store of stores) while ((await store.numberEvents(10)) > 0);
    for (const [i, store] of stores.entries()) {
      const mine = rows[i]!;
      expect(await store.account(serial)).toEqual(mine.account);
      expect(await store.owner(OWNER)).toEqual(mine.owner);
      expect(await store.instancesOf(OWNER)).toEqual([mine.instance]);
      expect(await store.instanceOf(serial)).toEqual(mine.instance);
      expect(await store.ownerDevices(OWNER)).toEqual({
        owner: mine.owner,
        instances: [mine.instance],
      });
      expect(await store.devices(LIMIT)).toEqual({ items: [mine.instance] });
      expect(await store.devices({ state: 'ACTIVE', owner: OWNER, ...LIMIT })).toEqual({
        items: [mine.instance],
      });
      expect((await store.versionsOf([OWNER], 0)).map(({ id }) => id)).toEqual([
        mine.instance.id,
        mine.request.id,
      ]);
      expect(await store.serviceRows('keys', LIMIT)).toEqual({ items: [mine.key] });
      expect(await store.events({ after: 0, limit: 50 })).toEqual([{ ...mine.event, number: 1 }]);
      for (const [j, { instance, request, key: apiKey }] of rows.entries()) {
        const isMine = i === j;
        expect(await store.instance(instance.id)).toEqual(isMine ? instance : undefined);
        expect(await store.request(request.id)).toEqual(isMine ? request : undefined);
        expect(await store.requestsOf(instance.id, 0)).toEqual(isMine ? [request] : []);
        expect(await store.serviceRow('keys', apiKey.id)).toEqual(isMine ? apiKey : undefined);
      }
    }
  });

  it('write and delete no row of another', async () => {
    const serial = newId();
    const { instance, key: apiKey } = await fill(acme, serial, 'written');
    for (const store of [main, zenith]) {
      const next = { ...instance, version: 2, owner: 'thief' };
      expect(await store.commit([{ table: 'instances', row: next }])).toBe(false);
      expect(await store.commit([{ table: 'keys', row: apiKey, removes: true }])).toBe(false);
    }
    expect(await acme.instance(instance.id)).toEqual(instance);
    expect(await acme.serviceRow('keys', apiKey.id)).toEqual(apiKey);
  });

  it('sweep their own rows', async () => {
    const old = { expiresAt: START - 9000 };
    const lost = createdRow({ ...old });
    const token = tokenRow(old);
    await put(
      acme,
      { table: 'instances', row: lost },
      { table: 'accounts', row: accountRow({ serial: lost.serial }) },
      { table: 'tokens', row: token },
    );
    for (const store of [main, zenith]) await store.sweep({ before: START - 5000 });
    expect(await acme.instance(lost.id)).toEqual(lost);
    expect(await acme.account(lost.serial)).toBeDefined();
    expect(await acme.commit([{ table: 'tokens', row: token }])).toBe(false);
    await acme.sweep({ before: START - 5000 });
    expect(await acme.instance(lost.id)).toBeUndefined();
    expect(await acme.account(lost.serial)).toBeUndefined();
    expect(await acme.commit([{ table: 'tokens', row: token }])).toBe(true);
  });

  it('have a signing key and secrets each', async () => {
    const stores = [main, acme, zenith];
    const keys = await Promise.all(stores.map((store) => store.issuerKey()));
    expect(new Set(keys.map(publicKeyHex)).size).toBe(stores.length);
    const secrets = await Promise.all(
      stores.map((store, i) => store.secret('vapid', () => Promise.resolve(Uint8Array.of(i)))),
    );
    expect(secrets.map(([first]) => first)).toEqual([0, 1, 2]);
    const next = publicKeyHex(await acme.prepareIssuerKey());
    await acme.switchIssuerKey(next);
    expect(publicKeyHex(await acme.issuerKey())).toBe(next);
    expect(publicKeyHex(await main.issuerKey())).toBe(publicKeyHex(keys[0]!));
    expect((await zenith.issuerKeys()).nextKey).toBeUndefined();
  });

  it('serve an issuer each, with the same serial number', async () => {
    const serial = newId();
    const codes = await Promise.all(
      [acme, zenith].map(async (store) => {
        const at = createIssuerFixture({ store, key: await store.issuerKey() });
        const begun = await at.issuer.begin({ serial, owner: OWNER });
        const { id, account } = await activate(at, granted(begun));
        granted(await at.issuer.verifyOtp(id, await account.otpAt(START)));
        return { id, at };
      }),
    );
    const [one, two] = codes as [(typeof codes)[0], (typeof codes)[0]];
    expect(await one.at.issuer.verifyOtp(two.id, '123456')).toMatchObject({
      reason: 'UNKNOWN_ACTIVATION',
    });
  });

  it('are found by nobody under a name that is none', () => {
    for (const wrong of ['', 'Acme', 'a b', "a'b", '-a', 'a'.repeat(41), 7 as unknown as string])
      expect(() => main.brand(wrong)).toThrow(expect.objectContaining({ code: 'OUT_OF_RANGE' }));
  });

  it('hand out no row that was moved to another brand, and rotate together', async () => {
    if (url === undefined || name === 'PGlite') return;
    const { instance } = await fill(acme, newId(), 'moved');
    await sql(url, `update tessera_instances set issuer = 'zenith' where id = $1`, [instance.id]);
    await expect(zenith.instance(instance.id)).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
    await sql(url, `update tessera_instances set issuer = 'main' where id = $1`, [instance.id]);
    await expect(main.instance(instance.id)).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
    await sql(url, `update tessera_instances set issuer = 'acme' where id = $1`, [instance.id]);
    const young = generateStoreKey();
    const rotating = await openPostgresStore({ database: url, key: [young, key] });
    expect(await rotating.brand('zenith').rotate()).toBeGreaterThan(0);
    expect(await rotating.brand('acme').instance(instance.id)).toEqual(instance);
    await rotating.close();
    const after = await openPostgresStore({ database: url, key: young });
    expect(await after.brand('acme').instance(instance.id)).toEqual(instance);
    await after.close();
  });
});
