/**
 * A server that is not upgraded yet beside one that is, on the same tables of PostgreSQL: what one
 * begins the other ends, nothing is accepted twice, and what the old one cannot know is said.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { utf8 } from '../../src/core/codec/bytes.ts';
import { createIssuer } from '../../src/issuer/issuer.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import type { SealedStore } from '../../src/issuer/stores/sql-store.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import {
  answerPath,
  numberedResponse,
  responseTo,
  SERVICE,
  tokenFor,
} from './authenticator-fixture.ts';
import { withCheapDerivations } from './cheap-derivations.ts';
import type { Account, Bound, IssuerFixture } from './issuer-fixture.ts';
import { granted, phone, START, wrongOtp } from './issuer-fixture.ts';
import type { OldIssuer, OldOutcome, OldStore } from './old-program.ts';
import { unpackOldProgram } from './old-program.ts';
import { sql, startCluster } from './stores-under-test.ts';

const NAME = 'Northwind Bank';
const PERIOD = 30;
const LOGIN = { kind: 'login', title: 'Sign in' } as const;

const [old, cluster] = [await unpackOldProgram(), await startCluster()];
const key = generateStoreKey();
const clock = { now: START };
let database = '';
let stores: { readonly old: OldStore; readonly current: SealedStore };
/** Both programs by the calls that both have. */
let programs: { readonly old: OldIssuer; readonly current: OldIssuer };
let fixture: IssuerFixture;

beforeAll(async () => {
  if (cluster === undefined) return;
  database = await cluster.database();
  // The old one serves already when the new one brings the tables up to date.
  const before = await old.openPostgresStore({ database, key });
  const store = await openPostgresStore({ database, key });
  stores = { old: before, current: store };
  const common = { name: NAME, serviceUrl: SERVICE, now: () => clock.now };
  const current = { ...common, key: await store.issuerKey(), store };
  const issuer = withCheapDerivations(() => createIssuer(current));
  fixture = { issuer, store, clock };
  programs = {
    old: old.createIssuer({ ...common, key: await before.issuerKey(), store: before }),
    current: issuer as unknown as OldIssuer,
  };
});
afterAll(async () => {
  await stores?.old.close();
  await stores?.current.close();
  await cluster?.stop();
  old.remove();
});

type Side = 'old' | 'current';

/** An activation, each of its steps at the server that is named. */
async function activateAt(begin: Side, bind: Side, confirm: Side): Promise<Bound> {
  const { id, firstMessage } = await programs[begin].begin({ owner: crypto.randomUUID() });
  return finish({ id, firstMessage }, bind, confirm);
}

async function finish(
  { id, firstMessage }: { readonly id: string; readonly firstMessage: Uint8Array },
  bind: Side,
  confirm: Side,
): Promise<Bound> {
  const holder = await phone(firstMessage);
  const bound = right(await programs[bind].acceptDeviceCode(id, holder.deviceCode));
  // Typed once more at the other server it is answered by the same image.
  const again = right(await programs[confirm].acceptDeviceCode(id, holder.deviceCode));
  expect(again.secondMessage).toEqual(bound.secondMessage);
  const account = await holder.scan(bound.secondMessage!);
  right(await programs[confirm].confirm(id, account.activationCode));
  return { id, phone: holder, account, secondMessage: bound.secondMessage! };
}

function right(outcome: OldOutcome): OldOutcome {
  if (!outcome.ok) throw new Error(`refused: ${String(outcome.reason)}`);
  return outcome;
}

const verify = (at: Side, { id }: Bound, code: string) => programs[at].verifyOtp(id, code);
const codeNow = ({ account }: { readonly account: Account }) => account.otpAt(clock.now);
const nextStep = () => (clock.now += PERIOD);

/** How many of the calls were granted, leaving aside what was granted before. */
function news(outcomes: readonly OldOutcome[]): number {
  return outcomes.filter((each) => each.ok && !('already' in each)).length;
}

const DIRECTIONS = [
  ['old', 'current'],
  ['current', 'old'],
] as const satisfies readonly (readonly [Side, Side])[];

describe.skipIf(cluster === undefined)('an old server beside a new one', () => {
  it('has the same signing key and secrets', async () => {
    const [before, now] = await Promise.all([stores.old.issuerKey(), stores.current.issuerKey()]);
    expect(before.publicKey).toEqual(now.publicKey);
    const made = await stores.old.secret('vapid', () => Promise.resolve(new Uint8Array([1])));
    const again = await stores.current.secret('vapid', () => Promise.resolve(new Uint8Array([2])));
    expect(again).toEqual(made);
  });

  it.each(DIRECTIONS)('ends an activation that the other began (%s, %s)', async (one, other) => {
    for (const [bind, confirm] of DIRECTIONS) {
      const bound = await activateAt(one, bind, confirm);
      for (const side of [one, other]) {
        expect((await programs[side].inspect(bound.id))?.state).toBe('ACTIVE');
        right(await verify(side, bound, await codeNow(bound)));
        nextStep();
      }
    }
  });

  it.each(DIRECTIONS)('accepts no code of the other’s again (%s, %s)', async (one, other) => {
    const bound = await activateAt(one, one, other);
    // Longer than the steps that the new one keeps one by one.
    for (let round = 0; round < 12; round++) {
      const [first, second] = round % 2 === 0 ? [one, other] : [other, one];
      const code = await codeNow(bound);
      right(await verify(first, bound, code));
      const again = await Promise.all([verify(second, bound, code), verify(first, bound, code)]);
      expect(again.map(({ reason }) => reason)).toEqual(['CODE_USED', 'CODE_USED']);
      const earlier = await bound.account.otpAt(clock.now - PERIOD);
      expect((await verify(second, bound, earlier)).reason).toBe('CODE_USED');
      nextStep();
    }
  });

  it.each(DIRECTIONS)('accepts one code once of both at once (%s, %s)', async (one, other) => {
    const bound = await activateAt(one, other, one);
    for (let round = 0; round < 10; round++) {
      const code = await codeNow(bound);
      const both = [one, other, one, other].map((side) => verify(side, bound, code));
      expect(news(await Promise.all(both))).toBe(1);
      nextStep();
    }
  });

  it.each(DIRECTIONS)('ends a replacement that the other began (%s, %s)', async (one, other) => {
    const bound = await activateAt(one, one, one);
    const proof = { oneTimePassword: await codeNow(bound) };
    const begun = right(await programs[one].beginReplacement(bound.id, proof));
    expect((await verify(other, bound, proof.oneTimePassword)).reason).toBe('CODE_USED');
    const { id, firstMessage } = begun as Required<OldOutcome>;
    const after = await finish({ id, firstMessage }, one, other);
    expect(after.account.message.serial).toBe(bound.account.message.serial);
    nextStep();
    for (const side of [one, other]) {
      expect(await programs[side].inspect(bound.id)).toMatchObject({ state: 'REPLACED' });
      expect((await verify(side, bound, await codeNow(bound))).reason).toBe('WRONG_STATE');
    }
    right(await programs[other].revoke(after.id));
    expect((await verify(one, after, await codeNow(after))).reason).toBe('WRONG_STATE');
  });

  it.each(DIRECTIONS)('takes the answer to what the other asked (%s, %s)', async (one, other) => {
    const bound = await activateAt(one, other, other);
    const { id, message } = right(await programs[one].createRequest(bound.id, LOGIN));
    const code = await responseTo(bound.account, message!);
    const answers = [other, one, other, one].map((side) =>
      programs[side].verifyResponse(id!, code),
    );
    expect(news(await Promise.all(answers))).toBe(1);
    for (const side of [one, other])
      expect(news([await programs[side].verifyResponse(id!, code)])).toBe(0);
  });

  it.each(DIRECTIONS)('serves phones for what the other asked (%s, %s)', async (one, other) => {
    const bound = await activateAt(other, one, one);
    const { id, message } = right(await programs[one].createRequest(bound.id, LOGIN));
    const list = { method: 'GET', url: `${SERVICE}/requests` };
    const token = await tokenFor(fixture, bound, { path: '/requests' });
    const pending = right(await programs[other].service.pending({ ...list, token }));
    expect(pending.requests).toEqual([message]);

    const path = answerPath(id!);
    const url = SERVICE + path;
    const signed = await tokenFor(fixture, bound, { method: 'POST', path, body: {} });
    const call = { method: 'POST', url, body: utf8('{}'), token: signed };
    const code = await responseTo(bound.account, message!);
    const approve = { decision: 'approve', code } as const;
    expect(right(await programs[other].service.answer(call, id!, approve)).state).toBe('APPROVED');
    // Spent at one server, it is spent at both.
    const again = await programs[one].service.answer(call, id!, { decision: 'deny' });
    expect(again.reason).toBe('TOKEN_USED');
    expect(news([await programs[one].verifyResponse(id!, code)])).toBe(0);
  });
});

/** Wrong answers at the old server until it refuses for another reason; that reason. */
async function refusedAtOld(bound: Bound): Promise<{ wrong: number; reason: string | undefined }> {
  const code = await wrongOtp(bound.account, clock.now);
  for (let wrong = 0; ; wrong++) {
    const { reason } = await verify('old', bound, code);
    if (reason !== 'CODE_WRONG') return { wrong, reason };
  }
}

describe.skipIf(cluster === undefined)('what an old server does not know', () => {
  it('is the new tries: it counts its own ten in a row, and the new one no longer adds them', async () => {
    const [bound, untouched] = [
      await activateAt('old', 'old', 'old'),
      await activateAt('old', 'old', 'old'),
    ];
    for (let wrong = 0; wrong < 3; wrong++)
      await verify('old', bound, await wrongOtp(bound.account, clock.now));
    const first = await fixture.issuer.verifyOtp(bound.id, await codeNow(bound));
    expect(first).toMatchObject({ ok: true, wrongSince: 3 });
    const { tries } = (await stores.current.instance(bound.id))!;
    nextStep();
    for (let wrong = 0; wrong < 3; wrong++)
      await verify('old', bound, await wrongOtp(bound.account, clock.now));
    expect((await stores.current.instance(bound.id))?.tries).toEqual(tries);

    // The first after the new one's write begins the old one's count.
    expect(await refusedAtOld(bound)).toEqual({ wrong: 8, reason: 'BLOCKED' });
    expect(await refusedAtOld(untouched)).toEqual({ wrong: 10, reason: 'BLOCKED' });
    for (const each of [bound, untouched])
      expect((await verify('current', each, await codeNow(each))).reason).toBe('BLOCKED');
  });

  it('is a pause: it compares codes while the new one does not', async () => {
    const bound = await activateAt('old', 'old', 'old');
    for (let wrong = 0; wrong < 5; wrong++)
      await verify('current', bound, await wrongOtp(bound.account, clock.now));
    expect((await verify('current', bound, await codeNow(bound))).reason).toBe('PAUSED');
    right(await verify('old', bound, await codeNow(bound)));
    expect((await verify('current', bound, await codeNow(bound))).reason).toBe('PAUSED');
  });

  it('is a phone’s drift: the new one knows it from two codes, the old one refuses it', async () => {
    const bound = await activateAt('old', 'old', 'old');
    const drifted = () => bound.account.otpAt(clock.now - 10 * PERIOD);
    expect((await verify('current', bound, await drifted())).reason).toBe('CLOCK');
    nextStep();
    right(await verify('current', bound, await drifted()));
    nextStep();
    expect((await verify('old', bound, await drifted())).reason).toBe('CODE_WRONG');
    right(await verify('current', bound, await drifted()));
  });

  it('is the number: it takes the typed code, and refuses the one that signs the number', async () => {
    const bound = await activateAt('current', 'current', 'current');
    const asker = 'session-1-of-this-browser';
    const { id, message, number } = granted(
      await fixture.issuer.createRequest(bound.id, { ...LOGIN, asker }),
    );
    const numbered = await numberedResponse(bound.account, message, number!);
    expect((await programs.old.verifyResponse(id, numbered)).reason).toBe('CODE_WRONG');
    const typed = await responseTo(bound.account, message);
    expect(right(await programs.old.verifyResponse(id, typed)).state).toBe('APPROVED');
  });

  it('are newer tables: it goes on with them, but cannot be started on them', async () => {
    const versions = await sql(database, 'select max(number) as number from tessera_migrations');
    expect(Number(versions[0]!['number'])).toBeGreaterThan(1);
    await expect(old.openPostgresStore({ database, key })).rejects.toMatchObject({
      code: 'STORE_NEWER',
    });
    const bound = await activateAt('old', 'old', 'old');
    right(await verify('old', bound, await codeNow(bound)));
    expect(await programs.old.sweep()).toBe(0);
  });
});
