/** LinOTP's ocra2 between its images: what is kept of it, and for how long. */
import { beforeEach, describe, expect, it } from 'vitest';

import { readFirst } from '../../src/app/accept-first-message.ts';
import { HandleTable } from '../../src/app/handle-table.ts';
import { createKeptFirstMessage } from '../../src/app/kept-first-message.ts';
import { fromHex, toHex } from '../../src/core/codec/bytes.ts';
import type { MessageOf } from '../../src/core/codec/parse-message.ts';
import { parseMessage } from '../../src/core/codec/parse-message.ts';
import type { VerifiedFirstMessage } from '../../src/protocol/first-message.ts';
import type { Vault } from '../../src/vault/types.ts';
import { drawn, scanFirst } from './activation-fixtures.ts';
import { boot, clock, killedAt, record, reset } from './fake-device.ts';
import { readRows } from './raw-rows.ts';

const IMAGE = {
  shared: fromHex('3132333435363738393031323334353637383930313233343536373839303132'),
  serial: 'LSO200000001',
  suite: 'OCRA-1:HOTP-SHA256-8:C-QA64',
};
const DAY_MS = 24 * 3_600_000;

function draw(byte = 1): { phonePart: Uint8Array } {
  return { phonePart: new Uint8Array(10).fill(byte) };
}

async function pendingRows(): Promise<number> {
  return Object.keys((await readRows()).activations).length;
}

let vault: Vault;
beforeEach(async () => {
  reset();
  vault = await boot();
});

describe('an enrolment between its images', () => {
  it('is found again', async () => {
    const kept = await vault.keepOcra2({ ...IMAGE, ...draw() });
    expect(kept.id).toMatch(/^[0-9a-f]{16}$/);
    const again = await (await boot()).ocra2Pending();
    expect(again).toEqual({ ...kept, ...IMAGE, ...draw(), createdAt: clock.now });
    expect((await vault.snapshot()).enrolling).toBe(true);
  });

  it('is the same one where image 1 comes again: the page may have its code', async () => {
    const kept = await vault.keepOcra2({ ...IMAGE, ...draw(1) });
    expect(await vault.keepOcra2({ ...IMAGE, ...draw(2) })).toEqual(kept);
    expect(await pendingRows()).toBe(1);
  });

  it.each([
    { ...IMAGE, serial: 'LSO200000002' },
    { ...IMAGE, suite: 'OCRA-1:HOTP-SHA256-6:C-QA64' },
    { ...IMAGE, shared: new Uint8Array([1, 2]) },
  ])('gives way to another image', async (other) => {
    await vault.keepOcra2({ ...IMAGE, ...draw(1) });
    const kept = await vault.keepOcra2({ ...other, ...draw(2) });
    expect(toHex(kept.phonePart)).toBe('02'.repeat(10));
    expect(await pendingRows()).toBe(1);
  });

  it('is told before an issuer’s first image would take its place', async () => {
    await vault.keepOcra2({ ...IMAGE, ...draw() });
    const first = parseMessage((await drawn()).firstMessage) as MessageOf<'first'>;
    const context = {
      vault,
      candidates: new HandleTable<VerifiedFirstMessage>(),
      kept: createKeptFirstMessage(),
      trustedIssuers: [],
      now: () => clock.now,
    };
    const found = await readFirst(context, first, { kind: 'activate' });
    expect(found).toEqual({ type: 'other-pending-found', candidate: expect.any(Number) as number });
    expect(await vault.ocra2Pending()).toBeDefined();
  });

  it('gives way to an issuer’s activation, and that to it', async () => {
    await vault.keepOcra2({ ...IMAGE, ...draw() });
    const known = await drawn();
    await scanFirst(vault, known);
    expect(await vault.ocra2Pending()).toBeUndefined();
    expect((await vault.snapshot()).pending?.id).toBe(known.id);
    await vault.keepOcra2({ ...IMAGE, ...draw() });
    expect((await vault.snapshot()).pending).toBeUndefined();
    expect(await pendingRows()).toBe(1);
  });

  it('is dropped where the person stops', async () => {
    await vault.keepOcra2({ ...IMAGE, ...draw() });
    await vault.dropPending();
    expect(await pendingRows()).toBe(0);
  });

  it('lasts a day, and no word is kept of it', async () => {
    await vault.keepOcra2({ ...IMAGE, ...draw() });
    clock.now += DAY_MS;
    expect(await vault.ocra2Pending()).toBeDefined();
    clock.now += 1;
    expect(await vault.ocra2Pending()).toBeUndefined();
    expect((await vault.snapshot()).enrolling).toBeUndefined();
    await vault.dropExpired();
    expect(await pendingRows()).toBe(0);
    expect((await vault.snapshot()).settings).toEqual({});
  });

  it('is there, or not, where the app was killed', async () => {
    const moments = [];
    for (let n = 1; ; n++) {
      reset();
      vault = await boot();
      const killed = await killedAt(n, () => vault.keepOcra2({ ...IMAGE, ...draw(1) }));
      const again = await boot();
      const found = await again.ocra2Pending();
      const kept = await again.keepOcra2({ ...IMAGE, ...draw(2) });
      // What the page may have seen stays; what nobody has seen is drawn anew.
      expect(toHex(kept.phonePart)).toBe((found ? '01' : '02').repeat(10));
      again.close();
      if (!killed) break;
      moments.push(found !== undefined);
    }
    expect(moments).toContain(true);
    expect(moments).toContain(false);
  });

  it('is written under the device key alone', async () => {
    const written: string[] = [];
    record((_, __, args) => written.push(JSON.stringify(args, bytesAsHex)));
    await vault.keepOcra2({ ...IMAGE, ...draw(7) });
    record(undefined);
    expect(written.length).toBeGreaterThan(0);
    const all = written.join('\n');
    for (const part of [toHex(IMAGE.shared), '07'.repeat(10), IMAGE.serial, IMAGE.suite])
      expect(all).not.toContain(part);
  });
});

function bytesAsHex(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? toHex(value) : value;
}
