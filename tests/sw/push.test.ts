/** Pushes: each shows one notification, a request's own or the neutral one, whatever is pushed. */
import { beforeEach, describe, expect, it } from 'vitest';

import type { IssuerAccount } from '../../src/core/account.ts';
import { toHex } from '../../src/core/codec/bytes.ts';
import { toPastedText, toQrText } from '../../src/core/codec/message-text.ts';
import type { Request } from '../../src/core/codec/messages.ts';
import type { ErrorCode } from '../../src/core/errors.ts';
import { TesseraError } from '../../src/core/errors.ts';
import WORDS from '../../src/i18n/locales/en/worker.json';
import { importChannelKey, writeDeactivation, writeRequest } from '../../src/protocol/request.ts';
import type { KeptRequest } from '../../src/vault/request-rows.ts';
import type { OpenedRequest } from '../../src/vault/request-store.ts';
import type { NoticeOptions, PushContext, PushVault } from '../../sw/push.ts';
import { receivePush } from '../../sw/push.ts';
import { filled } from '../core/hand-made.ts';
import { firstOf, testIssuer } from '../protocol/issuer.ts';
import { vectors } from '../protocol/vectors.ts';

const NOW = 1_790_000_100;
const [ID, OTHER] = [filled(8, 7), filled(8, 8)];
const channel = filled(32, 6);
const account = {
  kind: 'issuer',
  id: toHex(ID),
  issuerName: 'Northwind Bank',
  state: 'active',
  clockOffset: 0,
} as IssuerAccount;
const request: Request = {
  requestId: filled(8, 1),
  issuedAt: NOW - 5,
  expiresAt: NOW + 300,
  kind: 'transaction',
  title: 'Pay 1,200.00 EUR to Contoso',
  fields: [['Amount', '1,200.00 EUR']],
  pinRequired: false,
};
const NAME = `${toHex(ID)}/${toHex(request.requestId)}`;

let shown: [title: string, options: NoticeOptions][];
let badges: number[];
let kept: OpenedRequest[];
let closed: number;
beforeEach(() => {
  [shown, badges, kept, closed] = [[], [], [], 0];
});

const text = async (change: Partial<Request> = {}, activationId = ID, key = channel) =>
  toQrText(await writeRequest({ ...request, ...change }, { activationId, channel: key }));

function vaultWith(change: Partial<PushVault> = {}): PushVault {
  return {
    accounts: async () => [account],
    channelKey: () => importChannelKey(channel),
    async keepRequest(opened) {
      kept.push(opened);
      return { accountId: account.id } as KeptRequest;
    },
    requests: async () => kept.map(() => ({}) as KeptRequest),
    settings: async () => ({}),
    close: () => (closed += 1),
    ...change,
  };
}

const push = (payload: string | undefined, change: Partial<PushContext> = {}) =>
  receivePush(payload, {
    open: async () => vaultWith(),
    show: async (...notice) => void shown.push(notice),
    badge: async (count) => void badges.push(count),
    words: () => WORDS,
    deadline: () => new Promise(() => undefined),
    now: () => NOW * 1000,
    name: 'Tessera',
    showsTitles: false,
    ...change,
  });
const withVault = (change: Partial<PushVault>): Partial<PushContext> => ({
  open: async () => vaultWith(change),
});
const failing = (code: ErrorCode) => async () => {
  throw new TesseraError(code);
};

function expectNeutral() {
  expect(shown).toEqual([
    ['Tessera', expect.objectContaining({ body: WORDS.neutral, tag: 'waiting' })],
  ]);
  expect(shown[0]![1].data).toBeUndefined();
}

it('keeps a request and says who asks and of what kind, and no more', async () => {
  const payload = await text();
  await push(payload);
  const [[title, options] = ['', {}]] = shown;
  expect(title).toBe('Northwind Bank');
  expect(options).toMatchObject({
    body: WORDS.kinds.transaction,
    tag: NAME,
    data: { account: toHex(ID), request: toHex(request.requestId) },
    timestamp: request.issuedAt * 1000,
  });
  expect(JSON.stringify(shown)).not.toMatch(/1,200|Contoso|EUR/);
  expect(shown).toHaveLength(1);
  expect(kept).toMatchObject([{ accountId: toHex(ID), expiresAt: request.expiresAt }]);
  expect(toQrText(kept[0]!.message)).toBe(payload);
  expect(badges).toEqual([1]);
  expect(closed).toBe(1);
});

it('tells a login from a transaction', async () => {
  await push(await text({ kind: 'login', title: 'Online banking' }));
  expect(shown[0]![1].body).toBe(WORDS.kinds.login);
});

it('says the title where the configuration allows it, and never a field', async () => {
  await push(await text({ title: 'Pay $& to {kind}' }), { showsTitles: true });
  expect(shown[0]![1].body).toBe(`${WORDS.kinds.transaction} Pay $& to {kind}`);
  expect(JSON.stringify(shown)).not.toContain('1,200');
});

it('says the amount of a payment by its mark, whatever the title says', async () => {
  const fields = [
    ['To', 'Contoso'],
    ['Amount', 'EUR 1,200.00'],
  ] as const;
  const payment = { amount: 1, payee: 0 };
  await push(await text({ title: 'Pay EUR 5.00', fields, payment }), { showsTitles: true });
  expect(shown[0]![1].body).toBe(`${WORDS.kinds.transaction} EUR 1,200.00`);
  await push(await text({ title: 'Pay EUR 5.00', fields, payment }));
  expect(shown[1]![1].body).toBe(WORDS.kinds.transaction);
});

it('takes the place of its own notification when it is pushed again', async () => {
  const payload = await text();
  await push(payload);
  await push(payload);
  expect(shown.map(([, { tag }]) => tag)).toEqual([NAME, NAME]);
});

it('tells the time of the issuer in the phone’s', async () => {
  const late = { ...account, clockOffset: 3600 };
  await push(await text(), {
    ...withVault({ accounts: async () => [late] }),
    now: () => (NOW - 3600) * 1000,
  });
  expect(shown[0]![1]).toMatchObject({ tag: NAME, timestamp: (request.issuedAt - 3600) * 1000 });
});

it('shows one from the future: the phone’s clock may be slow', async () => {
  await push(await text({ issuedAt: NOW + 7200, expiresAt: NOW + 7500 }));
  expect(shown[0]![1].tag).toBe(NAME);
});

it('shows a request that could not be kept: it can still be fetched', async () => {
  await push(await text(), withVault({ keepRequest: failing('STORAGE_FULL') }));
  expect(shown[0]![1].tag).toBe(NAME);
});

it('needs no badge', async () => {
  await push(await text(), { badge: failing('UNEXPECTED') });
  expect(shown[0]![1].tag).toBe(NAME);
});

it('counts only what waits for an answer', async () => {
  const answered: Partial<KeptRequest>[] = [{ decision: 'denied' }, { answer: 'leaving' }];
  const requests = async () => [...answered, {}, {}] as KeptRequest[];
  await push(await text(), withVault({ requests }));
  expect(badges).toEqual([2]);
});

describe('shows the neutral notification', () => {
  const payloads: Record<string, () => Promise<string | undefined>> = {
    'without a payload': async () => undefined,
    'for an empty one': async () => '',
    'for a text that is none of ours': async () => 'hello',
    'for a text of our form that holds nothing': async () => 'TES1:%%%%',
    'for a cut request': async () => (await text()).slice(0, 40),
    'for a changed request': async () => {
      const whole = await text();
      return whole.slice(0, -1) + (whole.endsWith('0') ? '1' : '0');
    },
    'for an unknown account': () => text({}, OTHER),
    'for another account’s key': () => text({}, ID, filled(32, 9)),
    'for an expired request': () => text({ issuedAt: NOW - 600, expiresAt: NOW - 1 }),
    'for a deactivation': async () =>
      toQrText(
        await writeDeactivation(
          { requestId: filled(8, 1), issuedAt: NOW },
          { activationId: ID, channel },
        ),
      ),
    'for a first activation message': async () =>
      toPastedText((await firstOf(await testIssuer())).m1),
    'for a second activation message': async () => vectors[0]!.second.text,
    'for a text without end': async () => 'TES1:'.padEnd(100_000, '0'),
  };
  it.each(Object.entries(payloads))('%s', async (_, payload) => {
    await push(await payload());
    expectNeutral();
    expect(kept).toEqual([]);
    expect(closed).toBe(1);
  });

  const failures: Record<string, Partial<PushContext>> = {
    'where storage is blocked': { open: failing('STORAGE_BLOCKED') },
    'where the vault is newer': { open: failing('VAULT_NEWER') },
    'where the accounts do not load': withVault({ accounts: failing('STORAGE_LOST') }),
    'where the channel key is damaged': withVault({ channelKey: failing('VAULT_DAMAGED') }),
    'for other contents under a known id': withVault({ keepRequest: failing('REQUEST_REUSED') }),
    'for what was answered': withVault({
      keepRequest: async () => ({ decision: 'approved' }) as KeptRequest,
    }),
    'for what has an approval on its way': withVault({
      keepRequest: async () => ({ answer: 'leaving' }) as KeptRequest,
    }),
    'where the account has just been removed': withVault({ accounts: async () => [] }),
  };
  it.each(Object.entries(failures))('%s', async (_, world) => {
    await push(await text(), world);
    expectNeutral();
  });
});

it('shows the neutral one while storage hangs, and the request’s own afterwards', async () => {
  let open!: (vault: PushVault) => void;
  const pushed = push(await text(), {
    open: () => new Promise((resolve) => (open = resolve)),
    deadline: async () => undefined,
  });
  await expect.poll(() => shown.length).toBe(1);
  expectNeutral();
  open(vaultWith());
  await pushed;
  expect(shown.map(([, { tag }]) => tag)).toEqual(['waiting', NAME]);
});

it('shows the title alone where options are refused, and nothing where all is', async () => {
  const tried: unknown[] = [];
  await push(await text(), {
    show: async (title, options) => {
      tried.push([title, Object.keys(options).length > 0]);
      throw new TypeError('No permission');
    },
  });
  expect(tried).toEqual([
    ['Northwind Bank', true],
    ['Northwind Bank', false],
  ]);
});
