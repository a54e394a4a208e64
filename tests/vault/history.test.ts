/** Answers that are kept for a list: only where it is switched on, for so long, and so many. */
import { beforeEach, describe, expect, test } from 'vitest';

import { toHex } from '../../src/core/codec/bytes.ts';
import type { CborValue } from '../../src/core/codec/cbor.ts';
import type { KeptSubject } from '../../src/vault/history-rows.ts';
import { sealRecord } from '../../src/vault/record-cipher.ts';
import type { Vault, VaultOptions } from '../../src/vault/types.ts';
import { clock, reset } from './fake-device.ts';
import { readRows, writeRow } from './raw-rows.ts';
import { indexRecording, startRecording } from './recorded-storage.ts';
import { withAccount } from './scenarios.ts';

beforeEach(reset);

const DAY_MS = 86_400_000;
const LOGIN: KeptSubject = { kind: 'login', title: 'Log in to Time sheets' };

async function scene(options: Partial<VaultOptions> = {}) {
  const { vault, known } = await withAccount(options);
  let last = 0;
  const answer = async (decision: 'approved' | 'denied', subject: KeptSubject = LOGIN) => {
    const requestId = new Uint8Array(8);
    new DataView(requestId.buffer).setUint32(0, ++last);
    await vault.answerRequest(
      {
        accountId: known.id,
        requestId,
        message: crypto.getRandomValues(new Uint8Array(90)),
        expiresAt: Math.floor(clock.now / 1000) + 300,
        subject,
      },
      decision,
    );
    return toHex(requestId);
  };
  return { vault, known, answer };
}

const address = (id: string) => ({ store: 'history', id, format: 1 });
const titles = async (vault: Vault) => (await vault.history.list()).map(({ title }) => title);

test('it is off until it is switched on, and then keeps time, kind, title and decision', async () => {
  const { vault, known, answer } = await scene();
  await answer('approved');
  expect(await vault.history.list()).toEqual([]);
  expect((await readRows()).history).toEqual({});
  await vault.history.turn(true);
  const requestId = await answer('approved');
  clock.now += 60_000;
  const denied = await answer('denied', { kind: 'transaction' });
  const at = Math.floor(clock.now / 1000);
  const accountId = known.id;
  expect(await vault.history.list()).toEqual([
    { accountId, requestId: denied, at, kind: 'transaction', decision: 'denied' },
    { accountId, requestId, at: at - 60, ...LOGIN, decision: 'approved' },
  ]);
});

test('an answer that was given before does not come twice', async () => {
  const { vault, known } = await scene();
  await vault.history.turn(true);
  const request = {
    accountId: known.id,
    requestId: new Uint8Array(8),
    message: new Uint8Array(90),
    expiresAt: Math.floor(clock.now / 1000) + 300,
    subject: LOGIN,
  };
  await vault.answerRequest(request, 'denied');
  await vault.answerRequest(request, 'approved');
  expect((await vault.history.list()).map(({ decision }) => decision)).toEqual(['denied']);
});

test('switching it off removes what is there, and clearing leaves it on', async () => {
  const { vault, answer } = await scene();
  await vault.history.turn(true);
  await answer('approved');
  await vault.history.clear();
  expect(await vault.history.list()).toEqual([]);
  await answer('approved');
  expect(await titles(vault)).toEqual([LOGIN.title]);
  await vault.history.turn(false);
  expect((await readRows()).history).toEqual({});
  await answer('approved');
  expect(await vault.history.list()).toEqual([]);
  await vault.history.turn(true);
  expect(await vault.history.list()).toEqual([]);
});

test('the ledger stays, whatever is cleared', async () => {
  const { vault, known, answer } = await scene();
  await vault.history.turn(true);
  const id = await answer('approved');
  await vault.history.turn(false);
  const requestId = Uint8Array.from(Buffer.from(id, 'hex'));
  expect(await vault.answers.find(known.id, requestId)).toBe('given');
});

describe('what is old', () => {
  test.each([
    [undefined, 90],
    [396, 396],
    [7, 7],
  ])('goes when it is looked at, by the issuer’s time (%s days)', async (historyDays, days) => {
    const { vault, known, answer } = await scene(historyDays === undefined ? {} : { historyDays });
    await vault.history.turn(true);
    await answer('approved');
    clock.now += days * DAY_MS - 1000;
    expect(await titles(vault)).toHaveLength(1);
    await vault.setClockOffset(known.id, -3600);
    clock.now += 2000;
    expect(await titles(vault)).toHaveLength(1);
    await vault.setClockOffset(known.id, 0);
    expect(await titles(vault)).toEqual([]);
    expect((await readRows()).history).toEqual({});
  });

  test('is never kept where the configuration says 0 days', async () => {
    const { vault, answer } = await scene({ historyDays: 0 });
    await vault.history.turn(true);
    await answer('approved');
    expect((await readRows()).history).toEqual({});
  });
});

test('512 are kept at most, the newest; what does not open goes, too', async () => {
  const { vault, known, answer } = await scene();
  await vault.history.turn(true);
  const { key } = (await readRows()).keys.device as { key: CryptoKey };
  const at = Math.floor(clock.now / 1000);
  const id = (i: number) => `${known.id}/${String(i).padStart(16, 'f')}`;
  for (let i = 1; i < 512; i++) {
    const entry = new Map<number, CborValue>([
      [1, at - i],
      [2, 'login'],
      [4, 'denied'],
    ]);
    await writeRow('history', id(i), await sealRecord(key, address(id(i)), entry));
  }
  await writeRow('history', id(0), { iv: new Uint8Array(12), bytes: new Uint8Array(40) });
  clock.now += 1000;
  const last = await answer('approved');
  const kept = Object.keys((await readRows()).history);
  expect(kept).toHaveLength(512 - 64 + 1);
  expect(kept).toContain(`${known.id}/${last}`);
  expect(kept).toContain(id(1));
  for (const gone of [id(0), id(449), id(511)]) expect(kept).not.toContain(gone);
});

test('it goes with its account, and with an erasure', async () => {
  const { vault, known, answer } = await scene();
  await vault.history.turn(true);
  await answer('approved');
  await vault.removeAccount(known.id);
  expect((await readRows()).history).toEqual({});
  expect(await vault.history.list()).toEqual([]);
  await vault.erase();
  expect((await vault.snapshot()).settings).toEqual({});
});

test('a title is written nowhere while it is off, and under the device key while it is on', async () => {
  const { vault, answer } = await scene();
  const title = new TextEncoder().encode(LOGIN.title);
  for (const [on, isThere] of [
    [false, false],
    [true, true],
  ] as const) {
    await vault.history.turn(on);
    const { key } = (await readRows()).keys.device as { key: CryptoKey };
    const { recording, stop } = startRecording();
    // The thief has the device key.
    await writeRow('keys', 'device', { key });
    await answer('approved');
    stop();
    const sealed = {
      ...recording,
      writes: recording.writes.filter(({ store }) => store !== 'keys'),
    };
    expect(indexRecording(recording).contains(title)).toBe(isThere);
    expect(indexRecording(sealed).contains(title)).toBe(false);
  }
});
