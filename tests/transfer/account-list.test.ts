/** The list of accounts: written and read back, within its bounds, with every loss named. */
import { expect, it } from 'vitest';

import { toOathEntry } from '../../src/core/codec/oath-fields.ts';
import type { OathEntry } from '../../src/core/oath-entry.ts';
import { readAccountList, writeAccountList } from '../../src/transfer/account-list.ts';

/** The accounts of the published list, and their URIs. */
const URIS = [
  'otpauth://totp/Deno:Mason?secret=4SJHB4GSD43FZBAI7C2HLRJGPQ&issuer=Deno&algorithm=SHA1&digits=6&period=30',
  'otpauth://totp/SPDX:James?secret=5OM4WOOGPLQEF6UGN3CPEOOLWU&issuer=SPDX&algorithm=SHA256&digits=7&period=20',
  'otpauth://totp/Airbnb:Elijah?secret=7ELGJSGXNCCTV3O6LKJWYFV2RA&issuer=Airbnb&algorithm=SHA512&digits=8&period=50',
  'otpauth://hotp/Issuu:James?secret=YOOMIXWS5GN6RTBPUFFWKTW5M4&issuer=Issuu&algorithm=SHA1&digits=6&counter=1',
  'otpauth://hotp/Air%20Canada:Benjamin?secret=KUVJJOM753IHTNDSZVCNKL7GII&issuer=Air%20Canada&algorithm=SHA256&digits=7&counter=50',
  'otpauth://hotp/WWE:Mason?secret=5VAML3X35THCEBVRLV24CGBKOY&issuer=WWE&algorithm=SHA512&digits=8&counter=10300',
  'otpauth://steam/Boeing:Sophia?secret=JRZCL47CMXVOQMNPZR2F7J4RGI&issuer=Boeing&algorithm=SHA1&digits=5&period=30',
];

it('reads the published list and writes it again byte by byte', () => {
  const text = `#tessera-move 1 7 gIGCg4SFhoeIiYqLjI2Ojw\n${URIS.map((uri) => `${uri}\n`).join('')}`;
  expect(text).toHaveLength(826);
  const { headers, entries, unreadable } = readAccountList(text);
  expect(headers).toEqual(['#tessera-move 1 7 gIGCg4SFhoeIiYqLjI2Ojw']);
  expect(unreadable).toEqual([]);
  expect(entries).toHaveLength(7);
  expect(writeAccountList(entries, headers)).toBe(text);
});

it('carries everything that an account has', () => {
  const entries = [
    toOathEntry({
      type: 'hotp',
      issuer: 'Käse & Söhne: "Läden" 100%',
      label: 'a?b#c/d\\e=f+g ☂',
      ownName: 'Mein Käse ☂',
      secret: new Uint8Array(128).fill(7),
      algorithm: 'SHA512',
      digits: 10,
      counter: Number.MAX_SAFE_INTEGER,
      addedAt: 1_790_000_000,
    }),
    toOathEntry({ type: 'totp', issuer: '', label: '', secret: Uint8Array.of(1), period: 86_400 }),
    toOathEntry({
      type: 'steam',
      issuer: 'x'.repeat(200),
      label: 'y'.repeat(200),
      secret: 'MFRGG',
    }),
  ] as OathEntry[];
  const text = writeAccountList(entries);
  expect(text).not.toMatch(/["\\\r]/);
  expect(readAccountList(text)).toEqual({ headers: [], entries, unreadable: [], others: 0 });
});

it('names each line that it cannot read, by its label or its number', () => {
  const read = readAccountList(
    `# a comment\r\n\r\n${URIS[0]}\r\nnonsense\r\n` +
      'otpauth://totp/Bank:anna?secret=0000\notpauth://totp/?digits=99&secret=MFRGG\n' +
      `otpauth://totp/${'x'.repeat(9000)}?secret=MFRGG`,
  );
  expect(read.entries.map(({ label }) => label)).toEqual(['Mason']);
  expect(read.unreadable).toEqual([
    { issuer: '', label: '#4', why: 'form' },
    { issuer: 'Bank', label: 'anna', why: 'key' },
    { issuer: '', label: '#6', why: 'range' },
    { issuer: '', label: '#7', why: 'form' },
  ]);
});

it('refuses a list beyond its bounds', () => {
  const code = 'DAMAGED';
  expect(() => readAccountList('x\n'.repeat(2001))).toThrow(expect.objectContaining({ code }));
  expect(() => readAccountList('#'.repeat(1024 * 1024 + 1))).toThrow(
    expect.objectContaining({ code }),
  );
  expect(readAccountList(`#\n${`${URIS[0]}\n`.repeat(2000)}`).entries).toHaveLength(2000);
});
