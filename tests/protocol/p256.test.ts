/** Points of P-256: SEC 1 §2.3.3, §2.3.4, against WebCrypto and the curve's generator. */
import { describe, expect, it } from 'vitest';

import { concat, fromHex, toHex } from '../../src/core/codec/bytes.ts';
import { compressPoint, decompressPoint } from '../../src/protocol/p256.ts';
import { refusal } from '../core/refusal.ts';

const GX = '6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296';
const GY = '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5';
const P = 'ffffffff00000001000000000000000000000000ffffffffffffffffffffffff';

describe('points of P-256', () => {
  it('finds the generator, and its mirror', () => {
    expect(toHex(decompressPoint(fromHex(`03${GX}`)))).toBe(`04${GX}${GY}`);
    const mirror = toHex(decompressPoint(fromHex(`02${GX}`)));
    expect(mirror.slice(0, 66)).toBe(`04${GX}`);
    const sum = BigInt(`0x${mirror.slice(66)}`) + BigInt(`0x${GY}`);
    expect(sum).toBe(BigInt(`0x${P}`));
  });

  it('agrees with WebCrypto on twenty keys', async () => {
    for (let i = 0; i < 20; i++) {
      const { publicKey } = await crypto.subtle.generateKey(
        { name: 'ECDSA', namedCurve: 'P-256' },
        true,
        ['sign', 'verify'],
      );
      const point = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
      expect(toHex(decompressPoint(compressPoint(point)))).toBe(toHex(point));
    }
  });

  it.each([
    ['an x that is on the twist', `02${'0'.repeat(63)}1`],
    ['an x of p', `02${P}`],
    ['an x beyond p', `03${'f'.repeat(64)}`],
    ['an uncompressed prefix', `04${GX}`],
    ['the point at infinity', '00'],
    ['a byte less', `03${GX}`.slice(0, -2)],
    ['a byte more', `03${GX}00`],
    ['nothing', ''],
  ])('refuses %s', (_, hex) => {
    expect(() => decompressPoint(fromHex(hex))).toThrow(refusal('OUT_OF_RANGE'));
  });

  it('compresses nothing but an uncompressed point', () => {
    const point = fromHex(`04${GX}${GY}`);
    expect(toHex(compressPoint(point))).toBe(`03${GX}`);
    for (const bad of [point.slice(1), concat(Uint8Array.of(6), point.slice(1))]) {
      expect(() => compressPoint(bad)).toThrow(refusal('OUT_OF_RANGE'));
    }
  });
});
