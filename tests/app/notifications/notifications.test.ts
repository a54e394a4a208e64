/** Notifications: asked once, one subscription per key, every issuer told exactly when it must. */
import { beforeEach, describe, expect, it } from 'vitest';

import type { NotificationsContext } from '../../../src/app/notifications/notifications.ts';
import { createNotifications } from '../../../src/app/notifications/notifications.ts';
import { createSubscriptions } from '../../../src/app/notifications/subscriptions.ts';
import type { IssuerAccount } from '../../../src/core/account.ts';
import type { ErrorCode } from '../../../src/core/errors.ts';
import { TesseraError } from '../../../src/core/errors.ts';
import type { Permission } from '../../../src/platform/notifications.ts';
import type { Subscription } from '../../../src/platform/push.ts';
import type { KeptRequest } from '../../../src/vault/request-rows.ts';
import type { VaultSnapshot } from '../../../src/vault/types.ts';

const SERVICE = 'https://bank.example/api';
const account = (id: string, change: Partial<IssuerAccount> = {}) =>
  ({
    kind: 'issuer',
    id,
    state: 'active',
    serviceUrl: SERVICE,
    vapidKey: 'K1',
    ...change,
  }) as IssuerAccount;

/** A phone with a vault, a browser and issuers that can be looked at and broken. */
function phone(accounts: IssuerAccount[], change: Partial<NotificationsContext> = {}) {
  const it = {
    accounts,
    settings: {} as Record<string, string | number | boolean>,
    requests: [] as KeptRequest[],
    permission: 'default' as Permission,
    answer: 'granted' as Permission,
    asked: 0,
    /** The browser's subscriptions: endpoints by key. */
    subscribed: new Map<string, string>(),
    refuses: new Map<string, ErrorCode>(),
    calls: [] as string[],
    offline: false,
    badges: [] as number[],
    shown: new Set<string>(),
    listeners: [] as (() => void)[],
    change(next: IssuerAccount[]) {
      it.accounts = next;
      for (const listener of it.listeners) listener();
    },
  };
  const subscription = (key: string): Subscription => ({
    toJSON: () => ({ endpoint: it.subscribed.get(key) }),
  });
  const vault = {
    snapshot: async () =>
      ({ accounts: it.accounts, settings: { ...it.settings } }) as unknown as VaultSnapshot,
    async setSetting(name: string, value: string | number | boolean | undefined) {
      if (value === undefined) Reflect.deleteProperty(it.settings, name);
      else it.settings[name] = value;
      for (const listener of it.listeners) listener();
    },
    onChange(listener: () => void) {
      it.listeners.push(listener);
      return () => undefined;
    },
    requests: async () => it.requests,
  };
  const notifications = createNotifications({
    vault,
    allowed: true,
    support: 'here',
    titles: false,
    permission: () => it.permission,
    async ask() {
      it.asked += 1;
      if (it.permission === 'default') it.permission = it.answer;
      return it.permission;
    },
    subscriptions: createSubscriptions({
      vault,
      push: {
        subscriptions: async () =>
          new Map([...it.subscribed.keys()].map((k) => [k, subscription(k)])),
        async subscribe(key) {
          const code = it.refuses.get(key);
          if (code) throw new TesseraError(code);
          if (!it.subscribed.has(key))
            it.subscribed.set(key, `https://push.example/${key}/${it.subscribed.size}`);
          return subscription(key);
        },
        unsubscribe: async (key) => void it.subscribed.delete(key),
      },
      exclusively: (work) => work(),
      service: {
        async call({ id }, { method, body }) {
          if (it.offline) throw new TesseraError('SERVICE_UNREACHABLE');
          const { endpoint } = (body ?? {}) as { endpoint?: string };
          it.calls.push([method, id, ...(endpoint ? [endpoint] : [])].join(' '));
        },
      },
    }),
    callable: ({ serviceUrl }) => serviceUrl === SERVICE,
    shown: async () =>
      [...it.shown].map((tag) => ({ tag, close: () => void it.shown.delete(tag) })),
    badge: async (count) => void it.badges.push(count),
    changed: () => undefined,
    ...change,
  });
  return { it, notifications };
}

/** Everything that was set going has ended. */
const settled = (notifications: { start(): Promise<void> }) => notifications.start();

let world: ReturnType<typeof phone>;
beforeEach(() => {
  world = phone([account('a')]);
});

describe('the wizard', () => {
  it('offers them for an account whose issuer can notify', async () => {
    expect(await world.notifications.offered('a')).toBe(true);
    expect(world.it.asked).toBe(0);
  });

  it.each([
    ['cannot push', account('a', { vapidKey: undefined as never })],
    ['is not listed', account('a', { serviceUrl: 'https://elsewhere.example' })],
    ['has no service', account('a', { serviceUrl: undefined as never })],
  ])('does not where the issuer %s', async (_, account) => {
    expect(await phone([account]).notifications.offered('a')).toBe(false);
  });

  it.each([
    ['the configuration leaves them out', { allowed: false }],
    ['the browser cannot', { support: 'missing' }],
    ['the app is not installed yet', { support: 'not-installed' }],
  ] as const)('does not where %s', async (_, change) => {
    expect(await phone([account('a')], change).notifications.offered('a')).toBe(false);
  });

  it('does not where the browser’s settings say no', async () => {
    world.it.permission = 'denied';
    expect(await world.notifications.offered('a')).toBe(false);
  });

  it('does not ask again after "Not now"', async () => {
    await world.notifications.decline();
    expect(await world.notifications.offered('a')).toBe(false);
    expect(world.it.asked).toBe(0);
  });

  it('subscribes and tells the issuer after the tap', async () => {
    await world.notifications.allow();
    await settled(world.notifications);
    expect([...world.it.subscribed.keys()]).toEqual(['K1']);
    expect(world.it.calls).toEqual(['PUT a https://push.example/K1/0']);
    expect(world.notifications.view).toMatchObject({ is: 'on', accounts: { a: 'pushed' } });
  });

  it('lets a further account join in without a question', async () => {
    await world.notifications.allow();
    world.it.change([account('a'), account('b'), account('c', { vapidKey: 'K2' })]);
    expect(await world.notifications.offered('c')).toBe(false);
    await settled(world.notifications);
    expect([...world.it.subscribed.keys()]).toEqual(['K1', 'K2']);
    expect([...world.it.calls].sort()).toEqual([
      'PUT a https://push.example/K1/0',
      'PUT b https://push.example/K1/0',
      'PUT c https://push.example/K2/1',
    ]);
    expect(world.it.asked).toBe(1);
  });

  it.each([
    ['denied', 'NOTIFICATIONS_REFUSED', 'blocked'],
    ['default', 'NOTIFICATIONS_DISMISSED', 'off'],
  ] as const)('says what an answer of "%s" means', async (answer, code, is) => {
    world.it.answer = answer;
    await expect(world.notifications.allow()).rejects.toMatchObject({ code });
    expect(world.notifications.view.is).toBe(is);
    expect(world.it.settings).toEqual({});
    expect(world.it.subscribed.size).toBe(0);
  });

  it('says that no push service was reached, and stays off', async () => {
    world.it.refuses.set('K1', 'PUSH_UNAVAILABLE');
    await expect(world.notifications.allow()).rejects.toMatchObject({ code: 'PUSH_UNAVAILABLE' });
    expect(world.notifications.view.is).toBe('off');
    expect(await world.notifications.offered('a')).toBe(true);
  });
});

describe('the switch', () => {
  it('turns on and off, and each issuer hears of both once', async () => {
    await world.notifications.turn(true);
    await settled(world.notifications);
    await world.notifications.turn(false);
    await settled(world.notifications);
    await settled(world.notifications);
    expect(world.it.calls).toEqual(['PUT a https://push.example/K1/0', 'DELETE a']);
    expect(world.it.subscribed.size).toBe(0);
    expect(world.it.settings).toEqual({ notifications: false });
    expect(world.notifications.view.is).toBe('off');
  });

  it('is busy while the browser asks, and taken once', async () => {
    let answered!: (answer: Permission) => void;
    world = phone([account('a')], { ask: () => new Promise((resolve) => (answered = resolve)) });
    const turned = world.notifications.turn(true);
    expect(world.notifications.view.is).toBe('turning-on');
    await world.notifications.turn(true);
    world.it.permission = 'granted';
    answered('granted');
    await turned;
    expect(world.notifications.view.is).toBe('on');
  });

  it('says what went wrong until it is used again', async () => {
    world.it.refuses.set('K1', 'PUSH_UNAVAILABLE');
    await world.notifications.turn(true);
    expect(world.notifications.view).toMatchObject({ is: 'off', problem: 'PUSH_UNAVAILABLE' });
    world.it.refuses.clear();
    await world.notifications.turn(true);
    expect(world.notifications.view).toMatchObject({ is: 'on' });
    expect(world.notifications.view.problem).toBeUndefined();
  });

  it('leaves an issuer to be fetched where the browser takes one key only, and says so', async () => {
    world = phone([account('a'), account('b', { vapidKey: 'K2' })]);
    world.it.refuses.set('K2', 'PUSH_UNAVAILABLE');
    await world.notifications.turn(true);
    await settled(world.notifications);
    expect(world.notifications.view).toMatchObject({
      is: 'on',
      accounts: { a: 'pushed', b: 'failed' },
    });
    expect(world.it.calls).toEqual(['PUT a https://push.example/K1/0']);
  });

  it('tells apart how the requests of each account arrive', async () => {
    world = phone([
      account('a'),
      account('b', { vapidKey: undefined as never }),
      account('c', { serviceUrl: 'https://elsewhere.example' }),
      account('d', { state: 'waiting' }),
    ]);
    await world.notifications.start();
    expect(world.notifications.view).toMatchObject({
      is: 'off',
      accounts: { a: 'pushed', b: 'fetched', c: 'scanned', d: 'fetched' },
    });
  });

  it.each([
    [{ allowed: false }, 'not-allowed'],
    [{ support: 'missing' }, 'missing'],
    [{ support: 'not-installed' }, 'not-installed'],
  ] as const)('is not there: %j', async (change, is) => {
    world = phone([account('a')], change);
    await world.notifications.start();
    expect(world.notifications.view.is).toBe(is);
  });

  it('is not there where nobody can notify, nor where it is blocked', async () => {
    world = phone([]);
    await world.notifications.start();
    expect(world.notifications.view.is).toBe('nobody');
    world.it.permission = 'denied';
    world.it.change([account('a')]);
    await expect.poll(() => world.notifications.view.is).toBe('blocked');
  });
});

describe('offline', () => {
  it('tells an issuer at the next start what it could not tell', async () => {
    world.it.offline = true;
    await world.notifications.turn(true);
    await settled(world.notifications);
    expect(world.notifications.view).toMatchObject({ is: 'on', accounts: { a: 'soon' } });
    world.it.offline = false;
    await world.notifications.start();
    await settled(world.notifications);
    expect(world.it.calls).toEqual(['PUT a https://push.example/K1/0']);
    expect(world.notifications.view.accounts).toEqual({ a: 'pushed' });
  });

  it('ends the subscription at once, and tells so later', async () => {
    await world.notifications.turn(true);
    await settled(world.notifications);
    world.it.offline = true;
    await world.notifications.turn(false);
    expect(world.it.subscribed.size).toBe(0);
    await settled(world.notifications);
    world.it.offline = false;
    await world.notifications.start();
    await settled(world.notifications);
    expect(world.it.calls.at(-1)).toBe('DELETE a');
  });
});

describe('a subscription', () => {
  it('is sent again once it changed, and only then', async () => {
    await world.notifications.turn(true);
    await settled(world.notifications);
    await settled(world.notifications);
    expect(world.it.calls).toHaveLength(1);
    world.it.subscribed.set('K1', 'https://push.example/exchanged');
    await world.notifications.start();
    await settled(world.notifications);
    expect(world.it.calls[1]).toBe('PUT a https://push.example/exchanged');
  });

  it('is made anew where the browser lost it', async () => {
    await world.notifications.turn(true);
    world.it.subscribed.clear();
    await world.notifications.start();
    expect([...world.it.subscribed.keys()]).toEqual(['K1']);
  });

  it('ends with the last account that uses it', async () => {
    world = phone([account('a'), account('b')]);
    await world.notifications.turn(true);
    world.it.change([account('b')]);
    await settled(world.notifications);
    expect(world.it.subscribed.size).toBe(1);
    world.it.change([]);
    await expect.poll(() => world.it.subscribed.size).toBe(0);
  });

  it('is revoked before its account goes, and an issuer that does not answer is not waited for', async () => {
    await world.notifications.turn(true);
    await settled(world.notifications);
    await world.notifications.leaving('a');
    expect(world.it.calls.at(-1)).toBe('DELETE a');
    expect(world.it.settings).toEqual({ notifications: true });
  });

  it('keeps nobody from going where its issuer is out of reach, or was never told', async () => {
    await world.notifications.leaving('a');
    await world.notifications.turn(true);
    await settled(world.notifications);
    world.it.offline = true;
    await world.notifications.leaving('a');
    await world.notifications.leaving('unknown');
    expect(world.it.calls.filter((call) => call.startsWith('DELETE'))).toEqual([]);
  });

  it('ends where the permission was taken back', async () => {
    await world.notifications.turn(true);
    await settled(world.notifications);
    world.it.permission = 'denied';
    await world.notifications.start();
    await settled(world.notifications);
    expect(world.notifications.view.is).toBe('blocked');
    expect(world.it.calls.at(-1)).toBe('DELETE a');
  });
});

it('counts the requests that wait, and closes the notifications of those that were answered', async () => {
  world.it.requests = [
    { accountId: 'a', requestId: '1' },
    { accountId: 'a', requestId: '2', decision: 'denied' },
  ] as KeptRequest[];
  world.it.shown = new Set(['a/1', 'a/2']);
  await world.notifications.start();
  expect(world.it.badges.at(-1)).toBe(1);
  expect([...world.it.shown]).toEqual(['a/1']);
  world.it.requests = [];
  world.it.change(world.it.accounts);
  await expect.poll(() => world.it.badges.at(-1)).toBe(0);
  await expect.poll(() => [...world.it.shown]).toEqual([]);
});

it('asks which notifications are shown once a request has gone, and not when one is pushed', async () => {
  let asked = 0;
  const { notifications, it: own } = phone([account('a')], {
    shown: async () => {
      asked += 1;
      return [];
    },
  });
  await notifications.start();
  expect(asked).toBe(1);
  own.requests = [{ accountId: 'a', requestId: '1' }] as KeptRequest[];
  own.change(own.accounts);
  await expect.poll(() => own.badges.at(-1)).toBe(1);
  own.requests = [];
  own.change(own.accounts);
  await expect.poll(() => own.badges.at(-1)).toBe(0);
  await expect.poll(() => asked).toBe(2);
});

it('leaves the notification of a request that is pushed while it counts', async () => {
  const pushed = { accountId: 'a', requestId: '3' } as KeptRequest;
  const { notifications, it: own } = phone([account('a')], {
    // Kept, and then shown, between any two steps of the count.
    badge: async () => {
      own.requests = [pushed];
      own.shown.add('a/3');
    },
  });
  await notifications.start();
  await settled(notifications);
  expect([...own.shown]).toEqual(['a/3']);
});
