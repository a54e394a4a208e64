/** The hue of an issuer's sign, from its key alone. */
import { createHash, randomBytes } from 'node:crypto';

import { expect, it } from 'vitest';

import { issuerHue } from '../../src/vault/issuer-hue.ts';

it('is the first 16 bits of the key’s SHA-256 as a part of a circle', async () => {
  for (let i = 0; i < 50; i += 1) {
    const key = randomBytes(33);
    const bits = createHash('sha256').update(key).digest().readUInt16BE(0);
    expect(await issuerHue(key.toString('hex'))).toBe(Math.floor((bits / 65_536) * 360));
  }
});

it('fills the circle', async () => {
  const keys = Array.from({ length: 300 }, (_, i) => i.toString(16).padStart(66, '0'));
  const hues = await Promise.all(keys.map(issuerHue));
  expect(Math.min(...hues)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...hues)).toBeLessThan(360);
  const twelfths = new Set(hues.map((hue) => Math.floor(hue / 30)));
  expect(twelfths.size).toBe(12);
});
