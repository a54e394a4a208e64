/**
 * The sealed stores' own promises: at rest, with keys old, new and wrong, with other versions'
 * tables, and without their database.
 */
import * as nodeCrypto from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';

import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { fromBase64url, fromHex, toHex } from '../../src/core/codec/bytes.ts';
import { publicKeyHex } from '../../src/issuer/signing-key.ts';
import { lockFolder } from '../../src/issuer/stores/folder-lock.ts';
import { createKeyRing } from '../../src/issuer/stores/key-ring.ts';
import { openPgliteStore } from '../../src/issuer/stores/pglite-store.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import { nodeRowCipher, webRowCipher } from '../../src/issuer/stores/row-cipher.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { times } from '../chance.ts';
import { putEmptyDatabase } from './empty-database.ts';
import { activate, createIssuerFixture, granted, START } from './issuer-fixture.ts';
import { accountRow, activeRow, createdRow, requestRow } from './row-fixtures.ts';
import { sql, startCluster, temporaryFolder } from './stores-under-test.ts';

describe('a sealed row', () => {
  const place = { table: 'instances', id: '0011223344556677', version: 3 };
  const row = { owner: 'customer', keys: { otp: Uint8Array.of(1, 2, 3) }, none: undefined };

  it('opens in its own place and in no other', async () => {
    const ring = await createKeyRing(generateStoreKey());
    const sealed = await ring.seal(place, row);
    expect(await ring.open(place, sealed)).toEqual(row);
    for (const elsewhere of [
      { ...place, table: 'accounts' },
      { ...place, id: '0011223344556678' },
      { ...place, version: 2 },
    ])
      await expect(ring.open(elsewhere, sealed)).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
    const short = { ...sealed, sealed: sealed.sealed.slice(0, 20) };
    await expect(ring.open(place, short)).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
    sealed.sealed[14]! ^= 1;
    await expect(ring.open(place, sealed)).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
  });

  it('is the same for runtimes with Node’s cryptography and with WebCrypto alone', async () => {
    const [key, id] = [fromBase64url(generateStoreKey()), '0123456789abcdef'];
    const ciphers = [nodeRowCipher(nodeCrypto, key, id), await webRowCipher(key, id)] as const;
    const data = crypto.getRandomValues(new Uint8Array(300));
    for (const [writer, reader] of [ciphers, [...ciphers].reverse()] as (typeof ciphers)[]) {
      const sealed = await writer.seal(place, data);
      expect(Uint8Array.from(await reader.open(place, sealed))).toEqual(data);
      const moved = { ...place, version: 4 };
      await expect(async () => reader.open(moved, sealed)).rejects.toThrow();
    }
  });

  it('opens under any key of the ring, and is sealed under the first', async () => {
    const [old, young] = [generateStoreKey(), generateStoreKey()];
    const before = await createKeyRing(old);
    const sealed = await before.seal(place, row);
    const during = await createKeyRing(` ${young}, ${old}=`);
    expect(await during.open(place, sealed)).toEqual(row);
    const after = await createKeyRing([young]);
    expect(await after.open(place, await during.seal(place, row))).toEqual(row);
    await expect(after.open(place, sealed)).rejects.toMatchObject({ code: 'STORE_KEY_WRONG' });
  });

  it('needs a key of 32 bytes', async () => {
    for (const key of ['', 'secret', `${generateStoreKey()},`, generateStoreKey().slice(1), []])
      await expect(createKeyRing(key)).rejects.toMatchObject({ code: 'STORE_KEY_MALFORMED' });
  });
});

describe('a folder', () => {
  const { folder, remove } = temporaryFolder();
  const key = generateStoreKey();
  afterAll(remove);

  it('keeps everything from one process to the next', async () => {
    const inside = join(folder, 'bank');
    await putEmptyDatabase(inside);
    const store = await openPgliteStore({ folder: inside, key });
    const row = activeRow();
    await store.commit([{ table: 'instances', row }]);
    const { publicKey } = await store.issuerKey();
    const vapid = await store.secret('vapid', () => Promise.resolve(Uint8Array.of(1, 2)));
    await expect(openPgliteStore({ folder: inside, key })).rejects.toMatchObject({
      code: 'STORE_LOCKED',
    });
    await store.close();

    await expect(
      openPgliteStore({ folder: inside, key: generateStoreKey() }),
    ).rejects.toMatchObject({ code: 'STORE_KEY_WRONG' });
    const again = await openPgliteStore({ folder: inside, key });
    expect(await again.instance(row.id)).toEqual(row);
    expect((await again.issuerKey()).publicKey).toEqual(publicKey);
    expect(await again.secret('vapid', () => Promise.reject(new Error('made twice')))).toEqual(
      vapid,
    );
    await again.close();
  });

  it('is taken from a dead process, and not from a living one', async () => {
    const file = join(folder, 'lock');
    writeFileSync(file, '1');
    await expect(lockFolder(folder)).rejects.toMatchObject({
      code: 'STORE_LOCKED',
      message: expect.stringContaining('process 1') as string,
    });
    writeFileSync(file, '999999999');
    const outcomes = await Promise.allSettled([lockFolder(folder), lockFolder(folder)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    for (const outcome of outcomes) if (outcome.status === 'fulfilled') await outcome.value();
    await (
      await lockFolder(folder)
    )();
  });
});

describe('a database that is not there', () => {
  it('is told so at the start', async () => {
    const database = 'postgres://nobody:secret@127.0.0.1:1/none';
    const opening = openPostgresStore({ database, key: generateStoreKey() });
    await expect(opening).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
      message: expect.not.stringContaining('secret') as string,
    });
  });
});

const cluster = await startCluster();
afterAll(() => cluster?.stop());
if (cluster)
  describe('PostgreSQL', () => {
    let database: string;
    const key = generateStoreKey();
    beforeAll(async () => {
      database = await cluster.database();
    });

    it('has no secret of an account in clear, in any column', async () => {
      const store = await openPostgresStore({ database, key });
      const active = activeRow({ owner: 'customer-17' });
      const created = createdRow({ privateLabel: 'Salary' });
      const request = requestRow();
      await store.commit([
        { table: 'instances', row: active },
        { table: 'instances', row: created },
        { table: 'requests', row: request },
      ]);
      const secret = await store.secret('vapid', () => Promise.resolve(new Uint8Array(32).fill(7)));
      await store.close();
      const tables = ['instances', 'accounts', 'requests', 'tokens', 'secrets'];
      const dumps = tables.map((name) =>
        sql(database, `select to_json(t)::text as line from tessera_${name} t`),
      );
      const dump = (await Promise.all(dumps))
        .flat()
        .map(({ line }) => String(line))
        .join('\n');
      const { keys } = active.secrets;
      for (const part of [
        keys.otp,
        keys.channel,
        created.secrets.linkSecret,
        created.secrets.firstMessage,
        request.message,
        secret,
      ])
        expect(dump).not.toContain(toHex(part));
      expect(dump).not.toContain('Salary');
      expect(dump).not.toContain(toHex(new TextEncoder().encode('Salary')));
      expect(dump).toContain('customer-17');
    });

    it('is rid of a customer by the statements of the document', async () => {
      const own = await cluster.database();
      const store = await openPostgresStore({ database: own, key });
      const at = createIssuerFixture({ store });
      for (const owner of ['leaving', 'staying']) {
        const { id } = await activate(at, granted(await at.issuer.begin({ owner })));
        granted(await at.issuer.createRequest(id, { kind: 'login', title: 'Sign in' }));
      }
      const tables = ['instances', 'accounts', 'requests'];
      const rows = async () =>
        (await Promise.all(tables.map((name) => sql(own, `select id from tessera_${name}`)))).map(
          ({ length }) => length,
        );
      expect(await rows()).toEqual([2, 2, 2]);
      const [, statements = ''] = /```sql\n(.*?)```/s.exec(
        readFileSync('docs/storing.md', 'utf8'),
      )!;
      for (const statement of statements.trim().split('\n')) await sql(own, statement, ['leaving']);
      expect(await rows()).toEqual([1, 1, 1]);
      expect(await at.issuer.list('leaving')).toEqual([]);
      expect(await at.issuer.list('staying')).toHaveLength(1);
      await store.close();
    });

    it('gives two servers that start at once one signing key', async () => {
      const fresh = await cluster.database();
      const open = () => openPostgresStore({ database: fresh, key });
      const stores = await Promise.all([open(), open(), open()]);
      const keys = await Promise.all(stores.map((store) => store.issuerKey()));
      expect(new Set(keys.map(({ publicKey }) => toHex(publicKey))).size).toBe(1);
      await Promise.all(stores.map((store) => store.close()));
    });

    it('gives servers that roll the signing key at once one new key', async () => {
      const fresh = await cluster.database();
      const open = () => openPostgresStore({ database: fresh, key });
      const stores = await Promise.all([open(), open(), open()]);
      const former = publicKeyHex(await stores[0]!.issuerKey());
      const prepared = await Promise.all(stores.map((store) => store.prepareIssuerKey()));
      const [next, ...others] = new Set(prepared.map(publicKeyHex));
      expect(others).toEqual([]);
      expect(await stores[1]!.issuerKeys()).toMatchObject({
        key: { publicKey: fromHex(former) },
        formerKeys: [],
        nextKey: { publicKey: fromHex(next!) },
      });

      await expect(stores[1]!.switchIssuerKey('02')).rejects.toMatchObject({
        code: 'OUT_OF_RANGE',
      });
      await Promise.all(stores.map((store) => store.switchIssuerKey(next!)));
      for (const store of stores) {
        expect(publicKeyHex(await store.issuerKey())).toBe(next);
        const { formerKeys, nextKey } = await store.issuerKeys();
        expect([formerKeys.map(publicKeyHex), nextKey]).toEqual([[former], undefined]);
        await expect(store.switchIssuerKey(former)).rejects.toMatchObject({
          code: 'OUT_OF_RANGE',
        });
      }
      const third = publicKeyHex(await stores[0]!.prepareIssuerKey());
      await stores[2]!.switchIssuerKey(third);
      const { key: last, formerKeys } = await stores[1]!.issuerKeys();
      expect([last, ...formerKeys].map(publicKeyHex)).toEqual([third, next, former]);
      await Promise.all(stores.map((store) => store.close()));
    });

    it('refuses a wrong key before anything is written', async () => {
      const before = await sql(database, 'select * from tessera_secrets order by id');
      const opening = openPostgresStore({ database, key: generateStoreKey() });
      await expect(opening).rejects.toMatchObject({ code: 'STORE_KEY_WRONG' });
      expect(await sql(database, 'select * from tessera_secrets order by id')).toEqual(before);
    });

    it('refuses tables of a later version', async () => {
      const later = await cluster.database();
      await (await openPostgresStore({ database: later, key })).close();
      await sql(later, 'insert into tessera_migrations (number) values (1000)');
      const opening = openPostgresStore({ database: later, key });
      await expect(opening).rejects.toMatchObject({ code: 'STORE_NEWER' });
    });

    it('hands out no row that was moved or turned back', async () => {
      const store = await openPostgresStore({ database, key });
      const [mine, theirs] = [activeRow({ owner: 'me' }), activeRow({ owner: 'them' })];
      for (const row of [mine, theirs]) await store.commit([{ table: 'instances', row }]);
      const set = (what: string) =>
        sql(database, `update tessera_instances set ${what} where id = $1`, [mine.id]);
      await set(`owner = 'them'`);
      await expect(store.instancesOf('them')).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
      await set(`owner = 'me', version = 2`);
      await expect(store.instance(mine.id)).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
      await set(
        `version = 1, sealed = (select sealed from tessera_instances where id = '${theirs.id}')`,
      );
      await expect(store.instance(mine.id)).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
      await store.close();
    });

    it('is sealed anew under a newer key while it serves', async () => {
      const own = await cluster.database();
      const young = generateStoreKey();
      const before = await openPostgresStore({ database: own, key });
      const { publicKey } = await before.issuerKey();
      const rows = Array.from({ length: times(450) }, (_, i) =>
        activeRow({ owner: 'o'.repeat(1 + (i % 9)) }),
      );
      await before.commit(rows.map((row) => ({ table: 'instances', row })));
      await before.close();

      const store = await openPostgresStore({ database: own, key: [young, key] });
      const at = createIssuerFixture({ store });
      const walk = async () => {
        for (let i = 0; i < 5; i++) {
          const { id, account } = await activate(at);
          granted(await at.issuer.verifyOtp(id, await account.otpAt(START)));
        }
      };
      const [, sealed] = await Promise.all([walk(), store.rotate()]);
      expect(sealed).toBeGreaterThanOrEqual(rows.length + 2);
      expect(await store.rotate()).toBe(0);
      await store.close();

      await expect(openPostgresStore({ database: own, key })).rejects.toMatchObject({
        code: 'STORE_KEY_WRONG',
      });
      const after = await openPostgresStore({ database: own, key: young });
      for (const row of rows) expect(await after.instance(row.id)).toEqual(row);
      expect((await after.issuerKey()).publicKey).toEqual(publicKey);
      await after.close();
    });

    it('sweeps no account that is given an instance at that very moment', async () => {
      const store = await openPostgresStore({ database, key });
      const account = accountRow();
      const lost = createdRow({ serial: account.serial, expiresAt: START - 6000 });
      await store.commit([
        { table: 'accounts', row: account },
        { table: 'instances', row: lost },
      ]);
      const begin = new pg.Client({ connectionString: database });
      await begin.connect();
      await begin.query('begin');
      await begin.query('update tessera_accounts set version = 2 where id = $1', [account.serial]);
      await begin.query(
        `insert into tessera_instances (id, version, state, serial, expires_at, key_id, sealed)
        values ($1, 1, 'CREATED', $1, $2, '', '')`,
        [account.serial, START],
      );
      const swept = store.sweep({ before: START - 5000 });
      const waiting = async () =>
        (await sql(database, `select from pg_stat_activity where wait_event_type = 'Lock'`)).length;
      await expect.poll(waiting, { timeout: 60_000 }).toBeGreaterThan(0);
      await begin.query('commit');
      await begin.end();
      await swept;
      const kept = await sql(database, 'select id from tessera_accounts where id = $1', [
        account.serial,
      ]);
      expect(kept).toHaveLength(1);
      await sql(database, 'delete from tessera_instances where id = $1', [account.serial]);
      await store.close();
    });

    it('takes a pool of the site’s own, and leaves it open', async () => {
      const pool = new pg.Pool({ connectionString: database });
      const store = await openPostgresStore({ database: pool, key });
      await store.issuerKey();
      await store.close();
      expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
      await pool.end();
    });

    it('throws while it is away, and goes on when it is back', async () => {
      const proxy = await cable(Number(new URL(database).port));
      const url = new URL(database);
      url.port = String(proxy.port);
      const store = await openPostgresStore({ database: url.href, key });
      const at = createIssuerFixture({ store });
      const { id, account } = await activate(at);
      proxy.cut();
      const code = await account.otpAt(START);
      const call = at.issuer.verifyOtp(id, code);
      await expect(call).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' });
      const two = [activeRow(), activeRow()].map((row) => ({ table: 'instances', row }) as const);
      await expect(store.commit(two)).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' });
      proxy.mend();
      granted(await at.issuer.verifyOtp(id, code));
      await store.close();
      proxy.cut();
    });
  });

/** A way to the database that can be cut. */
async function cable(to: number) {
  const sockets = new Set<Socket>();
  let whole = true;
  const server = createServer((socket) => {
    if (!whole) return socket.destroy();
    const onward = createConnection(to, '127.0.0.1');
    for (const [end, far] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(end);
      end.on('error', () => far.destroy()).on('close', () => far.destroy());
      end.pipe(far);
    }
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      whole = false;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      whole = true;
    },
  };
}
