/** Random CBOR-like bytes for fast-check, well-formed more often than noise, but untidy. */
import fc from 'fast-check';

import type { Bytes } from '../../src/core/codec/bytes.ts';
import { concat } from '../../src/core/codec/bytes.ts';
import { head } from './hand-made.ts';

/** A head whose length of argument is random, so that half of them are not the shortest. */
function anyHead(major: number, value: number): fc.Arbitrary<Uint8Array> {
  const forms: Bytes[] = [head(major, value), head(major, value), head(major, value)];
  if (value < 256) forms.push(Uint8Array.of((major << 5) | 24, value));
  if (value < 65536) forms.push(Uint8Array.of((major << 5) | 25, value >> 8, value & 0xff));
  return fc.constantFrom(...forms);
}

const scalar = fc.oneof(
  fc.tuple(fc.constantFrom(0, 1), fc.nat(70_000)).chain(([major, value]) => anyHead(major, value)),
  fc.constantFrom(...[0xf4, 0xf5, 0xf6, 0xf7, 0xe1, 0xff].map((byte) => Uint8Array.of(byte))),
  fc
    .uint8Array({ maxLength: 30 })
    .chain((data) =>
      fc
        .constantFrom(2, 3)
        .chain((major) => anyHead(major, data.length).map((start) => concat(start, data))),
    ),
  fc.string({ maxLength: 12 }).map((text) => {
    const data = new TextEncoder().encode(text);
    return concat(head(3, data.length), data);
  }),
  fc.uint8Array({ minLength: 2, maxLength: 8 }).map((data) => concat(Uint8Array.of(0xf9), data)),
);

const { item } = fc.letrec<{ item: Uint8Array }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    scalar,
    fc
      .array(tie('item'), { maxLength: 4 })
      .chain((items) => anyHead(4, items.length).map((start) => concat(start, ...items))),
    fc
      .array(fc.tuple(scalar, tie('item')), { maxLength: 4 })
      .chain((pairs) => anyHead(5, pairs.length).map((start) => concat(start, ...pairs.flat()))),
    fc
      .tuple(fc.constantFrom(16, 18, 1, 2), tie('item'))
      .chain(([number, content]) => anyHead(6, number).map((start) => concat(start, content))),
  ),
}));

export const untidyCbor: fc.Arbitrary<Uint8Array> = item;
