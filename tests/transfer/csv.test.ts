/** RFC 4180, and what is none. */
import { expect, it } from 'vitest';

import { readCsv, recognisesCsv } from '../../src/transfer/csv.ts';
import { refusal } from '../core/refusal.ts';

const read = (text: string) => readCsv(text).map((row) => [...row.values()]);

it.each([
  ['a,b\n1,2\n', [['1', '2']]],
  ['a,b\r\n1,2', [['1', '2']]],
  [
    'a,b\n1\n1,2,3\n',
    [
      ['1', ''],
      ['1', '2'],
    ],
  ],
  [
    'a,b\n"x, ""y""\r\nz",2\n\n\n3,\n',
    [
      ['x, "y"\r\nz', '2'],
      ['3', ''],
    ],
  ],
  ['a,b\n1,', [['1', '']]],
  ['a,b\n"",""""', [['', '"']]],
  ['a,b\n1 "x",2', [['1 "x"', '2']]],
  ['a,b', []],
  ['', []],
])('reads %j', (text, rows) => {
  expect(read(text)).toEqual(rows);
});

it.each(['a\n"1', 'a\n"1"2', 'a\n"""'])('refuses %j', (text) => {
  expect(() => readCsv(text)).toThrow(refusal('FILE_DAMAGED'));
});

it('takes a field as long as a file', () => {
  const long = 'x""'.repeat(1_000_000);
  expect(readCsv(`a\n"${long}"\n`)[0]!.get('a')).toHaveLength(2_000_000);
  expect(() => readCsv(`a\n"${long}`)).toThrow(refusal('FILE_DAMAGED'));
});

it('is recognised by a column', () => {
  expect(recognisesCsv('a,b\n1,2', 'b')).toBe(true);
  expect(recognisesCsv('"a","b"\r\n1,2', 'b')).toBe(true);
  expect(recognisesCsv('b', 'b')).toBe(true);
  expect(recognisesCsv('a\nb', 'b')).toBe(false);
  expect(recognisesCsv('abc,d', 'b')).toBe(false);
  expect(recognisesCsv(undefined, 'b')).toBe(false);
});
