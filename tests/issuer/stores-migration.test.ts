/**
 * Stores of an earlier form, opened by this program: tables and rows as they were written
 * (fixtures), nothing forgiven and nothing lost.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { fromHex, toHex } from '../../src/core/codec/bytes.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import type { SealedStore } from '../../src/issuer/stores/sql-store.ts';
import { webHmac } from '../../src/protocol/hmac.ts';
import { readRequest } from '../../src/protocol/request.ts';
import { totp } from '../../src/protocol/totp.ts';
import { createIssuerFixture, granted, refused } from './issuer-fixture.ts';
import { pgliteDatabase, sql, startCluster } from './stores-under-test.ts';

type Column = string | number | null | { readonly hex: string };

import { currentInstance } from '../../src/issuer/stores/old-rows.ts';
import { NO_TRIES } from '../../src/issuer/tries.ts';
/** Written by the version whose instances had one number of wrong answers. */ import { activeRow } from './row-fixtures.ts';

const OLD = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/store-1.json'), 'utf8'),
) as {
  readonly key: string;
  readonly start: number;
  readonly instances: readonly {
    readonly id: string;
    readonly wrongAnswers: number;
    readonly otp?: string;
  }[];
  readonly schema: readonly string[];
  readonly tables: Readonly<Record<string, readonly Readonly<Record<string, Column>>[]>>;
};
const [UNTRIED, THREE, SEVEN, BLOCKED, CREATED] = OLD.instances;
const POLICY = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

const { pglite, open: openPglite, empty, leave } = await pgliteDatabase();
const cluster = await startCluster();
afterAll(async () => {
  await leave();
  await cluster?.stop();
});

type Run = (statement: string, parameters?: unknown[]) => Promise<unknown>;

async function putOld(run: Run): Promise<void> {
  for (const statement of OLD.schema) await run(statement);
  for (const [table, rows] of Object.entries(OLD.tables))
    for (const row of rows) {
      const names = Object.keys(row);
      const places = names.map((_, i) => `$${String(i + 1)}`);
      const values = Object.values(row).map((value) =>
        typeof value === 'object' && value !== null ? fromHex(value.hex) : value,
      );
      await run(
        `insert into tessera_${table} (${names.join(', ')}) values (${places.join(', ')})`,
        values,
      );
    }
}

async function oldPglite(): Promise<SealedStore> {
  await empty();
  await putOld((statement, parameters) => pglite.query(statement, parameters));
  return openPglite(OLD.key);
}

async function oldDatabase(): Promise<SealedStore> {
  const database = await cluster!.database();
  await putOld((statement, parameters) => sql(database, statement, parameters));
  return openPostgresStore({ database, key: OLD.key });
}

async function otpAt(hex: string, seconds: number): Promise<string> {
  return totp(await webHmac('SHA-1', fromHex(hex)), POLICY, seconds);
}

const STORES: [name: string, open: () => Promise<SealedStore>][] = [['PGlite', oldPglite]];
if (cluster) STORES.push(['PostgreSQL', oldDatabase]);

describe.each(STORES)('a store of the first form in %s', (_, open) => {
  it('has as many wrong answers in all as before, and four in a row at most', async () => {
    const store = await open();
    const instances = await store.instancesOf('customer-17');
    expect(instances.map(({ id }) => id)).toEqual(OLD.instances.map(({ id }) => id));
    expect(instances.map(({ state, tries }) => [state, tries.total, tries.row])).toEqual([
      ['ACTIVE', 0, 0],
      ['ACTIVE', 3, 3],
      ['ACTIVE', 7, 4],
      ['BLOCKED', 10, 4],
      ['CREATED', 0, 0],
    ]);
    for (const instance of instances) {
      expect(instance).toEqual(await store.instance(instance.id));
      expect(instance).not.toHaveProperty('wrongAnswers');
      expect(instance.tries).toMatchObject({ step: 0, byOwner: 0, right: 0 });
      if (instance.state === 'ACTIVE')
        expect(toHex(instance.secrets.keys.otp)).toBe(
          OLD.instances.find(({ id }) => id === instance.id)?.otp,
        );
    }
    await store.close();
  });

  it('goes on: codes, limits, requests and activations', async () => {
    const store = await open();
    const at = createIssuerFixture({ store, key: await store.issuerKey() });
    at.clock.now = OLD.start + 60;
    const code = (of: { otp?: string } | undefined) => otpAt(of!.otp!, at.clock.now);
    granted(await at.issuer.verifyOtp(UNTRIED!.id, await code(UNTRIED)));
    const { wrongSince, totalLeft } = granted(
      await at.issuer.verifyOtp(THREE!.id, await code(THREE)),
    );
    expect([wrongSince, totalLeft]).toEqual([3, 22]);
    const fifth = refused(await at.issuer.verifyOtp(SEVEN!.id, await code(THREE)));
    expect(fifth).toMatchObject({ reason: 'CODE_WRONG', totalLeft: 17, attemptsLeft: 0 });
    expect(refused(await at.issuer.verifyOtp(SEVEN!.id, await code(SEVEN))).reason).toBe('PAUSED');
    expect((await store.instance(SEVEN!.id))?.tries).toMatchObject({ row: 5, total: 8, step: 1 });
    const blocked = refused(await at.issuer.verifyOtp(BLOCKED!.id, await code(BLOCKED)));
    expect(blocked).toMatchObject({ reason: 'BLOCKED', totalLeft: 0 });
    expect((await at.issuer.listRequests({ owner: 'customer-17' })).length).toBe(3);
    expect((await at.issuer.inspect(CREATED!.id))?.message).toBeInstanceOf(Uint8Array);
    expect(await store.rotate()).toBe(0);
    await store.close();
  });

  it('has no language of any device, which are asked in English until one is told', async () => {
    const store = await open();
    const at = createIssuerFixture({ store, key: await store.issuerKey() });
    at.clock.now = OLD.start + 60;
    const title = { de: 'Anmelden', en: 'Log in' };
    const asked = async (): Promise<string> => {
      const { id, message } = granted(
        await at.issuer.createRequest(UNTRIED!.id, { kind: 'login', title }),
      );
      granted(await at.issuer.cancelRequest(id));
      const row = await store.instance(UNTRIED!.id);
      if (row?.state !== 'ACTIVE') throw new Error('No keys to read it with');
      return (await readRequest(message, row.secrets.keys.channel)).title;
    };
    const before = (await store.instance(UNTRIED!.id))!;
    expect(before).not.toHaveProperty('language');
    expect(await at.issuer.inspect(UNTRIED!.id)).not.toHaveProperty('language');
    expect(await asked()).toBe('Log in');
    const row = { ...(await store.instance(UNTRIED!.id))!, language: 'de' };
    expect(
      await store.commit([{ table: 'instances', row: { ...row, version: row.version + 1 } }]),
    ).toBe(true);
    expect(await asked()).toBe('Anmelden');
    await store.close();
  });

  it('is opened a second time as it is', async () => {
    const store = await open();
    const owner = { owner: 'customer-17', version: 1, tries: { row: 1, step: 0, wrongAt: 5 } };
    expect(await store.commit([{ table: 'owners', row: owner }])).toBe(true);
    expect(await store.owner('customer-17')).toEqual(owner);
    expect(await store.owner('customer-18')).toBeUndefined();
    await store.close();
  });
});

describe('a row that an old server has written after a new one', () => {
  it.each([0, 3, NaN])('keeps its tries (%d beside them)', (wrongAnswers) => {
    const row = activeRow({ tries: { ...NO_TRIES, row: 2, total: 17, right: 4 } });
    expect(currentInstance({ ...row, wrongAnswers })).toEqual(row);
  });
});
