/**
 * Sealing a store's rows under a new key while it serves, against the same row by row, on a
 * PostgreSQL that waits for the disk.
 */
import pg from 'pg';

import { createKeyRing } from '../../src/issuer/stores/key-ring.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
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
const ROUNDS = 3;
/** How often as many rows a second. */
const GOAL = 20;

/** Rows a second, and microseconds of this process a row. */
interface Speed {
  readonly rate: number;
  readonly cpu: number;
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
    const slow = await rowByRow(database, keys);
    const fast = await whileServing(database, keys);
    ratios.push(fast.rate / slow.rate);
    old = keys[0]!;
    console.log(
      `  sealing anew ${told(fast)} beside ${String(fast.calls)} calls, none refused; row by row ${told(slow)}: ${ratios.at(-1)!.toFixed(1)} times`,
    );
  }
  const ratio = median(ratios);
  const isGood = ratio >= GOAL;
  console.log(
    `\n  ${isGood ? 'passed' : 'FAILED'}: median ${ratio.toFixed(1)} times (goal ${String(GOAL)})`,
  );
  return isGood;
}

async function rowByRow(database: string, keys: readonly string[]): Promise<Speed> {
  const pool = new pg.Pool({ connectionString: database, max: 2 });
  const ring = await createKeyRing(keys);
  const { rows } = await pool.query<Record<string, unknown>>(
    'select id, version, key_id, sealed from tessera_instances where key_id <> $1 limit $2',
    [ring.current, ONE_BY_ONE],
  );
  const { rate, cpu } = await timed(async () => {
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
    return rows.length;
  });
  await pool.end();
  return { rate, cpu };
}

/** One caller checks codes all the while. */
async function whileServing(
  database: string,
  keys: readonly string[],
): Promise<Speed & { readonly calls: number }> {
  const store = await openPostgresStore({ database, key: keys });
  const issuer = issuerOf(store);
  const served = Array.from({ length: 500 }, () => activeRow());
  await put(store, served);
  const codes = await Promise.all(served.map(otpOf));
  let isOver = false;
  const rotating = timed(() => store.rotate()).finally(() => (isOver = true));
  let calls = 0;
  for (; !isOver && calls < served.length; calls++)
    granted(await issuer.verifyOtp(served[calls]!.id, codes[calls]!));
  const speed = await rotating;
  await store.close();
  return { ...speed, calls };
}

/** `work` returns how many rows it sealed. */
async function timed(work: () => Promise<number>): Promise<Speed> {
  const before = process.cpuUsage();
  const start = performance.now();
  const count = await work();
  const { user, system } = process.cpuUsage(before);
  return { rate: (count * 1000) / (performance.now() - start), cpu: (user + system) / count };
}

function told({ rate, cpu }: Speed): string {
  return `${whole(rate)} rows a second (${whole(cpu)} µs of this process each)`;
}
