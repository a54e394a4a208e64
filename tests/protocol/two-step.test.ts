/** privacyIDEA's two-step enrolment: published values and a whole flow. */
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { fromHex, toHex } from '../../src/core/codec/bytes.ts';
import { webHmac } from '../../src/protocol/hmac.ts';
import { hotp } from '../../src/protocol/hotp.ts';
import { totp } from '../../src/protocol/totp.ts';
import { deriveTwoStepKey, twoStepText } from '../../src/protocol/two-step.ts';
import { refusal } from '../core/refusal.ts';
import type { OtherServerVectors } from './other-servers.ts';

const { twoStep: vector } = JSON.parse(
  readFileSync('tests/vectors/other-servers.json', 'utf8'),
) as OtherServerVectors;
const { keyLength, rounds: iterations } = vector;
const parts = {
  server: fromHex(vector.serverHex),
  phonePart: fromHex(vector.phoneHex),
  keyLength,
  iterations,
};

it.each(vector.texts)('$phoneHex is typed as $text', async ({ phoneHex, text }) => {
  expect(await twoStepText(fromHex(phoneHex))).toBe(text);
});

describe('the key of both parts', () => {
  it('is the published one, and makes the codes', async () => {
    const key = await deriveTwoStepKey(parts);
    expect(toHex(key)).toBe(vector.keyHex);
    const hmac = await webHmac('SHA-1', key);
    const policy = { digits: 6, period: 30 };
    expect(await totp(hmac, policy, 1_790_000_000)).toBe(vector.totpAt1790000000);
    expect(await hotp(hmac, 1, 6)).toBe(vector.hotpCounter1);
  });

  it.each([20, 32, 64])('has %i bytes', async (length) => {
    expect(await deriveTwoStepKey({ ...parts, iterations: 1, keyLength: length })).toHaveLength(
      length,
    );
  });

  it.each([
    ['nothing', ''],
    ['a byte', '41'],
    ['zeros', '00000000'],
    ['one byte over and over', '4141414141'],
  ])('is refused where the server sent %s', async (_, hex) => {
    await expect(deriveTwoStepKey({ ...parts, server: fromHex(hex) })).rejects.toEqual(
      refusal('WEAK_KEY'),
    );
  });

  it('is refused where the server sent too much', async () => {
    const server = Uint8Array.from({ length: 129 }, (_, i) => i);
    await expect(deriveTwoStepKey({ ...parts, server })).rejects.toEqual(refusal('OUT_OF_RANGE'));
  });
});
