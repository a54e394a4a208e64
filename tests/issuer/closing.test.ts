/** An issuer that is watched, asked for its health, and closed while it works. */
import { describe, expect, it } from 'vitest';

import { createIssuer } from '../../src/issuer/issuer.ts';
import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import { generateIssuerKey } from '../../src/issuer/signing-key.ts';
import { StoreError } from '../../src/issuer/stores/store-error.ts';
import { activate, createIssuerFixture, granted, phone, START } from './issuer-fixture.ts';

const CLOSED = { name: 'StoreError', code: 'STORE_CLOSED' };

describe('an issuer that is closed', () => {
  it('answers what is under way, and refuses every call from then on', async () => {
    const at = createIssuerFixture();
    const { id, firstMessage } = granted(await at.issuer.begin());
    const { deviceCode } = await phone(firstMessage);
    const running = at.issuer.acceptDeviceCode(id, deviceCode);
    const closed = at.issuer.close();
    const refused = expect(at.issuer.inspect(id)).rejects.toMatchObject(CLOSED);
    expect((await running).ok).toBe(true);
    await closed;
    await refused;

    const { url: _, ...service } = at.issuer.service;
    const calls = { ...at.issuer, ...service } as unknown as Record<
      string,
      (...given: unknown[]) => unknown
    >;
    const others = ['now', 'counts', 'health', 'close', 'observe', 'events', 'exportOwner'];
    const names = Object.keys(calls).filter(
      (name) => typeof calls[name] === 'function' && !others.includes(name),
    );
    expect(names).toContain('verifyOtp');
    for (const name of names) await expect(calls[name]!(), name).rejects.toMatchObject(CLOSED);
    const events = at.issuer.events()[Symbol.asyncIterator]();
    await expect(events.next()).rejects.toMatchObject(CLOSED);
    await at.issuer.close();
  });

  it('ends listening and reading', async () => {
    const at = createIssuerFixture();
    const { id } = granted(await at.issuer.begin({ owner: 'customer' }));
    let told = 0;
    const stop = await at.issuer.watch('customer', () => told++);
    const live = at.issuer.events({ live: true, every: 60_000 })[Symbol.asyncIterator]();
    await live.next();
    const next = live.next();
    await at.issuer.close();
    expect(await next).toEqual({ value: undefined, done: true });
    granted(await createIssuerFixture({ store: at.store }).issuer.cancel(id));
    expect(told).toBe(0);
    stop();
  });

  it('waits no longer than it is told for a store that hangs', async () => {
    const store = { ...createMemoryStore(), instance: () => new Promise<never>(() => undefined) };
    const { issuer } = createIssuerFixture({ store });
    void issuer.inspect('00');
    await issuer.close(0);
    await expect(issuer.close(-1)).rejects.toThrow('seconds must be 0 to 3600');
  });
});

describe('the health of an issuer', () => {
  it('says how far its clock is from the store’s', async () => {
    const time = { now: START };
    const store = { ...createMemoryStore(), clock: () => Promise.resolve(time.now) };
    const { issuer } = createIssuerFixture({ store, now: () => START + 2.5 });
    expect(await issuer.health()).toEqual({
      store: 'ok',
      clockOffset: 2.5,
      derivations: { running: 0, waiting: 0 },
    });
  });

  it('says that the store is not reached', async () => {
    const away = () => Promise.reject(new StoreError('STORE_UNREACHABLE', 'away'));
    const store = { ...createMemoryStore(), clock: away };
    const issuer = createIssuer({ name: 'Site', key: await generateIssuerKey(), store });
    expect(await issuer.health()).toMatchObject({ store: 'unreachable', clockOffset: 0 });
  });
});

describe('an observer', () => {
  it('hears of each call what it was, what became of it and how long it took', async () => {
    const at = createIssuerFixture();
    const heard: [string, string][] = [];
    const lasted: number[] = [];
    const stop = at.issuer.observe((call, outcome, seconds) => {
      heard.push([call, outcome]);
      lasted.push(seconds);
    });
    at.issuer.observe(() => {
      throw new Error('of the site');
    });
    await activate(at);
    await at.issuer.verifyOtp({ owner: 'nobody' }, '123456');
    await expect(at.issuer.inspect(1 as never)).rejects.toThrow();
    stop();
    await at.issuer.list('customer');
    expect(heard).toEqual([
      ['begin', 'ok'],
      ['acceptDeviceCode', 'ok'],
      ['confirm', 'ok'],
      ['verifyOtp', 'UNKNOWN_OWNER'],
      ['inspect', 'thrown'],
    ]);
    expect(lasted.every((seconds) => seconds >= 0)).toBe(true);
    expect(lasted[1]).toBeGreaterThan(0);
    expect(at.issuer.counts()).toMatchObject({ 'observer.thrown': 6, 'list.ok': 1 });
  });

  it('must be a function', () => {
    expect(() => createIssuerFixture().issuer.observe(1 as never)).toThrow('a function');
  });
});
