/**
 * Rows as bytes and their sealing: what comes back, in every runtime and from every version, and
 * that nothing of one row meets another's.
 */
import * as nodeCrypto from 'node:crypto';

import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { fromBase64url, toHex } from '../../src/core/codec/bytes.ts';
import { nodeRowCipher, webRowCipher } from '../../src/issuer/stores/row-cipher.ts';
import * as codec from '../../src/issuer/stores/row-codec.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { runs } from '../chance.ts';
import { activeRow } from './row-fixtures.ts';

/** The codec of a runtime without Node's Buffer. */
async function plainCodec(): Promise<typeof codec> {
  vi.stubGlobal('Buffer', undefined);
  vi.resetModules();
  return import('../../src/issuer/stores/row-codec.ts');
}

afterEach(() => {
  vi.unstubAllGlobals();
});

const member = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array({ maxLength: 70 }).map((bytes) => Uint8Array.from(bytes)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('$bytes', '$$', '$x', '__proto__', 'toJSON')),
      tie('value'),
      { maxKeys: 5 },
    ),
  ),
})).value;

describe('a row as bytes', () => {
  it('comes back whatever it is made of, and is left as it was', async () => {
    const plain = await plainCodec();
    fc.assert(
      fc.property(fc.dictionary(fc.string(), member), (row) => {
        const before = structuredClone(row);
        const data = codec.encodeRow(row);
        expect(row).toEqual(before);
        expect(codec.decodeRow(data)).toEqual(row);
        expect(plain.encodeRow(row)).toEqual(data);
        expect(plain.decodeRow(data)).toEqual(row);
      }),
      runs(300, 10_000),
    );
  });

  it('has byte strings in memory of their own', () => {
    const { secrets } = codec.decodeRow(codec.encodeRow(activeRow())) as ReturnType<
      typeof activeRow
    >;
    for (const key of Object.values(secrets.keys)) {
      expect(key.constructor).toBe(Uint8Array);
      expect(key.buffer.byteLength).toBe(32);
    }
  });

  it('is read as earlier versions wrote it, with members in their order', () => {
    const text = '{"$$mine":1,"a":{"b":{"$bytes":"AP-_"},"c":[{"$bytes":""}]},"version":2}';
    expect(codec.decodeRow(new TextEncoder().encode(text))).toEqual({
      version: 2,
      a: { b: Uint8Array.of(0, 255, 191), c: [new Uint8Array()] },
      $mine: 1,
    });
  });

  it('is refused where a byte string is none', async () => {
    const plain = await plainCodec();
    for (const text of ['{"$bytes":"A*BC"}', '{"$bytes":"A"}', '{"x":{"$bytes":"AAAA="}}'])
      for (const { decodeRow } of [codec, plain])
        expect(() => decodeRow(new TextEncoder().encode(text))).toThrow(
          expect.objectContaining({ code: 'DAMAGED' }),
        );
    expect(() => codec.decodeRow(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(TypeError);
  });
});

describe('sealing', () => {
  const [key, id] = [fromBase64url(generateStoreKey()), '0123456789abcdef'];
  /** More than nonces are drawn at once, and than keys are kept. */
  const [NONCES, ROWS] = [350, 4200];

  it.each([
    ['node:crypto', () => Promise.resolve(nodeRowCipher(nodeCrypto, key, id))],
    ['WebCrypto', () => webRowCipher(key, id)],
  ])('takes a nonce once, by %s', async (_, open) => {
    const cipher = await open();
    const nonces = new Set<string>();
    for (let version = 0; version < NONCES; version++) {
      const sealed = await cipher.seal({ table: 'owners', id: 'a', version }, Uint8Array.of(1));
      nonces.add(toHex(sealed.subarray(0, 12)));
    }
    expect(nonces.size).toBe(NONCES);
  });

  it('seals a text as its bytes, by node:crypto and by WebCrypto', async () => {
    const place = { table: 'events', id: 'a', version: 1 };
    const ciphers = [nodeRowCipher(nodeCrypto, key, id), await webRowCipher(key, id)] as const;
    const text = '{"name":"Zoë 🔑"}';
    for (const [writer, reader] of [ciphers, [...ciphers].reverse()] as const) {
      const opened = await reader!.open(place, await writer!.seal(place, text));
      expect(new TextDecoder().decode(opened)).toBe(text);
    }
  });

  it('gives each row its own key, however many rows there are', async () => {
    const [writer, reader] = [nodeRowCipher(nodeCrypto, key, id), await webRowCipher(key, id)];
    const places = Array.from({ length: ROWS }, (_, i) => ({
      table: 'requests',
      id: String(i),
      version: 1,
    }));
    const rows = await Promise.all(places.map((place) => writer.seal(place, Uint8Array.of(7))));
    for (const i of [0, 1, ROWS - 1, 0]) {
      expect([...(await writer.open(places[i]!, rows[i]!))]).toEqual([7]);
      expect([...(await reader.open(places[i]!, rows[i]!))]).toEqual([7]);
      const other = { ...places[i]!, id: 'another' };
      await expect(async () => writer.open(other, rows[i]!)).rejects.toThrow();
    }
  });
});
