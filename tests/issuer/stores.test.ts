/**
 * One suite for every store: what is written comes back, of two writers one wins, and what has run
 * out goes.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Instance } from '../../src/issuer/instance.ts';
import type { Outcome } from '../../src/issuer/outcome.ts';
import type { RequestRow } from '../../src/issuer/request-row.ts';
import type { IssuerStore, RowChange } from '../../src/issuer/store.ts';
import { responseTo } from './authenticator-fixture.ts';
import type { IssuerFixture } from './issuer-fixture.ts';
import {
  activate,
  bind,
  createIssuerFixture,
  granted,
  mistyped,
  phone,
  START,
  wrongOtp,
} from './issuer-fixture.ts';
import { accountRow, activeRow, createdRow, newId, requestRow, tokenRow } from './row-fixtures.ts';
import type { Servers } from './stores-under-test.ts';
import {
  memoryServers,
  pgliteServers,
  postgresServers,
  startCluster,
} from './stores-under-test.ts';

const cluster = await startCluster();
afterAll(() => cluster?.stop());

suite('memory', memoryServers);
suite('PGlite', pgliteServers);
if (cluster) suite('PostgreSQL, two servers', () => postgresServers(cluster));

/** A sweep that finds nothing. */
const NONE = {
  instances: 0,
  accounts: 0,
  requests: 0,
  tokens: 0,
  answers: 0,
  tickets: 0,
  deliveries: 0,
  owners: 0,
  done: true,
};
const TWO_ACTIVATIONS = { instances: 2, accounts: 2, requests: 1, tokens: 1 };

function suite(name: string, open: () => Promise<Servers>): void {
  describe(name, () => {
    let servers: Servers;
    let store: IssuerStore;
    let other: IssuerStore;

    beforeAll(async () => {
      servers = await open();
      [store, other] = servers.stores;
    });
    afterAll(() => servers.close());

    const put = async (...changes: RowChange[]) => expect(await store.commit(changes)).toBe(true);
    const instance = (row: Instance): RowChange => ({ table: 'instances', row });

    /** Two issuers, as on two servers, and the same call made by both in turn. */
    const pair = (): readonly [IssuerFixture, IssuerFixture] => [
      createIssuerFixture({ store }),
      createIssuerFixture({ store: other }),
    ];
    const tries = <T>(
      fixtures: readonly [IssuerFixture, IssuerFixture],
      call: (at: IssuerFixture, i: number) => Promise<T>,
    ) => Promise.all(Array.from({ length: servers.tries }, (_, i) => call(fixtures[i % 2]!, i)));

    it('gives back what was written, fields of a later version included', async () => {
      const later = {
        $bytes: 'mine',
        $$x: [1, { deep: Uint8Array.of(0, 255) }],
        none: null,
        half: 0.5,
      };
      const row = { ...createdRow({ owner: 'Ærø ☂', label: 'Konto' }), later };
      await put(instance(row));
      expect(await other.instance(row.id)).toEqual(row);
      const account = accountRow({ current: row.id });
      const request = requestRow({ reference: 'order/17' });
      await put({ table: 'requests', row: request }, { table: 'accounts', row: account });
      expect(await other.account(account.serial)).toEqual(account);
      expect(await other.request(request.id)).toEqual(request);
    });

    it('knows nothing of what was not written', async () => {
      for (const id of [newId(), '', '\0', "' or true --", 'x'.repeat(5000)]) {
        expect(await store.instance(id)).toBeUndefined();
        expect(await store.account(id)).toBeUndefined();
        expect(await store.request(id)).toBeUndefined();
        expect(await store.instancesOf(id)).toEqual([]);
        expect(await store.requestsOf(id, 0)).toEqual([]);
      }
    });

    it('writes on top of the version just below, and on no other', async () => {
      const row = activeRow();
      expect(await store.commit([instance({ ...row, version: 2 })])).toBe(false);
      await put(instance(row));
      expect(await store.commit([instance({ ...row, lastStep: 9 })])).toBe(false);
      expect(await store.commit([instance({ ...row, version: 3 })])).toBe(false);
      await put(instance({ ...row, version: 2, lastStep: 7 }));
      expect(await store.commit([instance({ ...row, version: 2, lastStep: 8 })])).toBe(false);
      expect(await other.instance(row.id)).toMatchObject({ version: 2, lastStep: 7 });
    });

    it('writes all changes or none', async () => {
      const [first, second, request] = [activeRow(), activeRow(), requestRow()];
      const token = tokenRow();
      await put(instance(first));
      const stale: RowChange[] = [
        { table: 'tokens', row: token },
        { table: 'requests', row: request },
        instance(second),
        instance(first),
      ];
      expect(await store.commit(stale)).toBe(false);
      expect(await store.instance(second.id)).toBeUndefined();
      expect(await store.request(request.id)).toBeUndefined();
      await put(...stale.slice(0, 3), instance({ ...first, version: 2 }));
      expect(await store.commit([{ table: 'tokens', row: token }])).toBe(false);
    });

    it('lists an owner’s instances, and an instance’s requests, oldest first', async () => {
      const owner = newId();
      const rows = Array.from({ length: 12 }, () => activeRow({ owner }));
      for (const row of rows) await put(instance(row));
      await put(instance({ ...rows[3]!, version: 2, lastStep: 5 }), instance(activeRow()));
      expect((await store.instancesOf(owner)).map(({ id }) => id)).toEqual(
        rows.map(({ id }) => id),
      );
      const requests = [50, 10, 30].map((s) =>
        requestRow({ instance: owner, expiresAt: START + s }),
      );
      for (const row of requests) await put({ table: 'requests', row });
      const found = async (notBefore: number) =>
        (await store.requestsOf(owner, notBefore)).map(({ expiresAt }) => expiresAt - START);
      expect(await found(START)).toEqual([50, 10, 30]);
      expect(await found(START + 30)).toEqual([50, 30]);
      expect(await found(START + 31)).toEqual([50]);
    });

    it('sweeps what ran out before a moment, and nothing else', async () => {
      const before = START - 5000;
      await store.sweep({ before });
      const old = { expiresAt: before - 1 };
      const lost: Instance = { ...createdRow(old), state: 'EXPIRED', secrets: undefined };
      const gone: Instance[] = [createdRow({ ...old, owner: 'gone' }), lost];
      const kept = [createdRow({ expiresAt: before }), activeRow(old)];
      for (const row of [...gone, ...kept]) {
        const account = accountRow({ serial: row.serial });
        await put(instance(row), { table: 'accounts', row: account });
      }
      const used = accountRow({ current: gone[0]!.id });
      const requests = [requestRow(old), requestRow({ expiresAt: before })];
      const tokens = [tokenRow(old), tokenRow({ expiresAt: before })];
      await put({ table: 'accounts', row: used });
      for (const row of requests) await put({ table: 'requests', row });
      for (const row of tokens) await put({ table: 'tokens', row });

      expect(await store.sweep({ before })).toEqual({ ...NONE, ...TWO_ACTIVATIONS });
      for (const row of gone) {
        expect(await store.instance(row.id)).toBeUndefined();
        expect(await store.account(row.serial)).toBeUndefined();
      }
      for (const row of kept) {
        expect(await store.instance(row.id)).toEqual(row);
        expect(await store.account(row.serial)).toBeDefined();
      }
      expect(await store.account(used.serial)).toEqual(used);
      expect(await store.instancesOf('gone')).toEqual([]);
      expect(await store.request(requests[0]!.id)).toBeUndefined();
      expect(await store.request(requests[1]!.id)).toEqual(requests[1]);
      expect(await store.commit([{ table: 'tokens', row: tokens[0]! }])).toBe(true);
      expect(await store.commit([{ table: 'tokens', row: tokens[1]! }])).toBe(false);
      // The one that was written again, and then nothing.
      expect(await store.sweep({ before })).toEqual({ ...NONE, tokens: 1 });
      expect(await store.sweep({ before })).toEqual(NONE);
    });

    it('begins one account of a serial number, however many try', async () => {
      const serial = newId();
      const outcomes = await tries(pair(), async ({ issuer }, i) =>
        issuer.begin({ serial, owner: `customer-${String(i)}` }).then(({ ok }) => ok),
      );
      expect(outcomes.filter(Boolean)).toHaveLength(1);
    });

    it('accepts one of two device codes, as often as it was typed', async () => {
      const fixtures = pair();
      const { id, firstMessage } = granted(await fixtures[0].issuer.begin());
      const { deviceCode, otherDeviceCode } = await phone(firstMessage);
      const outcomes = await tries(fixtures, ({ issuer }, i) =>
        issuer.acceptDeviceCode(id, i % 4 < 2 ? deviceCode : otherDeviceCode),
      );
      const won = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.secondMessage] : []));
      expect(won).toHaveLength(servers.tries / 2);
      expect(new Set(won.map(String)).size).toBe(1);
      expect(count(outcomes)).toEqual({ ok: servers.tries / 2, CODE_OTHER: servers.tries / 2 });
    });

    it('activates once', async () => {
      const fixtures = pair();
      const { id, account } = await bind(fixtures[0], granted(await fixtures[0].issuer.begin()));
      const outcomes = await tries(fixtures, ({ issuer }) =>
        issuer.confirm(id, account.activationCode),
      );
      expect(count(outcomes)).toEqual({ ok: 1, WRONG_STATE: servers.tries - 1 });
    });

    it('accepts a one-time password once', async () => {
      const fixtures = pair();
      const { id, account } = await activate(fixtures[0]);
      const code = await account.otpAt(START);
      const outcomes = await tries(fixtures, ({ issuer }) => issuer.verifyOtp(id, code));
      expect(count(outcomes)).toEqual({ ok: 1, CODE_USED: servers.tries - 1 });
    });

    it('spends a token once, and accepts one answer of a request', async () => {
      const token = tokenRow();
      const spent = await tries(pair(), (at) => at.store.commit([{ table: 'tokens', row: token }]));
      expect(spent.filter(Boolean)).toHaveLength(1);
      const row = requestRow();
      await put({ table: 'requests', row });
      const answered = await tries(pair(), (at, i) => {
        const answer: RequestRow = {
          ...row,
          version: 2,
          state: i % 3 ? 'APPROVED' : 'DENIED',
          answeredAt: i,
        };
        const fresh = { table: 'tokens', row: tokenRow() } as const;
        return at.store.commit([{ table: 'requests', row: answer }, fresh]);
      });
      const winner = answered.indexOf(true);
      expect(answered.filter(Boolean)).toHaveLength(1);
      expect(await store.request(row.id)).toMatchObject({ version: 2, answeredAt: winner });
    });

    it('accepts one right response code of a request', async () => {
      const fixtures = pair();
      const { id, account } = await activate(fixtures[0]);
      const asked = granted(
        await fixtures[0].issuer.createRequest(id, { kind: 'login', title: 'Sign in' }),
      );
      const code = await responseTo(account, asked.message);
      const outcomes = await tries(fixtures, ({ issuer }) => issuer.verifyResponse(asked.id, code));
      const first = outcomes.filter((outcome) => outcome.ok && !outcome.already);
      expect(first).toHaveLength(1);
      expect(await other.request(asked.id)).toMatchObject({ state: 'APPROVED', version: 2 });
    });

    it('counts wrong codes of all servers together', async () => {
      const fixtures = pair();
      const { issuer } = fixtures[0];
      const first = granted(await issuer.begin());
      const wrong = mistyped((await phone(first.firstMessage)).deviceCode);
      const devices = await tries(fixtures, (at) => at.issuer.acceptDeviceCode(first.id, wrong));
      expect(count(devices)).toEqual({ CODE_WRONG: 5, WRONG_STATE: servers.tries - 5 });

      const { id, account } = await bind(fixtures[0], granted(await issuer.begin()));
      const slip = mistyped(account.activationCode);
      const confirms = await tries(fixtures, (at) => at.issuer.confirm(id, slip));
      expect(count(confirms)).toEqual({ CODE_WRONG: 3, WRONG_STATE: servers.tries - 3 });

      const active = await activate(fixtures[0]);
      const otp = await wrongOtp(active.account, START);
      const otps = await tries(fixtures, (at) => at.issuer.verifyOtp(active.id, otp));
      expect(count(otps)).toEqual({ CODE_WRONG: 5, PAUSED: servers.tries - 5 });
    });

    it('lets two that need each other’s rows not wait for ever', async () => {
      let [a, b] = [activeRow(), activeRow()];
      await put(instance(a), instance(b));
      for (let round = 0; round < 20; round++) {
        const up = (row: typeof a) => ({ ...row, version: row.version + 1 });
        const outcomes = await Promise.all([
          store.commit([instance(up(a)), instance(up(b))]),
          other.commit([instance(up(b)), instance(up(a))]),
        ]);
        expect(outcomes.filter(Boolean)).toHaveLength(1);
        [a, b] = [up(a), up(b)];
      }
    });

    it('keeps an account that gets an instance while it is swept', async () => {
      const [left, right] = pair();
      left.clock.now = START - 90_000;
      for (let round = 0; round < 10; round++) {
        const { serial } = granted(await left.issuer.begin());
        const [begun] = await Promise.all([
          right.issuer.begin({ serial }).then(granted),
          left.store.sweep({ before: START - 80_000 }),
        ]);
        granted(
          await right.issuer.acceptDeviceCode(
            begun.id,
            (await phone(begun.firstMessage)).deviceCode,
          ),
        );
        expect(await store.account(serial)).toBeDefined();
      }
    });
  });
}

/** How often each outcome was given. */
function count(outcomes: readonly Outcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const name = outcome.ok ? 'ok' : outcome.reason;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
