/** The token of each call to the issuer's service (docs/protocol.md §8). */
import { createHash, createHmac } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { asciiBytes } from '../../src/core/codec/bytes.ts';
import type { TokenCall } from '../../src/protocol/service-token.ts';
import {
  serviceTokenActivationId,
  signServiceToken,
  verifyServiceToken,
} from '../../src/protocol/service-token.ts';
import { runs } from '../chance.ts';
import { filled } from '../core/hand-made.ts';
import { refusal, survives } from '../core/refusal.ts';

const NOW = 1_790_000_000;
const key = filled(32, 8);
const subject = { activationId: filled(8, 7), serial: 'TES-1' };
const body = asciiBytes('{"decision":"deny"}');
const call: TokenCall = {
  method: 'POST',
  url: 'https://bank.example:8443/service/requests/abc/answer?x=1#y',
  body,
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string) =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

/** A JWT by hand: any header and claims under any key. */
function token(header: unknown, claims: unknown, secret: Uint8Array = key): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const HEADER = { alg: 'HS256', kid: Buffer.from(subject.activationId).toString('base64url') };
const CLAIMS = {
  aud: 'https://bank.example:8443',
  htm: 'POST',
  htu: 'https://bank.example:8443/service/requests/abc/answer',
  bod: createHash('sha256').update(body).digest('base64url'),
  sub: 'TES-1',
  jti: 'once',
  iat: NOW,
  exp: NOW + 60,
};

describe('the service token', () => {
  it('has the header and the claims of §8, under HS256', async () => {
    const signed = await signServiceToken(key, subject, call, NOW);
    const [header, claims, mac] = signed.split('.') as [string, string, string];
    expect(decode(header)).toEqual(HEADER);
    expect(decode(claims)).toEqual({ ...CLAIMS, jti: expect.stringMatching(/^[\w-]{22}$/) });
    expect(mac).toBe(createHmac('sha256', key).update(`${header}.${claims}`).digest('base64url'));
  });

  it('is verified, once per jti', async () => {
    const signed = await signServiceToken(key, subject, call, NOW);
    expect(serviceTokenActivationId(signed)).toEqual(subject.activationId);
    const { jti, rememberUntil } = await verifyServiceToken(signed, key, subject, call, NOW + 5);
    expect(jti).toBe(decode(signed.split('.')[1]!)['jti']);
    expect(rememberUntil).toBe(NOW + 120);
    const other = await signServiceToken(key, subject, call, NOW);
    expect((await verifyServiceToken(other, key, subject, call, NOW)).jti).not.toBe(jti);
  });

  it('has no body hash where there is no body', async () => {
    const get = { method: 'get', url: 'https://bank.example/service/requests' };
    const imported = await crypto.subtle.importKey(
      'raw',
      key,
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign'],
    );
    const signed = await signServiceToken(imported, subject, get, NOW);
    expect(decode(signed.split('.')[1]!)).toMatchObject({
      htm: 'GET',
      aud: 'https://bank.example',
    });
    expect(decode(signed.split('.')[1]!)).not.toHaveProperty('bod');
    await expect(verifyServiceToken(signed, key, subject, get, NOW)).resolves.toBeDefined();
    await expect(
      verifyServiceToken(signed, key, subject, { ...get, body: asciiBytes('') }, NOW),
    ).rejects.toThrow(refusal('SIGNATURE_WRONG'));
  });

  it('stands 60 s of difference between the clocks, no more', async () => {
    const made = token(HEADER, CLAIMS);
    for (const now of [NOW - 60, NOW, NOW + 119]) {
      await expect(verifyServiceToken(made, key, subject, call, now)).resolves.toBeDefined();
    }
    for (const now of [NOW - 61, NOW + 120]) {
      await expect(verifyServiceToken(made, key, subject, call, now)).rejects.toThrow(
        refusal('EXPIRED'),
      );
    }
  });

  it.each<[string, Partial<TokenCall>]>([
    ['method', { method: 'PUT' }],
    ['path', { url: 'https://bank.example:8443/service/requests/abd/answer' }],
    ['origin', { url: 'https://bank.example/service/requests/abc/answer' }],
    ['body', { body: asciiBytes('{"decision":"approve"}') }],
  ])('is good for no other %s', async (_, change) => {
    await expect(
      verifyServiceToken(token(HEADER, CLAIMS), key, subject, { ...call, ...change }, NOW),
    ).rejects.toThrow(refusal('SIGNATURE_WRONG'));
  });

  it('is good for no other account and under no other key', async () => {
    const made = token(HEADER, CLAIMS);
    await expect(verifyServiceToken(made, filled(32), subject, call, NOW)).rejects.toThrow(
      refusal('SIGNATURE_WRONG'),
    );
    await expect(verifyServiceToken(made, key, { serial: 'TES-2' }, call, NOW)).rejects.toThrow(
      refusal('SIGNATURE_WRONG'),
    );
  });

  it.each<[string, string, 'DAMAGED' | 'EXPIRED' | 'SIGNATURE_WRONG']>([
    ['a life of 61 s', token(HEADER, { ...CLAIMS, exp: NOW + 61 }), 'EXPIRED'],
    ['another audience', token(HEADER, { ...CLAIMS, aud: 'https://a.example' }), 'SIGNATURE_WRONG'],
    ['no algorithm', `${encode({ ...HEADER, alg: 'none' })}.${encode(CLAIMS)}.`, 'DAMAGED'],
    ['another algorithm', token({ ...HEADER, alg: 'HS512' }, CLAIMS), 'DAMAGED'],
    ['a critical header', token({ ...HEADER, crit: ['x'], x: 1 }, CLAIMS), 'DAMAGED'],
    ['no jti', token(HEADER, { ...CLAIMS, jti: undefined }), 'SIGNATURE_WRONG'],
    ['a jti that is a number', token(HEADER, { ...CLAIMS, jti: 7 }), 'DAMAGED'],
    ['no exp', token(HEADER, { ...CLAIMS, exp: undefined }), 'SIGNATURE_WRONG'],
    ['no iat', token(HEADER, { ...CLAIMS, iat: undefined }), 'SIGNATURE_WRONG'],
    ['no body hash', token(HEADER, { ...CLAIMS, bod: undefined }), 'SIGNATURE_WRONG'],
    ['no claims', token(HEADER, 'claims'), 'DAMAGED'],
    ['two parts', 'a.b', 'DAMAGED'],
    ['nothing', '', 'DAMAGED'],
  ])('is refused with %s', async (_, made, code) => {
    await expect(verifyServiceToken(made, key, subject, call, NOW)).rejects.toThrow(refusal(code));
  });

  it('is not made for a URL that is none', async () => {
    for (const url of ['https://bank.example:99999/', '/requests', 'https://1.2.3.256/']) {
      await expect(signServiceToken(key, subject, { ...call, url }, NOW)).rejects.toThrow(
        refusal('OUT_OF_RANGE'),
      );
    }
  });

  it('names an activation or is damaged', () => {
    for (const kid of [undefined, 7, '', 'AAAA', '!!!!', 'AAAAAAAAAAAA']) {
      expect(() => serviceTokenActivationId(token({ alg: 'HS256', kid }, CLAIMS))).toThrow(
        refusal('DAMAGED'),
      );
    }
  });

  it('throws nothing but its own error', async () => {
    const made = token(HEADER, CLAIMS);
    const mutated = fc
      .tuple(fc.nat(made.length - 1), fc.string({ minLength: 1, maxLength: 2 }))
      .map(([at, text]) => made.slice(0, at) + text + made.slice(at + 1));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), mutated), async (text) => {
        await survives(() => serviceTokenActivationId(text));
        await survives(() => verifyServiceToken(text, key, subject, call, NOW));
      }),
      runs(300),
    );
  });
});
