/** Zip files: one member, within its size, its checksum tested. */
import { deflateRawSync } from 'node:zlib';

import { expect, it } from 'vitest';

import { concat } from '../../src/core/codec/bytes.ts';
import { unzip } from '../../src/transfer/zip.ts';
import { refusal } from '../core/refusal.ts';
import { sampleBytes } from './samples.ts';

const MOST = 16 * 1024 * 1024;
const NAME = 'export.data';

interface Member {
  readonly packed: Uint8Array;
  readonly size: number;
  readonly crc?: number;
  readonly method?: number;
  readonly flags?: number;
}

/** A zip file of one member that says of itself what it is told to. */
function zipOf({ packed, size, crc = 0, method = 8, flags = 0 }: Member): Uint8Array<ArrayBuffer> {
  const name = new TextEncoder().encode(NAME);
  const local = new DataView(new ArrayBuffer(30));
  local.setUint32(0, 0x04034b50, true);
  local.setUint16(26, name.length, true);
  const entry = new DataView(new ArrayBuffer(46));
  entry.setUint32(0, 0x02014b50, true);
  entry.setUint16(8, flags, true);
  entry.setUint16(10, method, true);
  entry.setUint32(16, crc, true);
  entry.setUint32(20, packed.length, true);
  entry.setUint32(24, size, true);
  entry.setUint16(28, name.length, true);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(10, 1, true);
  end.setUint32(16, 30 + name.length + packed.length, true);
  const heads = [local, entry, end].map(({ buffer }) => new Uint8Array(buffer));
  return concat(heads[0]!, name, packed, heads[1]!, name, heads[2]!);
}

it('stops inflating at the size that the directory says', async () => {
  const bomb = deflateRawSync(new Uint8Array(64 * 1024 * 1024));
  expect(bomb.length).toBeLessThan(100_000);
  const file = zipOf({ packed: bomb, size: 1000 });
  await expect(unzip(file, [NAME], MOST)).rejects.toThrow(refusal('FILE_DAMAGED'));
});

it('refuses a member that says it is too large, before it inflates', async () => {
  const file = zipOf({ packed: new Uint8Array(), size: MOST + 1 });
  await expect(unzip(file, [NAME], MOST)).rejects.toThrow(refusal('FILE_TOO_LARGE'));
});

it('tests the checksum, of stored members too', async () => {
  const text = new TextEncoder().encode('123456789');
  const crc = 0xcbf43926;
  for (const [method, packed] of [
    [0, text],
    [8, deflateRawSync(text)],
  ] as const) {
    const member = { method, packed, size: text.length };
    expect(await unzip(zipOf({ ...member, crc }), [NAME], MOST)).toEqual(text);
    await expect(unzip(zipOf({ ...member, crc: crc ^ 1 }), [NAME], MOST)).rejects.toThrow(
      refusal('FILE_DAMAGED'),
    );
  }
});

it('reads stored members of several blocks', async () => {
  const packed = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);
  const file = zipOf({ packed, size: packed.length, crc: crc32(packed), method: 0 });
  expect(await unzip(file, [NAME], MOST)).toEqual(packed);
});

/** RFC 1952 §8. */
function crc32(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

it('refuses encrypted members', async () => {
  const file = zipOf({ packed: new Uint8Array(4), size: 4, flags: 1 });
  await expect(unzip(file, [NAME], MOST)).rejects.toThrow(refusal('FILE_DAMAGED'));
});

it('finds the first of several names, or none', async () => {
  const names = ['no.such', 'export.attributes', NAME];
  const found = await unzip(sampleBytes('1password.1pux'), names, MOST);
  expect(new TextDecoder().decode(found)).toBe('{"version": 3}');
  expect(await unzip(sampleBytes('1password.1pux'), ['no.such'], MOST)).toBeUndefined();
});
