/**
 * Sealing a store's rows under a new key while it serves, against the same row by row while it
 * serves, on a PostgreSQL that waits for the disk.
 */
import pg from 'pg';

import { createKeyRing } from '../../src/issuer/stores/key-ring.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import type { SealedStore } from '../../src/issuer/stores/sql-store.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { granted } from '../issuer/issuer-fixture.ts';
import { activeRow } from '../issuer/row-fixtures.ts';
import { startCluster } from '../issuer/stores-under-test.ts';
import { issuerOf, otpOf, put } from './issuer-raw.ts';
import { median, whole } from './timing.ts';

/** Devices, each with its account: two rows. `BENCH_ACCOUNTS` for others. */
const ACCOUNTS = Number(process.env['BENCH_ACCOUNTS'] ?? 20_000);
/** Devices that are written at once. */
const PUT = 1_000;
/** Rows that are sealed anew one by one: enough for a rate. */
const ONE_BY_ONE = 400;
/** Codes for the caller: more than he comes to. */
const SERVED = 2_000;
const ROUNDS = 3;
/** How often as many rows a second. */
const GOAL = 20;

/** Rows a second, and calls a second beside. */
interface Speed {
  readonly rate: number;
  readonly calls: number;
}

export async function run(): Promise<boolean> {
  const cluster = await startCluster({ isDurable: true });
  if (cluster === undefined) return true;
  try {
    return await compare(await cluster.database());
  } finally {
    await cluster.stop();
  }
}

/** Each round has a new key; the median counts. */
async function compare(database: string): Promise<boolean> {
  let old = generateStoreKey();
  const store = await openPostgresStore({ database, key: old });
  for (let made = 0; made < ACCOUNTS; made += PUT)
    await put(
      store,
      Array.from({ length: PUT }, () => activeRow()),
    );
  await store.close();
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const keys = [generateStoreKey(), old];
    const slow = await whileServing(database, keys, () => rowByRow(database, keys));
    const fast = await whileServing(database, keys, (store) => store.rotate());
    ratios.push(fast.rate / slow.rate);
    old = keys[0]!;
    console.log(
      `  sealing anew ${told(fast)}; row by row ${told(slow)}; no call refused: ${ratios.at(-1)!.toFixed(1)} times`,
    );
  }
  const ratio = median(ratios);
  const isGood = ratio >= GOAL;
  console.log(
    `\n  ${isGood ? 'passed' : 'FAILED'}: median ${ratio.toFixed(1)} times (goal ${String(GOAL)})`,
  );
  return isGood;
}

/** Returns how many rows it sealed. */
async function rowByRow(database: string, keys: readonly string[]): Promise<number> {
  const pool = new pg.Pool({ connectionString: database, max: 2 });
  const ring = await createKeyRing(keys);
  const { rows } = await pool.query<Record<string, unknown>>(
    'select id, version, key_id, sealed from tessera_instances where key_id <> $1 limit $2',
    [ring.current, ONE_BY_ONE],
  );
  for (const row of rows) {
    const address = {
      table: 'instances',
      id: String(row['id']),
      version: Number(row['version']),
    };
    const sealed = { keyId: String(row['key_id']), sealed: row['sealed'] as Uint8Array };
    const fresh = await ring.seal(address, (await ring.open(address, sealed)) as object);
    await pool.query(
      'update tessera_instances set key_id = $1, sealed = $2 where id = $3 and version = $4',
      [fresh.keyId, fresh.sealed, address.id, address.version],
    );
  }
  await pool.end();
  return rows.length;
}

/** One caller checks codes all the while. */
async function whileServing(
  database: string,
  keys: readonly string[],
  work: (store: SealedStore) => Promise<number>,
): Promise<Speed> {
  const store = await openPostgresStore({ database, key: keys });
  const issuer = issuerOf(store);
  const served = Array.from({ length: SERVED }, () => activeRow());
  await put(store, served);
  const codes = await Promise.all(served.map(otpOf));
  let isOver = false;
  const working = timed(() => work(store)).finally(() => (isOver = true));
  let calls = 0;
  for (; !isOver && calls < served.length; calls++)
    granted(await issuer.verifyOtp(served[calls]!.id, codes[calls]!));
  const speed = await working;
  await store.close();
  return { ...speed, calls: (calls * 1000) / speed.ms };
}

/** Milliseconds of it, and rows a second. */
async function timed(
  work: () => Promise<number>,
): Promise<{ readonly ms: number; readonly rate: number }> {
  const start = performance.now();
  const count = await work();
  const ms = performance.now() - start;
  return { ms, rate: (count * 1000) / ms };
}

function told({ rate, calls }: Speed): string {
  return `${whole(rate)} rows a second beside ${whole(calls)} calls`;
}
