/** The two envelopes: exact headers, sizes, structures (RFC 9052 §4.2, §4.4, §5.2, §5.3). */
import { describe, expect, it } from 'vitest';

import { concat, toHex } from '../../../src/core/codec/bytes.ts';
import {
  decodeEncrypt0,
  decodeSign1,
  encodeEncrypt0,
  encodeSign1,
  encStructure,
  MAX_MESSAGE_BYTES,
  sigStructure,
} from '../../../src/core/codec/cose.ts';
import { array, bytes, filled, hex, map, negative, tag, text, uint } from '../hand-made.ts';
import { refusal } from '../refusal.ts';

const ES256 = hex('a1 01 26');
const PAYLOAD = hex('a1 01 01');
const EMPTY = map();

/** A COSE_Sign1 by hand, one part replaced. */
function sign1(
  parts: Partial<Record<'head' | 'unprotected' | 'payload' | 'signature', Uint8Array>> = {},
  number = 18,
) {
  return tag(
    number,
    array(
      parts.head ?? bytes(ES256),
      parts.unprotected ?? EMPTY,
      parts.payload ?? bytes(PAYLOAD),
      parts.signature ?? bytes(filled(64)),
    ),
  );
}

const ALG = [uint(1), uint(3)] as [Uint8Array, Uint8Array];
const KID = [uint(4), bytes(filled(8, 7))] as [Uint8Array, Uint8Array];
const NONCE = [negative(-65537), bytes(filled(16, 9))] as [Uint8Array, Uint8Array];
const IV = map([uint(5), bytes(filled(12, 5))]);

/** A COSE_Encrypt0 by hand, one part replaced. */
function encrypt0(
  parts: Partial<Record<'head' | 'unprotected' | 'ciphertext', Uint8Array>> = {},
  number = 16,
) {
  return tag(
    number,
    array(
      parts.head ?? bytes(map(ALG, KID)),
      parts.unprotected ?? IV,
      parts.ciphertext ?? bytes(filled(20)),
    ),
  );
}

describe('COSE_Sign1', () => {
  it('reads and writes what is made by hand', () => {
    const read = decodeSign1(sign1());
    expect(read).toEqual({ payload: PAYLOAD, signature: filled(64) });
    expect(toHex(encodeSign1(read))).toBe(toHex(sign1()));
  });

  it('signs the Sig_structure of §4.4', () => {
    const structure = array(text('Signature1'), bytes(ES256), bytes(filled(0)), bytes(PAYLOAD));
    expect(toHex(sigStructure(PAYLOAD))).toBe(toHex(structure));
  });

  it.each<[string, Uint8Array]>([
    ['another algorithm', sign1({ head: bytes(hex('a1 01 3822')) })],
    ['no algorithm', sign1({ head: bytes(EMPTY) })],
    ['an empty protected header', sign1({ head: bytes(filled(0)) })],
    ['one protected header more', sign1({ head: bytes(hex('a2 01 26 04 41 00')) })],
    ['a protected header that is no map', sign1({ head: bytes(hex('80')) })],
    ['an unsorted protected header', sign1({ head: bytes(hex('a2 04 41 00 01 26')) })],
    ['a protected header with trailing bytes', sign1({ head: bytes(hex('a1 01 26 00')) })],
    ['a protected header outside of a byte string', sign1({ head: ES256 })],
    ['an unprotected header', sign1({ unprotected: map([uint(4), bytes(filled(8))]) })],
    ['an unprotected header that is an array', sign1({ unprotected: array() })],
    ['a payload that is no byte string', sign1({ payload: PAYLOAD })],
    ['a detached payload', sign1({ payload: hex('f6') })],
    ['a short signature', sign1({ signature: bytes(filled(63)) })],
    ['a long signature', sign1({ signature: bytes(filled(65)) })],
    ['a signature that is text', sign1({ signature: text('a'.repeat(64)) })],
    ['the tag of COSE_Encrypt0', sign1({}, 16)],
    ['no tag', sign1().subarray(1)],
    ['two tags', tag(18, sign1())],
    [
      'an item more',
      tag(18, array(bytes(ES256), EMPTY, bytes(PAYLOAD), bytes(filled(64)), uint(0))),
    ],
    ['an item less', tag(18, array(bytes(ES256), EMPTY, bytes(PAYLOAD)))],
    ['a map', tag(18, EMPTY)],
    ['a trailing byte', concat(sign1(), Uint8Array.of(0))],
  ])('refuses %s', (_, message) => {
    expect(() => decodeSign1(message)).toThrow(refusal('DAMAGED'));
  });
});

describe('COSE_Encrypt0', () => {
  it('reads and writes a channel message made by hand', () => {
    const read = decodeEncrypt0(encrypt0());
    expect(read).toEqual({ activationId: filled(8, 7), iv: filled(12, 5), ciphertext: filled(20) });
    expect(toHex(encodeEncrypt0(read))).toBe(toHex(encrypt0()));
  });

  it('reads and writes a second message made by hand', () => {
    const message = encrypt0({ head: bytes(map(ALG, KID, NONCE)) });
    const read = decodeEncrypt0(message);
    expect(read.nonce).toEqual(filled(16, 9));
    expect(toHex(encodeEncrypt0(read))).toBe(toHex(message));
  });

  it('authenticates the Enc_structure of §5.3', () => {
    const aad = filled(32, 1);
    const header = { activationId: filled(8, 7), nonce: filled(16, 9) };
    const structure = array(text('Encrypt0'), bytes(map(ALG, KID, NONCE)), bytes(aad));
    expect(toHex(encStructure(header, aad))).toBe(toHex(structure));
  });

  it.each<[string, Uint8Array]>([
    ['another algorithm', encrypt0({ head: bytes(map([uint(1), uint(1)], KID)) })],
    ['no algorithm', encrypt0({ head: bytes(map(KID)) })],
    ['no activation id', encrypt0({ head: bytes(map(ALG)) })],
    ['a nonce without activation id', encrypt0({ head: bytes(map(ALG, NONCE)) })],
    ['a short activation id', encrypt0({ head: bytes(map(ALG, [uint(4), bytes(filled(7))])) })],
    [
      'an activation id that is text',
      encrypt0({ head: bytes(map(ALG, [uint(4), text('12345678')])) }),
    ],
    [
      'a short nonce',
      encrypt0({ head: bytes(map(ALG, KID, [negative(-65537), bytes(filled(15))])) }),
    ],
    [
      'another critical header',
      encrypt0({ head: bytes(map(ALG, KID, [negative(-65538), bytes(filled(16))])) }),
    ],
    ['one protected header more', encrypt0({ head: bytes(map(ALG, KID, [uint(6), uint(0)])) })],
    ['no iv', encrypt0({ unprotected: EMPTY })],
    ['a short iv', encrypt0({ unprotected: map([uint(5), bytes(filled(11))]) })],
    ['a partial iv', encrypt0({ unprotected: map([uint(6), bytes(filled(12))]) })],
    [
      'one unprotected header more',
      encrypt0({ unprotected: map([uint(5), bytes(filled(12))], [uint(6), uint(0)]) }),
    ],
    ['a ciphertext that is no more than a tag', encrypt0({ ciphertext: bytes(filled(16)) })],
    ['a detached ciphertext', encrypt0({ ciphertext: hex('f6') })],
    ['the tag of COSE_Sign1', encrypt0({}, 18)],
    ['the tag of COSE_Mac0', encrypt0({}, 17)],
    ['recipients', tag(16, array(bytes(map(ALG, KID)), IV, bytes(filled(20)), array()))],
    ['a trailing byte', concat(encrypt0(), Uint8Array.of(0))],
  ])('refuses %s', (_, message) => {
    expect(() => decodeEncrypt0(message)).toThrow(refusal('DAMAGED'));
  });
});

describe('the limit of 521 bytes', () => {
  const overhead = encodeSign1({ payload: filled(300), signature: filled(64) }).length - 300;
  const fitting = MAX_MESSAGE_BYTES - overhead;

  it('is kept by writers, who do not truncate', () => {
    const largest = encodeSign1({ payload: filled(fitting), signature: filled(64) });
    expect(largest.length).toBe(521);
    expect(decodeSign1(largest).payload.length).toBe(fitting);
    expect(() => encodeSign1({ payload: filled(fitting + 1), signature: filled(64) })).toThrow(
      refusal('MESSAGE_TOO_LARGE'),
    );
    const sealed = { activationId: filled(8), iv: filled(12), ciphertext: filled(500) };
    expect(() => encodeEncrypt0(sealed)).toThrow(refusal('MESSAGE_TOO_LARGE'));
  });

  it('is kept by readers', () => {
    expect(() => decodeSign1(sign1({ payload: bytes(filled(fitting + 1)) }))).toThrow(
      refusal('DAMAGED'),
    );
    expect(() => decodeEncrypt0(encrypt0({ ciphertext: bytes(filled(500)) }))).toThrow(
      refusal('DAMAGED'),
    );
  });
});
