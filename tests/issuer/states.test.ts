/**
 * Every state × every call: what is refused, for what reason, and that a refused call leaves the
 * row as it was.
 */
import { beforeAll, describe, expect, it } from 'vitest';

import type { InstanceState } from '../../src/issuer/instance.ts';
import type { RefusalReason } from '../../src/issuer/outcome.ts';
import type { Bound, IssuerFixture } from './issuer-fixture.ts';
import {
  activate,
  bind,
  createIssuerFixture,
  granted,
  mistyped,
  setTotal,
  wrongOtp,
} from './issuer-fixture.ts';

interface Case {
  readonly at: IssuerFixture;
  readonly bound: Bound;
  /** The right code for each call, as far as there is one. */
  readonly otp: string;
}

const calls = {
  acceptDeviceCode: ({ at, bound }: Case) =>
    at.issuer.acceptDeviceCode(bound.id, bound.phone.deviceCode),
  confirm: ({ at, bound }: Case) => at.issuer.confirm(bound.id, bound.account.activationCode),
  verifyOtp: ({ at, bound, otp }: Case) => at.issuer.verifyOtp(bound.id, otp),
  replaceByCode: ({ at, bound, otp }: Case) =>
    at.issuer.beginReplacement(bound.id, { oneTimePassword: otp }),
  replaceByIdentification: ({ at, bound }: Case) =>
    at.issuer.beginReplacement(bound.id, { identifiedAsAtEnrolment: true }),
  cancel: ({ at, bound }: Case) => at.issuer.cancel(bound.id),
  revoke: ({ at, bound }: Case) => at.issuer.revoke(bound.id),
};
type Call = keyof typeof calls;

/** `ok`, or the reason of the refusal. */
const table: Record<InstanceState, Record<Call, 'ok' | RefusalReason>> = {
  CREATED: {
    acceptDeviceCode: 'ok',
    confirm: 'WRONG_STATE',
    verifyOtp: 'WRONG_STATE',
    replaceByCode: 'WRONG_STATE',
    replaceByIdentification: 'WRONG_STATE',
    cancel: 'ok',
    revoke: 'ok',
  },
  CODE_BOUND: {
    acceptDeviceCode: 'ok',
    confirm: 'ok',
    verifyOtp: 'WRONG_STATE',
    replaceByCode: 'WRONG_STATE',
    replaceByIdentification: 'WRONG_STATE',
    cancel: 'ok',
    revoke: 'ok',
  },
  ACTIVE: {
    acceptDeviceCode: 'WRONG_STATE',
    confirm: 'WRONG_STATE',
    verifyOtp: 'ok',
    replaceByCode: 'ok',
    replaceByIdentification: 'ok',
    cancel: 'WRONG_STATE',
    revoke: 'ok',
  },
  BLOCKED: {
    acceptDeviceCode: 'BLOCKED',
    confirm: 'BLOCKED',
    verifyOtp: 'BLOCKED',
    replaceByCode: 'BLOCKED',
    replaceByIdentification: 'ok',
    cancel: 'BLOCKED',
    revoke: 'ok',
  },
  REVOKED: {
    acceptDeviceCode: 'WRONG_STATE',
    confirm: 'WRONG_STATE',
    verifyOtp: 'WRONG_STATE',
    replaceByCode: 'WRONG_STATE',
    replaceByIdentification: 'ok',
    cancel: 'WRONG_STATE',
    revoke: 'WRONG_STATE',
  },
  REPLACED: {
    acceptDeviceCode: 'WRONG_STATE',
    confirm: 'WRONG_STATE',
    verifyOtp: 'WRONG_STATE',
    replaceByCode: 'WRONG_STATE',
    replaceByIdentification: 'WRONG_STATE',
    cancel: 'WRONG_STATE',
    revoke: 'WRONG_STATE',
  },
  EXPIRED: {
    acceptDeviceCode: 'EXPIRED',
    confirm: 'EXPIRED',
    verifyOtp: 'EXPIRED',
    replaceByCode: 'EXPIRED',
    replaceByIdentification: 'EXPIRED',
    cancel: 'EXPIRED',
    revoke: 'EXPIRED',
  },
  FAILED: {
    acceptDeviceCode: 'WRONG_STATE',
    confirm: 'WRONG_STATE',
    verifyOtp: 'WRONG_STATE',
    replaceByCode: 'WRONG_STATE',
    replaceByIdentification: 'WRONG_STATE',
    cancel: 'WRONG_STATE',
    revoke: 'WRONG_STATE',
  },
};

/**
 * An activation that another issuer on a copy of the row has taken further, so that right codes
 * exist for every state.
 */
async function inState(state: InstanceState): Promise<Case> {
  const at = createIssuerFixture();
  const bound = await bind(at, granted(await at.issuer.begin({ owner: 'customer' })));
  const created = at.store.instance(bound.id);
  const make: Record<InstanceState, () => Promise<unknown>> = {
    CREATED: async () => rewind(at, bound),
    CODE_BOUND: () => created,
    ACTIVE: () => at.issuer.confirm(bound.id, bound.account.activationCode),
    BLOCKED: async () => {
      granted(await at.issuer.confirm(bound.id, bound.account.activationCode));
      const wrong = await wrongOtp(bound.account, at.clock.now);
      await setTotal(at, bound.id, 24);
      await at.issuer.verifyOtp(bound.id, wrong);
    },
    REVOKED: async () => {
      granted(await at.issuer.confirm(bound.id, bound.account.activationCode));
      granted(await at.issuer.revoke(bound.id));
    },
    REPLACED: async () => {
      granted(await at.issuer.confirm(bound.id, bound.account.activationCode));
      const proof = { identifiedAsAtEnrolment: true } as const;
      await activate(at, granted(await at.issuer.beginReplacement(bound.id, proof)));
    },
    EXPIRED: () => Promise.resolve((at.clock.now += 601)),
    FAILED: () => at.issuer.revoke(bound.id),
  };
  await make[state]();
  return { at, bound, otp: await bound.account.otpAt(at.clock.now) };
}

/**
 * Takes a bound activation back to CREATED, with its first message, as if the device code had not
 * been typed yet.
 */
async function rewind(at: IssuerFixture, bound: Bound): Promise<void> {
  const row = (await at.store.instance(bound.id))!;
  if (row.state !== 'CODE_BOUND') throw new Error(row.state);
  const { linkSecret, h1 } = row.secrets;
  const secrets = { linkSecret, h1, firstMessage: new Uint8Array() };
  await at.store.commit([
    { table: 'instances', row: { ...row, state: 'CREATED', secrets, version: row.version + 1 } },
  ]);
}

describe.each(Object.keys(table) as InstanceState[])('in %s', (state) => {
  let sample: Case;
  beforeAll(async () => {
    sample = await inState(state);
    expect((await sample.at.issuer.inspect(sample.bound.id))?.state).toBe(state);
  });

  it.each(Object.entries(table[state]) as [Call, 'ok' | RefusalReason][])(
    '%s: %s',
    async (call, expected) => {
      const own = expected === 'ok' ? await inState(state) : sample;
      const outcome = await calls[call](own);
      expect(outcome.ok ? 'ok' : outcome.reason).toBe(expected);
      if (!outcome.ok) {
        expect(outcome.state).toBe(state);
        expect((await own.at.issuer.inspect(own.bound.id))?.state).toBe(state);
      }
    },
  );
});

describe('ids that are none', () => {
  it.each(Object.keys(calls) as Call[])('%s: UNKNOWN_ACTIVATION', async (call) => {
    const own = await inState('ACTIVE');
    const outcome = await calls[call]({ ...own, bound: { ...own.bound, id: '0000000000000000' } });
    expect(outcome).toEqual({ ok: false, reason: 'UNKNOWN_ACTIVATION' });
  });

  it('inspects to nothing', async () => {
    expect(await createIssuerFixture().issuer.inspect('__proto__')).toBeUndefined();
    expect(await createIssuerFixture().issuer.list('nobody')).toEqual([]);
  });
});

describe('the message to be shown', () => {
  it('is the first, then the second, then none', async () => {
    const at = createIssuerFixture();
    const begun = granted(await at.issuer.begin());
    const shown = async (): Promise<Uint8Array | undefined> =>
      (await at.issuer.inspect(begun.id))?.message;
    expect(await shown()).toEqual(begun.firstMessage);
    const { secondMessage, account } = await bind(at, begun);
    expect(await shown()).toEqual(secondMessage);
    await at.issuer.confirm(begun.id, mistyped(account.activationCode));
    expect(await shown()).toEqual(secondMessage);
    granted(await at.issuer.confirm(begun.id, account.activationCode));
    expect(await shown()).toBeUndefined();
  });
});
