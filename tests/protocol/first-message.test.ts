/** The first activation message (docs/protocol.md §2): what is verified, and in which order. */
import { createHash } from 'node:crypto';

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import { encodeFirstPayload } from '../../src/core/codec/activation-payloads.ts';
import { toHex } from '../../src/core/codec/bytes.ts';
import { decodeSign1, encodeEncrypt0, encodeSign1 } from '../../src/core/codec/cose.ts';
import { readFirstMessage, writeFirstMessage } from '../../src/protocol/first-message.ts';
import { runs } from '../chance.ts';
import { bytes, filled, hex, map, negative, text, uint } from '../core/hand-made.ts';
import { aFirst, anyFirst } from '../core/messages.ts';
import { refusal } from '../core/refusal.ts';
import type { TestIssuer } from './issuer.ts';
import { firstOf, signedBy, testIssuer } from './issuer.ts';

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await testIssuer();
});

/** A payload by hand, with key 4 of the issuer and one key replaced. */
function payload(key6: Uint8Array, key1 = uint(1)) {
  return map(
    [uint(1), key1],
    [uint(2), bytes(filled(8))],
    [uint(3), bytes(filled(16))],
    [uint(4), bytes(issuer.issuerKey)],
    [uint(5), uint(600)],
    [uint(6), key6],
    [uint(8), uint(0)],
  );
}

describe('the first message', () => {
  it('reads as it was written, with the hash of the whole', async () => {
    const full = { label: 'Home · savings', replaces: 'TES-1' };
    const { m1, first, h1 } = await firstOf(issuer, full);
    expect(first).toEqual({ ...aFirst, issuerKey: issuer.issuerKey, ...full });
    expect(toHex(h1)).toBe(createHash('sha256').update(m1).digest('hex'));
  });

  it('differs from one made of the same fields in its signature alone', async () => {
    const [one, two] = [await firstOf(issuer), await firstOf(issuer)];
    expect(toHex(decodeSign1(one.m1).payload)).toBe(toHex(decodeSign1(two.m1).payload));
    expect(one.m1.subarray(0, -64)).toEqual(two.m1.subarray(0, -64));
  });

  it('reads whatever the writer writes', async () => {
    await fc.assert(
      fc.asyncProperty(anyFirst, async (fields) => {
        const message = { ...fields, issuerKey: issuer.issuerKey };
        const m1 = await writeFirstMessage(message, issuer.signingKey);
        expect((await readFirstMessage(m1)).message).toEqual(message);
      }),
      runs(40),
    );
  });

  it('is not written under a key that is not the signer’s', async () => {
    const other = await testIssuer();
    const fields = { ...aFirst, issuerKey: other.issuerKey };
    await expect(writeFirstMessage(fields, issuer.signingKey)).rejects.toThrow(
      refusal('SIGNATURE_WRONG'),
    );
  });

  it('is not written beyond its limits', async () => {
    const fields = { ...aFirst, issuerKey: issuer.issuerKey, issuerName: 'a'.repeat(41) };
    await expect(writeFirstMessage(fields, issuer.signingKey)).rejects.toThrow(
      refusal('OUT_OF_RANGE'),
    );
    const large = { ...fields, issuerName: '😀'.repeat(40), label: '😀'.repeat(60) };
    await expect(writeFirstMessage(large, issuer.signingKey)).rejects.toThrow(
      refusal('MESSAGE_TOO_LARGE'),
    );
  });

  it('is refused with a wrong signature', async () => {
    const { m1 } = await firstOf(issuer);
    const { payload: signed, signature } = decodeSign1(m1);
    for (const change of [0, 31, 32, 63]) {
      const forged = signature.slice();
      forged[change]! ^= 1;
      await expect(
        readFirstMessage(encodeSign1({ payload: signed, signature: forged })),
      ).rejects.toThrow(refusal('SIGNATURE_WRONG'));
    }
    const renamed = encodeFirstPayload({
      ...aFirst,
      issuerKey: issuer.issuerKey,
      issuerName: 'Southwind',
    });
    await expect(readFirstMessage(encodeSign1({ payload: renamed, signature }))).rejects.toThrow(
      refusal('SIGNATURE_WRONG'),
    );
  });

  it('is refused with a signature in another’s name', async () => {
    const other = await testIssuer();
    const forged = await signedBy(
      issuer,
      encodeFirstPayload({ ...aFirst, issuerKey: other.issuerKey }),
    );
    await expect(readFirstMessage(forged)).rejects.toThrow(refusal('SIGNATURE_WRONG'));
  });

  it('has its signature checked before its contents', async () => {
    const bad = payload(text(''));
    await expect(readFirstMessage(await signedBy(issuer, bad))).rejects.toThrow(
      refusal('OUT_OF_RANGE'),
    );
    await expect(
      readFirstMessage(encodeSign1({ payload: bad, signature: filled(64) })),
    ).rejects.toThrow(refusal('SIGNATURE_WRONG'));
  });

  it('is refused with contents out of range, however well signed', async () => {
    const critical = map(
      [uint(1), uint(1)],
      [uint(4), bytes(issuer.issuerKey)],
      [negative(-1), uint(0)],
    );
    for (const contents of [critical, payload(text('a\u202eb')), payload(text('a'), uint(2))]) {
      await expect(readFirstMessage(await signedBy(issuer, contents))).rejects.toThrow(
        refusal('OUT_OF_RANGE'),
      );
    }
  });

  it('is refused with a key that is no point of the curve', async () => {
    for (const key of [filled(33, 0), concatByte(2, filled(32, 0xff)), filled(32)]) {
      const contents = map([uint(1), uint(1)], [uint(4), bytes(key)]);
      await expect(readFirstMessage(await signedBy(issuer, contents))).rejects.toThrow(
        refusal('OUT_OF_RANGE'),
      );
    }
  });

  it('is damaged where its payload is no map', async () => {
    for (const contents of [hex('80'), hex('a2 01 01 01 01'), hex('a1 6131 01'), hex('')]) {
      await expect(readFirstMessage(await signedBy(issuer, contents))).rejects.toThrow(
        refusal('DAMAGED'),
      );
    }
  });

  it('is not taken for another kind', async () => {
    const sealed = { activationId: filled(8), iv: filled(12), ciphertext: filled(20) };
    for (const message of [
      encodeEncrypt0(sealed),
      encodeEncrypt0({ ...sealed, nonce: filled(16) }),
    ]) {
      await expect(readFirstMessage(message)).rejects.toThrow(refusal('FIRST_EXPECTED'));
    }
    await expect(readFirstMessage(hex('a0'))).rejects.toThrow(refusal('NOT_OURS'));
  });
});

function concatByte(byte: number, rest: Uint8Array): Uint8Array {
  return Uint8Array.of(byte, ...rest);
}
