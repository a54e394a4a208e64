/** A whole move by its tasks: asked, packed, shown, collected, opened, and its two numbers. */
import { expect, it } from 'vitest';

import { readAccountList } from '../../../src/transfer/account-list.ts';
import { createCollector } from '../../../src/transfer/move/collector.ts';
import { createPartWriter, digestOf } from '../../../src/transfer/move/part-writer.ts';
import { readRequest } from '../../../src/transfer/move/request.ts';
import {
  compareNumber,
  makeRequest,
  openMove,
  packMove,
} from '../../../src/transfer/move/tasks.ts';
import { sealWhole } from '../../../src/transfer/move/whole.ts';
import { codeOf, COUNT, LIST } from './vectors.ts';

const accounts = () => readAccountList(new TextDecoder().decode(LIST)).entries;

it('brings every account over, in order, and both phones have the same numbers', async () => {
  const { secret, request, number } = await makeRequest({ asText: false });
  const publicKey = readRequest(request);
  expect(compareNumber({ publicKey })).toBe(number);
  const given = accounts();
  const packed = await packMove({ entries: given, publicKey });
  expect(given.every((entry) => entry.secret.every((byte) => byte === 0))).toBe(true);
  const writer = await createPartWriter(packed.whole);
  const collector = createCollector();
  let collected = collector.take(writer.next());
  while (!collected.whole) collected = collector.take(writer.next());
  const opened = await openMove({ whole: collected.whole, digest: collected.digest, secret });
  expect(opened.entries).toEqual(accounts());
  expect(opened.unreadable).toEqual([]);
  expect(opened.receipt).toBe(packed.receipt);
});

it('opens with a key that is a text, too', async () => {
  const { secret, request } = await makeRequest({ asText: true });
  expect(secret).toEqual(expect.stringMatching(/^AGE-SECRET-KEY-1/));
  const { whole } = await packMove({ entries: accounts(), publicKey: readRequest(request) });
  const digest = await digestOf(whole);
  expect((await openMove({ whole, digest, secret })).entries).toEqual(accounts());
});

it('refuses a list with fewer or more accounts than it says', async () => {
  const { secret, request } = await makeRequest({ asText: false });
  for (const count of [COUNT - 1, COUNT + 1]) {
    const { whole } = await sealWhole({ list: LIST, count }, readRequest(request));
    const digest = await digestOf(whole);
    expect(await codeOf(openMove({ whole, digest, secret }))).toBe('DAMAGED');
  }
});

it('refuses text that is no UTF-8, and names a line that is no account', async () => {
  const { secret, request } = await makeRequest({ asText: false });
  const open = async (list: Uint8Array<ArrayBuffer>) => {
    const { whole } = await sealWhole({ list, count: 1 }, readRequest(request));
    return openMove({ whole, digest: await digestOf(whole), secret });
  };
  expect(await codeOf(open(Uint8Array.of(0xff, 0x0a)))).toBe('DAMAGED');
  const { entries, unreadable } = await open(new TextEncoder().encode('otpauth://motp/A?x=1\n'));
  expect([entries.length, unreadable.length]).toEqual([0, 1]);
});
