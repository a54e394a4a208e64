/**
 * An issuer on PostgreSQL against the bare driver: the very statements that a call sends, sent
 * again without the library, on the same rows, by turns.
 */
import pg from 'pg';

import type { Instance } from '../../src/issuer/instance.ts';
import { createIssuer } from '../../src/issuer/issuer.ts';
import { generateIssuerKey } from '../../src/issuer/signing-key.ts';
import type { RowChange } from '../../src/issuer/store.ts';
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
/** Process CPU of a call against that of the bare driver's same statements. */
const OTP_LIMIT = 1.67;
const OTHER_LIMIT = 2.5;
/** Tables that the measured calls write. */
const WRITTEN = ['instances', 'accounts', 'owners', 'requests', 'events', 'evidence'];

const ACTIVATION_CODE = '12345678';
const SIGNING_KEY = await generateIssuerKey();

type Call = (i: number) => Promise<unknown>;

interface Sent {
  readonly text: string;
  readonly name: string | undefined;
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
      const { text, name } =
        typeof statement === 'string' ? { text: statement, name: undefined } : statement;
      sent.push({ text, name, values });
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

  const callsOf = (store: SealedStore): readonly (readonly [string, number, Call])[] => {
    const issuer = issuerOf(store);
    return [
      [
        'verifyOtp',
        OTP_LIMIT,
        async (i) => granted(await issuer.verifyOtp(rows[i]!.id, codes[i]!)),
      ],
      [
        'createRequest',
        OTHER_LIMIT,
        async (i) =>
          granted(await issuer.createRequest(rows[i]!.id, { kind: 'login', title: 'Sign in' })),
      ],
      [
        'verifyResponse',
        OTHER_LIMIT,
        async (i) => granted(await issuer.verifyResponse(requests[i]!.id, requests[i]!.code)),
      ],
      [
        'confirm',
        OTHER_LIMIT,
        async (i) => granted(await issuer.confirm(waiting[i]!.id, ACTIVATION_CODE)),
      ],
    ];
  };
  await saveTables(pool);
  console.log(
    `  ${String(CLIENTS)} clients, medians of ${String(ROUNDS)} rounds of ${String(CALLS)}: µs of this process a call; calls a second`,
  );
  console.log(
    '  call              library   driver, named   unnamed      library   named   statements   CPU ratio   goal',
  );
  let isGood = true;
  const measured = callsOf(stores.measured);
  for (const [i, [name, , recordedCall]] of callsOf(stores.recorded).entries()) {
    const [, limit, call] = measured[i]!;
    const perCall: Sent[][] = [];
    await restoreTables(pool);
    for (let n = 0; n < CALLS; n++) {
      sent.length = 0;
      await recordedCall(n);
      perCall.push([...sent]);
    }
    const replay =
      (named: boolean): Call =>
      async (n) => {
        for (const { text, name: statement, values } of perCall[n]!)
          await (named && statement !== undefined
            ? pool.query({ text, name: statement, values })
            : pool.query(text, values));
      };
    const runs: Record<'library' | 'named' | 'unnamed', Run[]> = {
      library: [],
      named: [],
      unnamed: [],
    };
    for (let round = 0; round < WARM_UPS + ROUNDS; round++)
      for (const [kind, each] of [
        ['library', call],
        ['named', replay(true)],
        ['unnamed', replay(false)],
      ] as const) {
        await restoreTables(pool);
        const run = await measure(each);
        if (round >= WARM_UPS) runs[kind].push(run);
      }
    const cpu = (kind: keyof typeof runs) => median(runs[kind].map((run) => run.cpu));
    const rate = (kind: keyof typeof runs) => median(runs[kind].map((run) => run.rate));
    const ratio = cpu('library') / cpu('named');
    const statements = perCall.reduce((sum, each) => sum + each.length, 0) / CALLS;
    isGood &&= ratio <= limit;
    console.log(
      `  ${name.padEnd(16)} ${whole(cpu('library'), 8)} ${whole(cpu('named'), 15)} ${whole(cpu('unnamed'), 9)} ${whole(rate('library'), 12)} ${whole(rate('named'), 7)} ${statements.toFixed(1).padStart(12)} ${ratio.toFixed(2).padStart(11)} ${limit.toFixed(2).padStart(6)}${ratio > limit ? '  missed' : ''}`,
    );
  }
  await stores.measured.close();
  await stores.recorded.close();
  await pool.end();
  return isGood;
}

export async function otpOf(row: ReturnType<typeof activeRow>): Promise<string> {
  const { otpPolicy, secrets } = row;
  return totp(await webHmac(hashOf(otpPolicy.algorithm), secrets.keys.otp), otpPolicy, START);
}

export function issuerOf(store: SealedStore) {
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
