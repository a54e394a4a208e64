/** The sender of webhooks: order, failures, ends, and which of two servers sends. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Webhook } from 'standardwebhooks';
import { expect, it, onTestFinished, vi } from 'vitest';

import { eventRow } from '../../../src/issuer/events/event-store.ts';
import { numberAll } from '../../../src/issuer/events/read-events.ts';
import { createMemoryStore } from '../../../src/issuer/memory-store.ts';
import type { EventRow, EventType } from '../../../src/issuer/rows/event-row.ts';
import type { DeliveryRow, EndpointRow } from '../../../src/issuer/rows/service-rows.ts';
import {
  changeEndpoint,
  createEndpoint,
  removeEndpoint,
  retryDelivery,
} from '../../../src/issuer/webhooks/endpoints.ts';
import type { WebhookPost } from '../../../src/issuer/webhooks/post.ts';
import { createWebhookSender } from '../../../src/issuer/webhooks/sender.ts';
import { tellSometimes } from '../../../src/issuer/webhooks/sender-rows.ts';

const START = 1_790_000_000;
const DAY = 24 * 3600;
const rules = { isPrivateAllowed: false };

type Answer = (post: WebhookPost) => number | 'nothing';

async function scene(answer: Answer = () => 204, types?: readonly EventType[]) {
  const store = createMemoryStore();
  const clock = { now: START };
  const posts: WebhookPost[] = [];
  const behaviour = { answer };
  const sender = createWebhookSender({
    store,
    now: () => clock.now,
    post(post) {
      posts.push(post);
      const status = behaviour.answer(post);
      return status === 'nothing' ? Promise.reject(new Error('hangs')) : Promise.resolve(status);
    },
  });
  const options = { url: 'https://shop.example/hook', ...(types && { types }) };
  const { id } = await createEndpoint(store, options, { ...rules, now: START });
  const endpoint = async (): Promise<EndpointRow> => (await store.serviceRow('endpoints', id))!;
  const apart = async (): Promise<readonly DeliveryRow[]> =>
    (await store.serviceRows('deliveries', { limit: 10 })).items;
  return { store, clock, posts, sender, id, endpoint, apart, behaviour };
}

type Scene = Awaited<ReturnType<typeof scene>>;

async function happen({ store, clock }: Scene, count: number): Promise<readonly EventRow[]> {
  const facts = { type: 'code.accepted', owner: 'customer' } as const;
  const rows = Array.from({ length: count }, (_, i) =>
    eventRow({ ...facts, data: { by: 'otp', wrongBefore: i } }, clock.now),
  );
  for (const row of rows) await store.commit([{ table: 'events', row }]);
  await numberAll(store);
  return rows;
}

const idsOf = (posts: readonly WebhookPost[]) => posts.map(({ headers }) => headers['webhook-id']);

it('sends what happens after an endpoint is made, in order and once', async () => {
  const at = await scene();
  const rows = await happen(at, 3);
  await at.sender.run();
  await at.sender.run();
  expect(idsOf(at.posts)).toEqual(rows.map(({ id }) => id));
  expect(await at.endpoint()).toMatchObject({ after: 3, failures: 0 });
});

it('sends the types that are wanted, and moves on past many others', async () => {
  const at = await scene(() => 204, ['code.refused']);
  await happen(at, 1000);
  await at.sender.run();
  expect(at.posts).toEqual([]);
  expect((await at.endpoint()).after).toBe(1000);
});

it.each(['nothing', 500, 302, 400] as const)(
  'tries three times after %s, then sends apart and goes on',
  async (failure) => {
    const at = await scene();
    const [first, second] = await happen(at, 2);
    at.behaviour.answer = ({ headers }) => (headers['webhook-id'] === first!.id ? failure : 204);
    for (const wait of [0, 5, 300]) {
      at.clock.now += wait - 1;
      const tries = at.posts.length;
      if (wait > 0) await at.sender.run();
      expect(at.posts).toHaveLength(tries);
      at.clock.now += 1;
      await at.sender.run();
    }
    expect(idsOf(at.posts)).toEqual([first!.id, first!.id, first!.id, second!.id]);
    expect(await at.apart()).toMatchObject([{ failures: 0, dueAt: at.clock.now + 1800 }]);
  },
);

it('gives a message apart its own times, and gives it up at their end', async () => {
  const at = await scene(() => 500);
  const [first] = await happen(at, 1);
  for (const wait of [0, 5, 300]) {
    at.clock.now += wait;
    await at.sender.run();
  }
  const waits: number[] = [];
  // Another message keeps the endpoint from being given up.
  at.behaviour.answer = ({ headers }) => (headers['webhook-id'] === first!.id ? 500 : 204);
  for (;;) {
    const [delivery] = await at.apart();
    if (delivery!.dueAt === undefined) break;
    waits.push((delivery!.dueAt - at.clock.now) / 60);
    at.clock.now = delivery!.dueAt;
    await at.sender.run();
  }
  expect(waits).toEqual([30, 120, 300, 600, 840, 1200, 1440]);
  const tries = at.posts.length;
  at.clock.now += DAY;
  await at.sender.run();
  expect(at.posts).toHaveLength(tries);
  const [given] = await at.apart();
  at.behaviour.answer = () => 200;
  expect(await retryDelivery(at.store, given!.id, at.clock.now)).toBeDefined();
  await at.sender.run();
  expect(at.posts).toHaveLength(tries + 1);
  expect(await at.apart()).toEqual([]);
});

async function disabledEvents({ store }: Scene) {
  await numberAll(store);
  const rows = await store.events({ after: 0, types: ['endpoint.disabled'], limit: 10 });
  return rows.map(({ data }) => data);
}

it('disables an endpoint that is gone, with an event, and calls it again when enabled', async () => {
  const at = await scene(() => 410);
  await happen(at, 2);
  await at.sender.run();
  expect(at.posts).toHaveLength(1);
  expect((await at.endpoint()).disabledAt).toBe(START);
  expect(await disabledEvents(at)).toEqual([{ endpoint: at.id, why: 'gone' }]);
  await at.sender.run();
  expect(at.posts).toHaveLength(1);
  at.behaviour.answer = () => 200;
  await changeEndpoint(at.store, at.id, { enabled: true }, rules);
  await at.sender.run();
  expect(at.posts).toHaveLength(1 + 2 + 1);
});

it('disables an endpoint that fails for ten days', async () => {
  const at = await scene(() => 500);
  await happen(at, 1);
  await at.sender.run();
  for (let day = 0; day < 11 && (await at.endpoint()).disabledAt === undefined; day++) {
    at.clock.now += DAY;
    await happen(at, 1);
    await at.sender.run();
  }
  const { disabledAt } = await at.endpoint();
  expect(disabledAt! - START).toBe(10 * DAY);
  expect(await disabledEvents(at)).toEqual([{ endpoint: at.id, why: 'failing' }]);
});

it('is one of two that sends, and follows one that has stopped in the middle', async () => {
  const at = await scene();
  const rows = await happen(at, 5);
  const other: WebhookPost[] = [];
  const second = createWebhookSender({
    store: at.store,
    now: () => at.clock.now,
    post(post) {
      other.push(post);
      return Promise.resolve(204);
    },
  });
  await Promise.all([at.sender.run(), second.run()]);
  expect([at.posts.length, other.length].sort()).toEqual([0, 5]);
  expect(idsOf([...at.posts, ...other])).toEqual(rows.map(({ id }) => id));
  // A server that has the endpoint, and is no more.
  const row = await at.endpoint();
  const leased = { ...row, version: row.version + 1, leasedUntil: at.clock.now + 60 };
  await at.store.commit([{ table: 'endpoints', row: leased }]);
  const [next] = await happen(at, 1);
  await at.sender.run();
  expect(at.posts.length + other.length).toBe(5);
  at.clock.now += 60;
  await at.sender.run();
  expect(idsOf(at.posts).at(-1)).toBe(next!.id);
});

it('keeps what the site changes while it sends, and signs by both secrets', async () => {
  const at = await scene();
  const { secrets: former } = await at.endpoint();
  await happen(at, 2);
  let changed: EndpointRow | undefined;
  const slow = createWebhookSender({
    store: at.store,
    now: () => at.clock.now,
    async post(post) {
      at.posts.push(post);
      changed ??= await changeEndpoint(at.store, at.id, { secret: 'begin' }, rules);
      return 204;
    },
  });
  await slow.run();
  const { secrets, after } = await at.endpoint();
  expect(secrets).toEqual(changed!.secrets);
  expect([secrets.length, after]).toEqual([2, 2]);
  const { body, headers } = at.posts[1]!;
  for (const secret of [secrets[0]!, former[0]!])
    expect(new Webhook(secret).sign(headers['webhook-id']!, new Date(START * 1000), body)).toBe(
      headers['webhook-signature']!.split(' ')[secrets.indexOf(secret)],
    );
  await changeEndpoint(at.store, at.id, { secret: 'end' }, rules);
  expect((await at.endpoint()).secrets).toEqual(secrets.slice(0, 1));
  expect(await removeEndpoint(at.store, at.id)).toBe(true);
  expect(await removeEndpoint(at.store, at.id)).toBe(false);
});

it('makes no more endpoints than may be', async () => {
  const at = await scene();
  const make = (n: number) =>
    createEndpoint(at.store, { url: `https://shop${n}.example/` }, { ...rules, now: START });
  for (let n = 1; n < 16; n++) await make(n);
  await expect(make(16)).rejects.toMatchObject({ code: 'OUT_OF_RANGE', field: 'endpoints' });
  await removeEndpoint(at.store, at.id);
  await make(17);
});

it('refuses an address that it would not call', async () => {
  const at = await scene();
  const options = { url: 'http://10.0.0.1/hook' };
  await expect(createEndpoint(at.store, options, { ...rules, now: 0 })).rejects.toThrow();
  await expect(changeEndpoint(at.store, at.id, options, rules)).rejects.toThrow();
});

it('goes on, and stops, though a carrier never settles and ignores its signal', async () => {
  const at = await scene();
  await happen(at, 1);
  const sender = createWebhookSender({
    store: at.store,
    now: () => at.clock.now,
    timeoutMs: 1,
    post: () => new Promise(() => undefined),
  });
  await sender.run();
  expect(await at.endpoint()).toMatchObject({ failures: 1, after: 0 });
  await sender.stop();
});

/** Another endpoint of the scene's store, and a sender that carries with `post`. */
async function twoEndpoints(post: (post: WebhookPost) => Promise<number>) {
  const at = await scene();
  const url = 'https://other.example/hook';
  const other = await createEndpoint(at.store, { url }, { ...rules, now: START });
  const thrown: unknown[] = [];
  const sender = createWebhookSender({
    store: at.store,
    now: () => at.clock.now,
    everyMs: 1,
    post,
    onError: (each) => thrown.push(each),
  });
  return { ...at, sender, other: other.id, thrown };
}

it('sends to each endpoint though another takes its time for every message', async () => {
  const heard: string[] = [];
  let release: (status: number) => void = () => undefined;
  const at = await twoEndpoints(({ url, headers }) => {
    if (url.includes('shop')) return new Promise((resolve) => (release = resolve));
    heard.push(headers['webhook-id']!);
    return Promise.resolve(204);
  });
  const ids: string[] = [];
  at.sender.start();
  for (let round = 1; round <= 3; round++) {
    ids.push(...(await happen(at, 2)).map(({ id }) => id));
    await vi.waitFor(() => expect(heard).toEqual(ids));
    release(204);
  }
  await at.sender.stop();
  expect((await at.endpoint()).after).toBeGreaterThan(0);
});

it.each(['deliveries', 'commit of the first endpoint'] as const)(
  'tells what it could not read or write, and sends the others’ events: %s',
  async (what) => {
    const heard: string[] = [];
    const at = await twoEndpoints(({ url }) => {
      heard.push(new URL(url).hostname);
      return Promise.resolve(204);
    });
    const damaged = new Error('damaged');
    const { commit } = at.store;
    if (what === 'deliveries') vi.spyOn(at.store, 'dueDeliveries').mockRejectedValue(damaged);
    else
      vi.spyOn(at.store, 'commit').mockImplementation((changes) =>
        changes.some(({ table, row }) => table === 'endpoints' && row.id === at.id)
          ? Promise.reject(damaged)
          : commit(changes),
      );
    await happen(at, 1);
    await at.sender.run();
    const all = ['other.example', 'shop.example'];
    expect(heard.sort()).toEqual(what === 'deliveries' ? all : ['other.example']);
    expect(at.thrown).toEqual([damaged]);
  },
);

const erase = ({ store, clock }: Scene, owner: string) =>
  store.eraseOwner({
    owner,
    evidence: 'keep',
    eventOf: (devices) => eventRow({ type: 'owner.erased', data: { devices } }, clock.now),
  });

it.each([0, 1, 2])(
  'keeps and sends nothing of an owner who is erased during try %i of a message',
  async (during) => {
    const at = await scene(() => 500, ['code.accepted']);
    const rows = await happen(at, 2);
    let erased: Promise<void> | undefined;
    for (const [i, wait] of [0, 5, 300].entries()) {
      at.clock.now += wait;
      at.behaviour.answer = () => {
        // The receiver takes its time.
        at.clock.now += 1;
        if (i === during) erased ??= erase(at, 'customer');
        return 500;
      };
      await at.sender.run();
      await erased;
    }
    const tries = at.posts.length;
    expect(idsOf(at.posts)).toEqual(Array.from({ length: during + 1 }, () => rows[0]!.id));
    expect(JSON.stringify(await at.apart())).not.toContain('customer');
    at.clock.now += DAY;
    await at.sender.run();
    expect(at.posts).toHaveLength(tries);
    expect(await at.apart()).toEqual([]);
  },
);

it('deletes with an endpoint what it has not taken, and nothing of another', async () => {
  const at = await scene();
  const row: DeliveryRow = {
    id: '1',
    version: 1,
    endpoint: at.id,
    number: 1,
    type: 'code.accepted',
    failures: 0,
    expiresAt: START + DAY,
  };
  const other = { ...row, id: '2', endpoint: 'fedcba9876543210' };
  for (const each of [row, other]) await at.store.commit([{ table: 'deliveries', row: each }]);
  expect(await removeEndpoint(at.store, at.id)).toBe(true);
  expect(await at.apart()).toEqual([other]);
});

it('is verified by a receiver with the package, over HTTP', async () => {
  const store = createMemoryStore();
  const allowed = { isPrivateAllowed: true };
  const seen: unknown[] = [];
  const secret = { value: '' };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      seen.push(new Webhook(secret.value).verify(body, request.headers as Record<string, string>));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
  const { secrets } = await createEndpoint(store, { url }, { ...allowed, now: START });
  secret.value = secrets[0]!;
  const tries: unknown[] = [];
  const sender = createWebhookSender({ store, ...allowed, onTry: (each) => tries.push(each) });
  const row = eventRow({ type: 'device.blocked', owner: 'customer', data: {} }, START);
  await store.commit([{ table: 'events', row }]);
  await sender.run();
  expect(seen).toMatchObject([
    { type: 'device.blocked', data: { number: 1, owner: 'customer', notify: true } },
  ]);
  expect(tries).toMatchObject([{ number: 1, status: 200 }]);
});

it('tells of a row that does not open once a minute', () => {
  const told: unknown[] = [];
  let time = 0;
  const tell = tellSometimes(
    (thrown) => told.push(thrown),
    () => time,
  );
  for (time = 0; time <= 120; time += 30) for (const id of ['a', 'b']) tell(`${id} ${time}`, id);
  expect(told).toEqual(['a 0', 'b 0', 'a 60', 'b 60', 'a 120', 'b 120']);
});
