/** Random walks over an issuer's calls: no change of a state is without its event. */
import { expect, it } from 'vitest';

import type { Instance } from '../../src/issuer/instance.ts';
import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import type { RequestRow } from '../../src/issuer/request-row.ts';
import type { EventRow, EventType } from '../../src/issuer/rows/event-row.ts';
import type { IssuerStore, RowChange } from '../../src/issuer/store.ts';
import { responseTo } from './authenticator-fixture.ts';
import type { Bound, IssuerFixture } from './issuer-fixture.ts';
import { bind, createIssuerFixture, mistyped, wrongOtp } from './issuer-fixture.ts';

/** Calls of one walk. */
const STEPS = 100;

/** The one event that a state is told by. */
const OF_INSTANCE: Readonly<Record<Instance['state'], EventType>> = {
  CREATED: 'activation.begun',
  CODE_BOUND: 'code.accepted',
  ACTIVE: 'device.activated',
  BLOCKED: 'device.blocked',
  REVOKED: 'device.revoked',
  REPLACED: 'device.replaced',
  EXPIRED: 'activation.failed',
  FAILED: 'activation.failed',
};
const OF_REQUEST: Readonly<Record<RequestRow['state'], EventType>> = {
  PENDING: 'request.created',
  APPROVED: 'request.approved',
  DENIED: 'request.denied',
  REFUSED: 'request.refused',
  CANCELLED: 'request.cancelled',
};

/** What a commit changes without an event, or tells without a change. */
async function complaintsOf(
  store: IssuerStore,
  changes: readonly RowChange[],
): Promise<readonly string[]> {
  const events = changes.flatMap(({ table, row }) => (table === 'events' ? [row] : []));
  const told = (find: (event: EventRow) => boolean) => events.filter(find).length;
  const complaints: string[] = [];
  for (const { table, row } of changes) {
    if (table === 'instances') {
      const before = await store.instance(row.id);
      const type = OF_INSTANCE[row.state];
      const count = told((event) => event.type === type && event.instance === row.id);
      const isCode = type === 'code.accepted';
      const expected = Number(before?.state !== row.state);
      if (!isCode && count !== expected) complaints.push(`${row.state}: ${String(count)} events`);
      const wrong = row.tries.total > (before?.tries.total ?? 0);
      const isTold = (event: EventRow) =>
        event.type === 'code.refused' && event.instance === row.id;
      if (wrong && told(isTold) !== 1) complaints.push('a wrong answer');
      const until = row.tries.pausedUntil;
      const isPaused = until !== undefined && until !== before?.tries.pausedUntil;
      const isPause = ({ type: each, instance }: EventRow) =>
        each === 'device.paused' && instance === row.id;
      if (isPaused && row.state === 'ACTIVE' && told(isPause) !== 1) complaints.push('a pause');
    }
    if (table === 'requests') {
      const before = await store.request(row.id);
      const type = OF_REQUEST[row.state];
      const count = told((event) => event.type === type && event.request === row.id);
      if (count !== Number(before?.state !== row.state)) complaints.push(`request ${row.state}`);
    }
  }
  return complaints;
}

function watched(complaints: string[]): IssuerStore {
  const store = createMemoryStore();
  return {
    ...store,
    async commit(changes) {
      const found = await complaintsOf(store, changes);
      const isWritten = await store.commit(changes);
      if (isWritten) complaints.push(...found);
      return isWritten;
    },
  };
}

/** Numbers below a limit from a seed (a linear congruential generator). */
function randomFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

async function step(
  at: IssuerFixture,
  bounds: Bound[],
  pick: (limit: number) => number,
): Promise<unknown> {
  const { issuer, clock } = at;
  const owner = `owner-${String(pick(2))}`;
  // Mostly the newest, which is the likeliest to be alive.
  const bound = bounds.at(-1 - Math.min(pick(4), pick(3), bounds.length - 1));
  const kind = pick(12);
  if (bound === undefined || kind === 0) {
    const begun = await issuer.begin({ owner });
    if (begun.ok) bounds.push(await bind(at, begun));
    return begun;
  }
  const { id, account } = bound;
  clock.now += pick(40);
  switch (kind) {
    case 1:
    case 2:
      return issuer.confirm(id, account.activationCode);
    case 3:
      return issuer.confirm(id, mistyped(account.activationCode));
    case 4:
      return issuer.verifyOtp(id, await account.otpAt(clock.now - pick(3) * 100));
    case 5:
      return issuer.verifyOtp(id, await wrongOtp(account, clock.now));
    case 6:
      return issuer.verifyOtp({ owner }, await wrongOtp(account, clock.now));
    case 7:
    case 8: {
      const asked = await issuer.createRequest(id, { kind: 'login', title: 'Sign in' });
      if (!asked.ok) return asked;
      const code = await responseTo(account, asked.message);
      if (pick(3) === 0) await issuer.verifyResponse(asked.id, mistyped(code));
      if (pick(4) === 0) return issuer.denyRequest(asked.id);
      if (pick(4) === 0) return issuer.cancelRequest(asked.id);
      return issuer.verifyResponse(asked.id, code);
    }
    case 9:
      return pick(3) === 0 ? issuer.revoke(id) : issuer.unpause(id);
    case 10:
      clock.now += 1000;
      return issuer.confirm(id, account.activationCode);
    default: {
      const proof = { identifiedAsAtEnrolment: true } as const;
      const begun = await issuer.beginReplacement(id, proof);
      if (begun.ok) bounds.push(await bind(at, begun));
      return begun;
    }
  }
}

it('tells each change of a state once, on random walks', async () => {
  const types = new Set<EventType>();
  for (const seed of [1, 2, 3]) {
    const complaints: string[] = [];
    const at = createIssuerFixture({ store: watched(complaints), triesInAll: 8 });
    const [bounds, pick]: [Bound[], ReturnType<typeof randomFrom>] = [[], randomFrom(seed)];
    for (let count = 0; count < STEPS; count++) await step(at, bounds, pick);
    expect(complaints).toEqual([]);
    for await (const { type } of at.issuer.events()) types.add(type);
    expect((await at.issuer.audit.check()).ok).toBe(true);
  }
  // A walk that comes nowhere shows nothing.
  expect(types.size).toBeGreaterThan(10);
});

it('would see a change without its event', async () => {
  const store = createMemoryStore();
  const at = createIssuerFixture({ store });
  const begun = await at.issuer.begin();
  if (!begun.ok) throw new Error(begun.reason);
  const row = (await store.instance(begun.id))!;
  const failed = { ...row, state: 'FAILED', secrets: undefined } as Instance;
  expect(await complaintsOf(store, [{ table: 'instances', row: failed }])).toHaveLength(1);
});
