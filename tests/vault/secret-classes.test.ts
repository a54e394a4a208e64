/** What counts as text, held against the platform's decoder (docs/vault.md, "Classes"). */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { asciiBytes, concat } from '../../src/core/codec/bytes.ts';
import { classOf } from '../../src/vault/secret-classes.ts';
import { anyCharacter } from '../any-character.ts';
import { runs } from '../chance.ts';

/** Alone of class 0 as text; beside what is no text, it makes a key of class 1. */
const TEXT = asciiBytes('A key, as text with 40 letters and more.');

test('all beginnings of two bytes', () => {
  const pairs = Array.from({ length: 0x8000 }, (_, n) => Uint8Array.of(0x80 | (n >> 8), n & 255));
  expect(pairs.filter((pair) => !isAsDecoded(pair))).toEqual([]);
});

test('all edges of longer characters', () => {
  const leads = Array.from({ length: 0x20 }, (_, n) => 0xe0 + n);
  const edges = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff];
  const others = leads.flatMap((lead) =>
    edges.flatMap((second) =>
      edges.flatMap((third) => [
        Uint8Array.of(lead, second, third),
        ...edges.map((fourth) => Uint8Array.of(lead, second, third, fourth)),
      ]),
    ),
  );
  expect(others).toHaveLength(35_200);
  expect(others.filter((bytes) => !isAsDecoded(bytes))).toEqual([]);
});

test('any bytes, and characters with one byte changed', () => {
  const character = fc.string({ unit: anyCharacter, minLength: 1, maxLength: 8 });
  const encoded = character.map((characters) => new TextEncoder().encode(characters));
  const changed = fc
    .tuple(encoded, fc.nat(), fc.integer({ min: 0, max: 255 }))
    .map(([bytes, at, byte]) => bytes.with(at % bytes.length, byte));
  const any = fc.uint8Array({ maxLength: 8 });
  fc.assert(fc.property(fc.oneof(encoded, changed, any), isAsDecoded), runs(2000));
});

/** Whether it counts as text where the decoder takes it: before ASCII, and at the end. */
function isAsDecoded(bytes: Uint8Array): boolean {
  return [concat(bytes, TEXT), concat(TEXT, bytes)].every(
    (key) => key.at(-1) === 0 || classOf(key) === (isText(key) ? 0 : 1),
  );
}

function isText(key: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(key);
    return true;
  } catch {
    return false;
  }
}
