/** Backup files both ways: the published one, the system's `age`, and what a stranger may write. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { utf8 } from '../../../src/core/codec/bytes.ts';
import { toOathEntry } from '../../../src/core/codec/oath-fields.ts';
import { writeOtpauth } from '../../../src/core/codec/otpauth.ts';
import type { OathEntry, OathSource } from '../../../src/core/oath-entry.ts';
import { encryptAge } from '../../../src/transfer/backup/age-file.ts';
import { readBackup, writeBackup } from '../../../src/transfer/backup/backup-file.ts';
import type { BackupContents } from '../../../src/transfer/backup/contents.ts';
import { writeContents } from '../../../src/transfer/backup/contents.ts';
import { openFile } from '../../../src/transfer/open-file.ts';
import { hasAge, runAge } from './debian-age.ts';

const PASSPHRASE = 'K7QF-2MHX-9RTW-C4JN-8PVD';
const published = (name: string) => readFileSync(`tests/vectors/moving/${name}`);
const at = 1_790_000_000;
const PUBLISHED: BackupContents = {
  accounts: [
    { id: '01'.repeat(16), ...entry('totp', 'Deno', 'Mason', '4SJHB4GSD43FZBAI7C2HLRJGPQ') },
    { id: '02'.repeat(16), ...entry('hotp', 'Issuu', 'James', 'YOOMIXWS5GN6RTBPUFFWKTW5M4') },
  ],
  again: [],
  host: 'auth.example',
  at,
};

function entry(type: OathEntry['type'], issuer: string, label: string, secret: string): OathEntry {
  return toOathEntry({
    type,
    issuer,
    label,
    secret,
    ...(type === 'hotp' && { counter: 1 }),
  }) as OathEntry;
}

function many(count: number): BackupContents['accounts'] {
  return Array.from({ length: count }, (_, i) => ({
    id: i.toString(16).padStart(16, '0'),
    ...(toOathEntry({
      type: (['totp', 'hotp', 'steam'] as const)[i % 3]!,
      issuer: i % 7 === 0 ? '' : `Käse "${i}" \\ Söhne`,
      label: `anna${i}@example.com`,
      secret: Uint8Array.from({ length: 1 + (i % 64) }, (_, k) => 1 + ((i + k) % 255)),
      algorithm: ['SHA1', 'SHA256', 'SHA512'][i % 4],
      digits: 5 + (i % 6),
      period: 10 + i * 7,
      counter: i,
      addedAt: at - i,
      ownName: i % 5 === 0 ? `Mine, no. ${i}` : undefined,
    }) as OathEntry),
  }));
}

/** Entries with keys of their own: writing overwrites those that it is given. */
function copied(accounts: BackupContents['accounts']): BackupContents['accounts'] {
  return accounts.map((each) => ({ ...each, secret: each.secret.slice() }));
}

function withoutId({ id: _, ...rest }: BackupContents['accounts'][number]): OathEntry {
  return rest;
}

function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function zeros(length: number): Uint8Array {
  return new Uint8Array(length);
}

function jsonOf(plaintext: Uint8Array): string {
  return Buffer.from(plaintext).toString().trimEnd();
}

/** Reads contents as they are in a file. */
async function readContents(plaintext: Uint8Array): Promise<OathSource> {
  return readBackup(await encryptAge(plaintext, PASSPHRASE, 1), PASSPHRASE);
}

function contentsOf(...items: readonly unknown[]): Uint8Array {
  return utf8(JSON.stringify({ version: { major: 1, minor: 0 }, accounts: [{ items }] }));
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the published backup', () => {
  it('has the published digests', () => {
    expect(sha256(published('v-backup.json'))).toBe(
      '81c9dad3d12ced4a5adda3fa1e4d66b99dc4d30212b8b0fcb189064797189fb1',
    );
    expect(sha256(published('v-backup.age'))).toBe(
      '732fcd364043a6ce89c592dfa52f2b470e55911dac0bbec3ab321b63f24e9bfa',
    );
  });

  it('has the contents that are written here, but for blanks at their end', () => {
    const plaintext = writeContents(PUBLISHED, zeros);
    expect(jsonOf(plaintext)).toBe(published('v-backup.json').toString());
    expect(plaintext).toHaveLength(4096);
  });

  it('is encrypted byte by byte', async () => {
    await encryptAge(zeros(1), PASSPHRASE, 1); // Loading the library draws numbers, too.
    const firsts = [0x40, 0x00, 0x60];
    vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
      const first = firsts.shift()!;
      (array as Uint8Array).forEach((_, i, bytes) => (bytes[i] = first + i));
      return array;
    });
    const file = await encryptAge(published('v-backup.json'), PASSPHRASE, 10);
    expect(Buffer.from(file).equals(published('v-backup.age'))).toBe(true);
  });

  it('is read, however its passphrase is typed', async () => {
    const read = await readBackup(published('v-backup.age'), 'k7qf2mhx9rtw c4jn 8pvd');
    expect(read).toEqual({
      entries: PUBLISHED.accounts.map(withoutId),
      unreadable: [],
      others: 0,
    });
  });
});

describe('a file of this app', () => {
  it('has everything of 200 accounts, in their order', async () => {
    const accounts = many(200);
    const file = await writeBackup({
      contents: { ...PUBLISHED, accounts: copied(accounts) },
      passphrase: PASSPHRASE,
    });
    const read = await readBackup(file, PASSPHRASE);
    expect(read.entries).toEqual(accounts.map(withoutId));
    expect(read.unreadable).toEqual([]);
  });

  it('takes a passphrase of the person’s own', async () => {
    const accounts = many(1);
    const own = 'Za\u0308hne putzen, morgens';
    const file = await writeBackup({
      contents: { ...PUBLISHED, accounts: copied(accounts) },
      passphrase: own,
    });
    expect((await readBackup(file, own.normalize('NFC'))).entries).toHaveLength(1);
    await expect(readBackup(file, own.toUpperCase())).rejects.toMatchObject({
      code: 'FILE_PASSWORD_WRONG',
    });
  });

  it('has one scrypt stanza of work factor 16 and is another file each time', async () => {
    const [one, other] = await Promise.all(
      [1, 2].map(() =>
        writeBackup({ contents: { ...PUBLISHED, accounts: many(1) }, passphrase: PASSPHRASE }),
      ),
    );
    const header = Buffer.from(one!).toString('latin1').split('---')[0]!;
    expect(header).toMatch(/^age-encryption\.org\/v1\n-> scrypt [\w+/]{22} 16\n[\w+/]{43}\n$/);
    expect(sha256(one!)).not.toBe(sha256(other!));
  });

  it('overwrites the keys that it was given', async () => {
    const accounts = many(3);
    await writeBackup({ contents: { ...PUBLISHED, accounts }, passphrase: PASSPHRASE });
    for (const { secret } of accounts) expect(secret.every((byte) => byte === 0)).toBe(true);
  });

  it('tells little of how many accounts it has', () => {
    const sizes = [1, 2, 5].map(
      (count) => writeContents({ ...PUBLISHED, accounts: many(count) }, zeros).length,
    );
    expect(new Set(sizes)).toEqual(new Set([4096]));
    expect(writeContents({ ...PUBLISHED, accounts: many(50) }, zeros).length % 4096).toBe(0);
  });

  it('names what has to be activated again, and brings none of it in', async () => {
    const again = ['Demonstration Bank · "anna"', 'Library'];
    const plaintext = writeContents({ ...PUBLISHED, again }, zeros);
    const { accounts } = JSON.parse(jsonOf(plaintext)) as {
      readonly accounts: readonly [{ readonly items: readonly { readonly title: string }[] }];
    };
    expect(accounts[0].items.map(({ title }) => title)).toEqual(['Deno', 'Issuu', ...again]);
    expect(await readContents(plaintext)).toMatchObject({ others: 2, entries: { length: 2 } });
  });

  it('writes only numbers that the format has room for', async () => {
    const wide = toOathEntry({
      type: 'totp',
      issuer: 'A',
      secret: 'MFRGG',
      period: 300,
    }) as OathEntry;
    const json = jsonOf(writeContents({ ...PUBLISHED, accounts: [{ id: '00', ...wide }] }, zeros));
    expect(json).not.toContain('"type":"totp"');
    expect((await readContents(utf8(json))).entries).toEqual([wide]);
  });
});

describe('without this app', () => {
  const reason = hasAge ? '' : ' (left out: no `age` and `script` on this computer)';

  it.runIf(hasAge)(
    `the system's age opens a file, and grep lists its accounts${reason}`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'backup-'));
      try {
        const accounts = many(30);
        const uris = accounts.map(writeOtpauth);
        const file = join(folder, 'F.age');
        writeFileSync(
          file,
          await writeBackup({ contents: { ...PUBLISHED, accounts }, passphrase: PASSPHRASE }),
        );
        await runAge(`-d -o ${folder}/cxf.json ${file}`, PASSPHRASE);
        const listed = execFileSync('grep', ['-o', 'otpauth://[^"]*', `${folder}/cxf.json`]);
        expect(listed.toString().trim().split('\n')).toEqual(uris);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

  it('reads what Debian’s age 1.1.1 wrote of the published contents, armored', async () => {
    const read = await readBackup(published('written-by-age.age'), PASSPHRASE);
    expect(read.entries).toEqual(PUBLISHED.accounts.map(withoutId));
  });
});

describe("another program's contents", () => {
  it('are read from their credentials of type totp', async () => {
    const totp = { type: 'totp', secret: 'MFRGG', period: 60, digits: 8, algorithm: 'sha256' };
    expect(
      await readContents(
        contentsOf(
          { title: 'Library', creationAt: 5, credentials: [{ ...totp, username: 'anna' }] },
          { title: 'Other', credentials: [{ ...totp, issuer: 'Bank', algorithm: 'md5' }] },
          { title: 'Passwords', credentials: [{ type: 'basic-auth' }] },
          { title: 'Nothing' },
          7,
        ),
      ),
    ).toEqual({
      entries: [
        {
          type: 'totp',
          issuer: 'Library',
          label: 'anna',
          secret: Uint8Array.from(Buffer.from('abc').subarray(0, 3)),
          otp: { algorithm: 'SHA256', digits: 8, period: 60 },
          addedAt: 5,
        },
      ],
      unreadable: [{ issuer: 'Bank', label: '', why: 'algorithm' }],
      others: 3,
    });
  });

  it('name an account that cannot be read', async () => {
    const uri = (value: unknown, title?: string) => ({
      title,
      credentials: [
        { type: 'custom-fields', label: 'Tessera', fields: [{ label: 'otpauth', value }] },
      ],
    });
    const items = [uri('otpauth://totp/A:b?secret=8'), uri('nonsense', 'Mine'), uri(7)];
    expect(await readContents(contentsOf(...items))).toEqual({
      entries: [],
      unreadable: [
        { issuer: 'A', label: 'b', why: 'key' },
        { issuer: '', label: 'Mine', why: 'form' },
        { issuer: '', label: '#3', why: 'form' },
      ],
      others: 0,
    });
  });

  it('keep an empty issuer beside the person’s own name', async () => {
    const own = toOathEntry({ type: 'totp', ownName: 'Mine', secret: 'MFRGG' }) as OathEntry;
    const accounts = [{ id: '00', ...own }];
    expect((await readContents(writeContents({ ...PUBLISHED, accounts }, zeros))).entries).toEqual([
      own,
    ]);
  });

  it.each([
    ['no JSON', utf8('age'), 'FILE_DAMAGED'],
    ['no UTF-8', Uint8Array.of(0xff), 'FILE_DAMAGED'],
    ['another JSON', utf8('{"accounts": []}'), 'FILE_UNKNOWN'],
    ['a later format', utf8('{"version": {"major": 2}, "accounts": []}'), 'FILE_UNKNOWN'],
    ['no accounts', contentsOf(), 'FILE_EMPTY'],
    ['passwords alone', contentsOf({ credentials: [{ type: 'basic-auth' }] }), 'FILE_EMPTY'],
  ])('that are %s are refused', async (_, plaintext, code) => {
    await expect(readContents(plaintext)).rejects.toMatchObject({ code });
  });
});

describe('bringing a file in', () => {
  const open = (name: string, password?: string) =>
    openFile({
      bytes: new Uint8Array(published(name)),
      ...(password !== undefined && { password }),
    });

  it('asks for the passphrase, of armored files too', async () => {
    for (const name of ['v-backup.age', 'written-by-age.age'])
      expect(await open(name)).toEqual({ is: 'locked', format: 'tessera' });
  });

  it('finds the accounts', async () => {
    expect(await open('v-backup.age', PASSPHRASE)).toMatchObject({
      is: 'opened',
      format: 'tessera',
      source: { entries: [{ issuer: 'Deno' }, { issuer: 'Issuu', counter: 1 }] },
    });
  });

  it('refuses a file that is too large before it looks inside', async () => {
    const bytes = new Uint8Array(4 * 1024 * 1024 + 1);
    bytes.set(published('v-backup.age'));
    await expect(openFile({ bytes, password: PASSPHRASE })).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
    });
  });
});
