/** The second activation message (docs/protocol.md §5): who opens it, and what it may replace. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import type { Bytes } from '../../src/core/codec/bytes.ts';
import { toHex } from '../../src/core/codec/bytes.ts';
import { decodeEncrypt0, encodeEncrypt0 } from '../../src/core/codec/cose.ts';
import type { FirstMessage } from '../../src/core/codec/messages.ts';
import type { ActivationKeys } from '../../src/protocol/key-schedule.ts';
import { deriveActivationKeys } from '../../src/protocol/key-schedule.ts';
import { sealMessage } from '../../src/protocol/seal.ts';
import type { PendingActivation } from '../../src/protocol/second-message.ts';
import {
  checkReplaces,
  readSecondMessage,
  writeSecondMessage,
} from '../../src/protocol/second-message.ts';
import { runs } from '../chance.ts';
import { filled, hex } from '../core/hand-made.ts';
import { anySecond, aSecond } from '../core/messages.ts';
import { refusal } from '../core/refusal.ts';
import { firstOf, testIssuer } from './issuer.ts';

const NONCE = filled(16, 2);
const C9 = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);

let m1: Bytes;
let pending: PendingActivation;
let keys: ActivationKeys;
beforeAll(async () => {
  const made = await firstOf(await testIssuer());
  m1 = made.m1;
  pending = { first: made.first, h1: made.h1, c9: C9 };
  keys = await deriveActivationKeys({
    secret: made.first.secret,
    c9: C9,
    h1: made.h1,
    nonce: NONCE,
  });
});

function context() {
  const { first, h1 } = pending;
  return { activationId: first.activationId, h1, nonce: NONCE, message2: keys.message2 };
}

describe('the second message', () => {
  it('opens for the authenticator of the device code, and gives the issuer’s keys', async () => {
    const full = {
      ...aSecond,
      label: '',
      serviceUrl: 'https://bank.example/a',
      vapidKey: filled(65, 4),
    };
    const read = await readSecondMessage(await writeSecondMessage(full, context()), pending);
    expect(read.message).toEqual(full);
    for (const name of ['confirm', 'otp', 'sign', 'channel', 'service'] as const) {
      expect(toHex(read.keys[name])).toBe(toHex(keys[name]));
    }
  });

  it('reads whatever the writer writes', async () => {
    await fc.assert(
      fc.asyncProperty(anySecond, async (fields) => {
        const m2 = await writeSecondMessage(fields, context());
        expect((await readSecondMessage(m2, pending)).message).toEqual(fields);
      }),
      runs(8),
    );
  });

  it('is sealed afresh each time', async () => {
    const [one, two] = [
      await writeSecondMessage(aSecond, context()),
      await writeSecondMessage(aSecond, context()),
    ];
    expect(toHex(decodeEncrypt0(one).iv)).not.toBe(toHex(decodeEncrypt0(two).iv));
  });

  it('is too large rather than truncated', async () => {
    const large = {
      ...aSecond,
      label: '😀'.repeat(60),
      serviceUrl: `https://bank.example/${'a'.repeat(250)}`,
    };
    await expect(writeSecondMessage(large, context())).rejects.toThrow(
      refusal('MESSAGE_TOO_LARGE'),
    );
  });

  it('belongs to one activation', async () => {
    const m2 = await writeSecondMessage(aSecond, { ...context(), activationId: filled(8) });
    await expect(readSecondMessage(m2, pending)).rejects.toThrow(refusal('OTHER_ACTIVATION'));
  });

  it.each<[string, (given: PendingActivation) => Partial<PendingActivation>]>([
    ['another device code', () => ({ c9: filled(9, 1) })],
    ['another first message', () => ({ h1: filled(32) })],
    ['another secret', ({ first }) => ({ first: { ...first, secret: filled(16) } })],
  ])('does not open with %s', async (_, change) => {
    const m2 = await writeSecondMessage(aSecond, context());
    await expect(readSecondMessage(m2, { ...pending, ...change(pending) })).rejects.toThrow(
      refusal('DOES_NOT_OPEN'),
    );
  });

  it('does not open when any part of it was changed', async () => {
    const sealed = decodeEncrypt0(await writeSecondMessage(aSecond, context()));
    const last = sealed.ciphertext.length - 1;
    const flipped = (data: Uint8Array, i: number) =>
      data.map((byte, at) => (at === i ? byte ^ 1 : byte)) as Bytes;
    for (const change of [
      { nonce: flipped(sealed.nonce!, 0) },
      { iv: flipped(sealed.iv, 11) },
      { ciphertext: flipped(sealed.ciphertext, 0) },
      { ciphertext: flipped(sealed.ciphertext, last) },
      { ciphertext: sealed.ciphertext.slice(0, last) },
    ]) {
      const forged = encodeEncrypt0({ ...sealed, ...change });
      await expect(readSecondMessage(forged, pending)).rejects.toThrow(refusal('DOES_NOT_OPEN'));
    }
  });

  it.each([
    ['nothing', ''],
    ['no map', '80'],
    ['an unsorted map', 'a2 0a 6131 01 02'],
    ['a map that lacks keys', 'a1 01 02'],
    ['a request', 'a1 01 03'],
  ])('is refused when the issuer sealed %s', async (_, contents) => {
    const { activationId, nonce, h1, message2 } = context();
    const parameters = { activationId, nonce, key: message2, externalAad: h1 };
    const sealing = sealMessage(hex(contents), parameters);
    if (contents === '') {
      // A ciphertext of nothing is no more than its tag: damaged, before anything is opened.
      await expect(readSecondMessage(await sealing, pending)).rejects.toThrow(refusal('DAMAGED'));
    } else {
      await expect(readSecondMessage(await sealing, pending)).rejects.toThrow(
        refusal('OUT_OF_RANGE'),
      );
    }
  });

  it('is not taken for another kind', async () => {
    const channel = encodeEncrypt0({
      activationId: filled(8),
      iv: filled(12),
      ciphertext: filled(20),
    });
    for (const other of [m1, channel]) {
      await expect(readSecondMessage(other, pending)).rejects.toThrow(refusal('SECOND_EXPECTED'));
    }
    await expect(readSecondMessage(hex('00'), pending)).rejects.toThrow(refusal('NOT_OURS'));
  });
});

describe('the key schedule', () => {
  it('gives six keys that have nothing in common', () => {
    const raw = [keys.confirm, keys.otp, keys.sign, keys.channel, keys.service].map(toHex);
    expect(new Set(raw).size).toBe(5);
    for (const key of raw) expect(key).toMatch(/^[0-9a-f]{64}$/);
  });

  it('keeps the key of the second message inside', async () => {
    expect(keys.message2.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', keys.message2)).rejects.toThrow();
  });

  it('leaves what it was given as it was', () => {
    expect(C9).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9));
    expect(pending.first.secret.some((byte) => byte !== 0)).toBe(true);
  });
});

describe('an activation that replaces an account', () => {
  const replacing = (replaces?: string): FirstMessage => ({
    ...pending.first,
    ...(replaces !== undefined && { replaces }),
  });
  const serial = aSecond.serial;

  it('finds the held account of this issuer and serial number', () => {
    const own = { issuerKey: toHex(pending.first.issuerKey), serial, id: 'own' };
    const foreign = { issuerKey: `02${'ab'.repeat(32)}`, serial, id: 'foreign' };
    expect(checkReplaces(replacing(serial), aSecond, [foreign, own])).toBe(own);
  });

  it('finds nothing on a new phone, and nothing of another issuer', () => {
    expect(checkReplaces(replacing(serial), aSecond, [])).toBeUndefined();
    const foreign = { issuerKey: `02${'ab'.repeat(32)}`, serial };
    const other = { issuerKey: toHex(pending.first.issuerKey), serial: 'OTHER' };
    expect(checkReplaces(replacing(serial), aSecond, [foreign, other])).toBeUndefined();
  });

  it('finds nothing where nothing is to be replaced', () => {
    const own = { issuerKey: toHex(pending.first.issuerKey), serial };
    expect(checkReplaces(replacing(), aSecond, [own])).toBeUndefined();
  });

  it('is refused when the two messages name different accounts', () => {
    const other = { issuerKey: toHex(pending.first.issuerKey), serial: 'OTHER' };
    for (const held of [[], [other]]) {
      expect(() => checkReplaces(replacing('OTHER'), aSecond, held)).toThrow(
        refusal('REPLACES_MISMATCH'),
      );
    }
  });
});
