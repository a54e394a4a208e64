/** The chain of events: what a mac covers, and what a link follows from. */
import { expect, it } from 'vitest';

import type { ChainedEvent } from '../../src/issuer/events/chain.ts';
import { createEventChain, FIRST_LINK } from '../../src/issuer/events/chain.ts';

const KEY = new Uint8Array(32).fill(7);

const EVENT: ChainedEvent = {
  id: '0d9f2c1e-0000-4000-8000-000000000001',
  at: 1_790_000_010,
  type: 'code.refused',
  owner: 'customer',
  instance: '5f0c2ad1e9b7730a',
  serial: '7K2QD-M4XNP',
  request: '00112233445566aa',
  reference: 'order-981',
  data: { by: 'response', wrong: 2 },
};

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

it('covers each member of an event, and no other order of its data', async () => {
  const { macOf } = await createEventChain(KEY);
  const mac = hex(await macOf(EVENT));
  const others: readonly object[] = [
    { id: '0d9f2c1e-0000-4000-8000-000000000002' },
    { at: EVENT.at + 1 },
    { type: 'code.accepted' },
    { owner: 'another' },
    { owner: undefined },
    { instance: '5f0c2ad1e9b7730b' },
    { serial: 'A' },
    { request: undefined },
    { reference: 'order-982' },
    { notify: true },
    { data: { by: 'response', wrong: 3 } },
    // What one member loses, the next one does not get unnoticed.
    { owner: undefined, instance: 'customer' },
  ];
  const macs = others.map((each) => macOf({ ...EVENT, ...each } as ChainedEvent));
  const all = [mac, ...(await Promise.all(macs)).map(hex)];
  expect(new Set(all).size).toBe(others.length + 1);
  const turned = { ...EVENT, data: { wrong: 2, by: 'response' } } as const;
  expect(hex(await macOf(turned))).toBe(mac);
});

it('links each event to the one before, at its number', async () => {
  const { macOf, linkOf } = await createEventChain(KEY);
  const mac = await macOf(EVENT);
  const first = await linkOf(FIRST_LINK, 1, mac);
  const links = [
    first,
    await linkOf(FIRST_LINK, 2, mac),
    await linkOf(first, 2, mac),
    await linkOf(first, 2 ** 40, mac),
    await linkOf(FIRST_LINK, 1, first),
  ];
  expect(new Set(links.map(hex)).size).toBe(links.length);
  expect(first).toHaveLength(32);
});

it('is another chain under another key', async () => {
  const [one, other] = await Promise.all([createEventChain(KEY), createEventChain(FIRST_LINK)]);
  expect(hex(await one.macOf(EVENT))).not.toBe(hex(await other.macOf(EVENT)));
});
