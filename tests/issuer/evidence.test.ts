/** Evidence of approvals, and what there is of an owner. */
import { describe, expect, it } from 'vitest';

import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import type { IssuerStore } from '../../src/issuer/store.ts';
import { StoreError } from '../../src/issuer/stores/store-error.ts';
import {
  answerPath,
  numberedResponse,
  responseTo,
  send,
  SERVICE,
} from './authenticator-fixture.ts';
import type { IssuerFixture } from './issuer-fixture.ts';
import { activate, createIssuerFixture, granted, START } from './issuer-fixture.ts';

const DAY = 24 * 3600;
const payment = { amount: '129.90', currency: 'EUR', payee: 'Kato Bikes' } as const;
const pay = { kind: 'transaction', payment, reference: 'order-981' } as const;

async function approve(at: IssuerFixture, options: object = {}) {
  const bound = await activate(at);
  const asked = granted(await at.issuer.createRequest(bound.id, { ...pay, ...options }));
  const code = await responseTo(bound.account, asked.message);
  granted(await at.issuer.verifyResponse(asked.id, code));
  return { ...asked, device: bound.id, code };
}

describe('evidence', () => {
  it('says what was approved and how, and proves it', async () => {
    const at = createIssuerFixture();
    const { id, device, code, message } = await approve(at);
    const { items } = await at.issuer.evidence({ reference: 'order-981' });
    expect(items).toEqual([
      {
        id,
        owner: 'customer',
        reference: 'order-981',
        at: START,
        keepUntil: START + 396 * DAY,
        device,
        serial: expect.any(String) as string,
        message,
        title: 'Pay EUR\u00a0129.90',
        fields: [
          ['Amount', 'EUR\u00a0129.90'],
          ['To', 'Kato Bikes'],
        ],
        payment,
        code,
        by: 'code',
        suite: 'OCRA-1:HOTP-SHA256-8:QH64',
      },
    ]);
    expect(await at.issuer.checkEvidence(items[0]!)).toBe(true);
    expect((await at.issuer.evidence({ owner: 'other' })).items).toEqual([]);
  });

  it('is refused when any of it was changed, in the evidence or in the store', async () => {
    const inner = createMemoryStore();
    let change: object = {};
    const store: IssuerStore = {
      ...inner,
      async evidence(query) {
        const page = await inner.evidence(query);
        return { ...page, items: page.items.map((row) => ({ ...row, ...change })) };
      },
    };
    const at = createIssuerFixture({ store });
    await approve(at);
    const [evidence] = (await at.issuer.evidence()).items;
    const check = async (given: object) => at.issuer.checkEvidence({ ...evidence!, ...given });
    expect(await check({})).toBe(true);
    for (const given of [{ title: 'Pay EUR 1.00' }, { code: '00000000' }, { owner: 'other' }])
      expect(await check(given), JSON.stringify(given)).toBe(false);
    for (const stored of [
      { code: '00000000' },
      { title: 'Pay EUR 1.00' },
      { fields: [] },
      { signKey: new Uint8Array(32) },
      { channelKey: new Uint8Array(32) },
      { message: evidence!.message.map((byte, i) => (i === 60 ? byte ^ 1 : byte)) },
    ]) {
      change = stored;
      const { signKey: _, channelKey: __, ...given } = stored as Record<string, unknown>;
      expect(await check(given), Object.keys(stored).join()).toBe(false);
    }
    expect(await check({ id: '0000000000000000' })).toBe(false);
  });

  it('has the number that the code signs', async () => {
    const at = createIssuerFixture({ serviceUrl: SERVICE });
    const bound = await activate(at);
    const { id, message, number } = granted(await at.issuer.createRequest(bound.id, pay));
    const code = await numberedResponse(bound.account, message, number!);
    const body = { decision: 'approve', code, number: true };
    await send(at, bound, { method: 'POST', path: answerPath(id), body });
    const [evidence] = (await at.issuer.evidence()).items;
    expect(evidence).toMatchObject({ number, by: 'service' });
    expect(await at.issuer.checkEvidence(evidence!)).toBe(true);
    expect(await at.issuer.checkEvidence({ ...evidence!, number: '00' })).toBe(false);
  });

  it('is kept as long as the site says, or not at all', async () => {
    const none = createIssuerFixture({ retention: { evidence: 0 } });
    await approve(none);
    expect((await none.issuer.evidence()).items).toEqual([]);
    await approve(none, { keep: 10 });
    const [kept] = (await none.issuer.evidence()).items;
    expect(kept!.keepUntil).toBe(START + 10 * DAY);
    none.clock.now = START + 10 * DAY;
    await none.issuer.sweep();
    expect((await none.issuer.evidence()).items).toHaveLength(1);
    none.clock.now += 1;
    await none.issuer.sweep();
    expect((await none.issuer.evidence()).items).toEqual([]);
  });
});

describe('an ended account', () => {
  it('is forgotten after its time, with its events', async () => {
    const at = createIssuerFixture({ retention: { ended: 30, events: 20 } });
    const { id } = await activate(at);
    await at.issuer.revoke(id);
    at.clock.now += 20 * DAY + 1;
    await at.issuer.sweep();
    expect(await at.issuer.inspect(id)).toBeDefined();
    const left = [];
    for await (const event of at.issuer.events()) left.push(event);
    expect(left).toEqual([]);
    at.clock.now += 10 * DAY;
    await at.issuer.sweep();
    expect(await at.issuer.inspect(id)).toBeUndefined();
  });
});

describe('an owner', () => {
  async function recordsOf(at: IssuerFixture) {
    const records = [];
    for await (const record of at.issuer.exportOwner({ owner: 'customer' })) records.push(record);
    return records;
  }

  it('gets all records as JSON, without keys and secrets', async () => {
    const at = createIssuerFixture();
    const { id } = await approve(at);
    const records = await recordsOf(at);
    expect(new Set(records.map(({ record }) => record))).toEqual(
      new Set(['owner', 'device', 'request', 'evidence', 'event']),
    );
    const text = records.map((record) => JSON.stringify(record)).join('\n');
    expect(text).not.toContain('"0":');
    const { secrets } = (await at.store.instance((await at.store.request(id))!.instance))!;
    const keys = Object.values((secrets as unknown as { keys: Record<string, Uint8Array> }).keys);
    expect(keys.length).toBeGreaterThan(3);
    for (const key of keys)
      for (const encoding of ['hex', 'base64url', 'base64'] as const)
        expect(text).not.toContain(Buffer.from(key).toString(encoding).slice(0, 20));
  });

  it('is erased, and named nowhere but in evidence that is to stay', async () => {
    const at = createIssuerFixture();
    const { device } = await approve(at);
    await at.issuer.eraseOwner({ owner: 'customer' });
    expect(await at.issuer.inspect(device)).toBeUndefined();
    expect((await recordsOf(at)).map(({ record }) => record)).toEqual(['evidence']);
    const events = [];
    for await (const event of at.issuer.events()) events.push(event);
    expect(events).toMatchObject([{ type: 'owner.erased', data: { devices: 1 } }]);
    expect((await at.issuer.audit.check()).ok).toBe(true);
    await at.issuer.eraseOwner({ owner: 'customer' }, { evidence: 'erase' });
    expect(await recordsOf(at)).toEqual([]);
  });
});

it.each(['STORE_DAMAGED', 'STORE_KEY_WRONG'] as const)(
  'erases an owner beside a ticket that is damaged, and not beside one of another key: %s',
  async (code) => {
    const store = createMemoryStore();
    const serviceRows: IssuerStore['serviceRows'] = (table, part) => {
      part.onUnreadable?.(new StoreError(code, 'It does not open.'), 'ticket');
      return store.serviceRows(table, part);
    };
    const at = createIssuerFixture({ store: { ...store, serviceRows } });
    await activate(at);
    const erased = at.issuer.eraseOwner({ owner: 'customer' }).catch((thrown: unknown) => thrown);
    if (code === 'STORE_DAMAGED') expect(await erased).toBeUndefined();
    else expect(await erased).toMatchObject({ code });
    const left = code === 'STORE_DAMAGED' ? 0 : 1;
    expect((await at.issuer.devices({ limit: 9 })).items).toHaveLength(left);
  },
);
