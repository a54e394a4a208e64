/**
 * An issuer on PostgreSQL against the bare driver on the same rows, by turns: the very statements
 * that a call sends, sent again without the library; and what sites write otherwise, the same reads
 * and a statement for each row, in a transaction.
 */
import pg from 'pg';

import type { Instance } from '../../src/issuer/instance.ts';
import { createIssuer } from '../../src/issuer/issuer.ts';
import { generateIssuerKey } from '../../src/issuer/signing-key.ts';
import type { IssuerStore, RowChange } from '../../src/issuer/store.ts';
import type { PostgresStatement } from '../../src/issuer/stores/postgres-store.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import type { SealedStore } from '../../src/issuer/stores/sql-store.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { hashOf, webHmac } from '../../src/protocol/hmac.ts';
import { responseSuite } from '../../src/protocol/ocra.ts';
import { responseCode } from '../../src/protocol/request.ts';
import { totp } from '../../src/protocol/totp.ts';
import { granted, START } from '../issuer/issuer-fixture.ts';
import { accountRow, activeRow } from '../issuer/row-fixtures.ts';
import { median, whole } from './timing.ts';

const CLIENTS = 16;
const ROUNDS = 5;
/**
 * Rounds before: V8 goes on compiling the library for some thousand calls, and a server makes more
 * than that in its first minutes.
 */
const WARM_UPS = 20;
/** Calls of a round: as many accounts. */
const CALLS = 400;
/** Process CPU of a call against that of the bare driver: with the same statements, or rows. */
const OTP_GOAL: Goal = { against: 'statements', limit: 1.67 };
const OTHER_GOAL: Goal = { against: 'transaction', limit: 2.5 };
/** Tables that the measured calls write. */
const WRITTEN = ['instances', 'accounts', 'owners', 'requests', 'events', 'evidence'];

const ACTIVATION_CODE = '12345678';
const SIGNING_KEY = await generateIssuerKey();

type Call = (i: number) => Promise<unknown>;

/** The library, or what the driver sends in its place. */
const KINDS = ['library', 'statements', 'transaction'] as const;
type Kind = (typeof KINDS)[number];

interface Goal {
  readonly against: Exclude<Kind, 'library'>;
  readonly limit: number;
}

interface Sent {
  readonly text: string;
  readonly name?: string;
  readonly values: unknown[];
}

/** Microseconds of this process, and calls a second, of one run. */
interface Run {
  readonly cpu: number;
  readonly rate: number;
}

/** Prints a line for each call; false where one misses its goal. */
export async function compareWithRaw(database: string): Promise<boolean> {
  const key = generateStoreKey();
  const pool = new pg.Pool({ connectionString: database, max: CLIENTS });
  pool.on('error', () => undefined); // the statement under way hears of it
  const sent: Sent[] = [];
  const recording = {
    query(statement: string | PostgresStatement, values: unknown[] = []) {
      const { text, name } = typeof statement === 'string' ? { text: statement } : statement;
      sent.push({ text, values, ...(name !== undefined && { name }) });
      return pool.query(statement as string, values);
    },
    connect: () => pool.connect(),
  };
  const stores = {
    measured: await openPostgresStore({ database: pool, key }),
    recorded: await openPostgresStore({ database: recording, key }),
  };
  const rows = Array.from({ length: CALLS }, (_, i) => activeRow({ owner: `owner-${String(i)}` }));
  await put(stores.measured, rows);
  const requests = await askAll(stores.measured, rows);
  const waiting = rows.map((_, i) => codeBoundRow(`waiting-${String(i)}`));
  await put(stores.measured, waiting);
  const codes = await Promise.all(rows.map(otpOf));

  const callsOf = (store: IssuerStore): Readonly<Record<string, Call>> => {
    const issuer = issuerOf(store);
    return {
      verifyOtp: async (i) => granted(await issuer.verifyOtp(rows[i]!.id, codes[i]!)),
      createRequest: async (i) =>
        granted(await issuer.createRequest(rows[i]!.id, { kind: 'login', title: 'Sign in' })),
      verifyResponse: async (i) =>
        granted(await issuer.verifyResponse(requests[i]!.id, requests[i]!.code)),
      confirm: async (i) => granted(await issuer.confirm(waiting[i]!.id, ACTIVATION_CODE)),
    };
  };
  /** What each call sends, on the rows as they were put. */
  const record = async (call: Call): Promise<readonly Sent[][]> => {
    await restoreTables(pool);
    const perCall: Sent[][] = [];
    for (let n = 0; n < CALLS; n++) {
      sent.length = 0;
      await call(n);
      perCall.push([...sent]);
    }
    return perCall;
  };
  const measured = callsOf(stores.measured);
  const recorded = callsOf(stores.recorded);
  const rowByRow = callsOf(writingRowByRow(stores.recorded));
  await saveTables(pool);
  console.log(
    `  ${String(CLIENTS)} clients, medians of ${String(ROUNDS)} rounds of ${String(CALLS)}: µs of this process a call, and the library’s against them`,
  );
  console.log('  call           library same statements  a transaction  a second   goal');
  let isGood = true;
  for (const [name, call] of Object.entries(measured)) {
    const once = await record(recorded[name]!);
    const eachRow = await record(rowByRow[name]!);
    const runs = await measureByTurns(pool, {
      library: call,
      statements: async (n) => {
        for (const statement of once[n]!) await pool.query(statement);
      },
      transaction: (n) => inTransaction(pool, eachRow[n]!),
    });
    const cpu = (kind: Kind) => median(runs[kind].map((run) => run.cpu));
    const rate = (kind: Kind) => median(runs[kind].map((run) => run.rate));
    const { against, limit } = name === 'verifyOtp' ? OTP_GOAL : OTHER_GOAL;
    const ratio = (kind: Kind) => cpu('library') / cpu(kind);
    const told = (kind: Kind) => `${whole(cpu(kind), 6)} ${ratio(kind).toFixed(2).padStart(8)}`;
    const isMet = ratio(against) <= limit;
    isGood &&= isMet;
    console.log(
      `  ${name.padEnd(15)} ${whole(cpu('library'), 6)} ${told('statements')} ${told('transaction')} ${whole(rate('library'), 7)}   ≤ ${limit.toFixed(2)} × ${against}${isMet ? '' : ': missed'}`,
    );
  }
  await stores.measured.close();
  await stores.recorded.close();
  await pool.end();
  return isGood;
}

/** The tables are restored before each run. */
async function measureByTurns(
  pool: pg.Pool,
  calls: Readonly<Record<Kind, Call>>,
): Promise<Readonly<Record<Kind, readonly Run[]>>> {
  const runs: Record<Kind, Run[]> = { library: [], statements: [], transaction: [] };
  for (let round = 0; round < WARM_UPS + ROUNDS; round++)
    for (const kind of KINDS) {
      await restoreTables(pool);
      const run = await measure(calls[kind]);
      if (round >= WARM_UPS) runs[kind].push(run);
    }
  return runs;
}

async function inTransaction(pool: pg.Pool, statements: readonly Sent[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
  } finally {
    client.release();
  }
}

/** The store with a statement for each row of a commit. */
function writingRowByRow(store: IssuerStore): IssuerStore {
  return {
    ...store,
    async commit(changes) {
      for (const change of changes)
        if (!(await store.commit([change]))) throw new Error('not written');
      return true;
    },
  };
}

export async function otpOf(row: ReturnType<typeof activeRow>): Promise<string> {
  const { otpPolicy, secrets } = row;
  return totp(await webHmac(hashOf(otpPolicy.algorithm), secrets.keys.otp), otpPolicy, START);
}

export function issuerOf(store: IssuerStore) {
  return createIssuer({ name: 'Northwind Bank', key: SIGNING_KEY, store, now: () => START });
}

/** Each instance with its account, some hundred at a time. */
export async function put(store: SealedStore, rows: readonly Instance[]): Promise<void> {
  const AT_ONCE = 200;
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const changes = rows.slice(from, from + AT_ONCE).flatMap((row): RowChange[] => {
      const { id, serial, owner } = row;
      const isActive = row.state === 'ACTIVE';
      const account = accountRow({
        serial,
        ...(isActive && { current: id }),
        ...(owner !== undefined && { owner }),
      });
      return [
        { table: 'instances', row },
        { table: 'accounts', row: account },
      ];
    });
    if (!(await store.commit(changes))) throw new Error('not written');
  }
}

async function askAll(store: SealedStore, rows: readonly ReturnType<typeof activeRow>[]) {
  const issuer = issuerOf(store);
  return Promise.all(
    rows.map(async ({ id: instance, ocraSuite, secrets }) => {
      const { id, message } = granted(
        await issuer.createRequest(instance, { kind: 'login', title: 'Sign in' }),
      );
      const suite = responseSuite(ocraSuite);
      const hmac = await webHmac(suite.hash, secrets.keys.sign);
      return { id, code: await responseCode(hmac, suite, message) };
    }),
  );
}

function codeBoundRow(owner: string): Instance {
  const { activatedAt: _, secrets, ...facts } = activeRow({ owner });
  const bytes = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  return {
    ...facts,
    state: 'CODE_BOUND',
    secrets: {
      linkSecret: bytes(16),
      h1: bytes(32),
      c9: bytes(9),
      secondMessage: bytes(200),
      activationCode: ACTIVATION_CODE,
      keys: secrets.keys,
    },
  };
}

async function saveTables(pool: pg.Pool): Promise<void> {
  for (const table of WRITTEN)
    await pool.query(`create table saved_${table} as select * from tessera_${table}`);
}

/** The same rows again, in tables without dead ones. */
async function restoreTables(pool: pg.Pool): Promise<void> {
  const tables = WRITTEN.map((table) => `tessera_${table}`).join(', ');
  await pool.query(`truncate ${tables}`);
  for (const table of WRITTEN)
    await pool.query(
      `insert into tessera_${table} overriding system value select * from saved_${table}`,
    );
  await pool.query(`vacuum analyze ${tables}`);
}

/** Makes every call once, so many at a time. */
export async function measure(call: Call, calls = CALLS, atOnce = CLIENTS): Promise<Run> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  let next = 0;
  const client = async (): Promise<void> => {
    for (let i = next++; i < calls; i = next++) await call(i);
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / calls, rate: (1000 * calls) / (performance.now() - start) };
}
