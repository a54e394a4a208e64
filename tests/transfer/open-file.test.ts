/** Exports of other programs: what is read, and what is refused before any work. */
import { readdirSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { openFile } from '../../src/transfer/open-file.ts';
import { refusal } from '../core/refusal.ts';
import {
  ACCOUNTS,
  openJson,
  openText,
  PASSWORD,
  sampleBytes,
  sampleJson,
  SAMPLES,
  sourceOf,
  toSampleAccount,
} from './samples.ts';

const LOCKED = SAMPLES.filter(({ isLocked }) => isLocked);
const URI = 'otpauth://totp/Deno:Mason?secret=4SJHB4GSD43FZBAI7C2HLRJGPQ&issuer=Deno';

interface AegisFile {
  header: { slots: object[] };
}

describe('samples', () => {
  it('are all listed', () => {
    const files = readdirSync(new URL('../fixtures/exports/', import.meta.url));
    expect(files.filter((name) => !/^(make\.py|index\.json)$/.test(name)).sort()).toEqual(
      SAMPLES.map(({ name }) => name).sort(),
    );
    expect(new Set(SAMPLES.map(({ format }) => format)).size).toBe(13);
  });

  it.each(SAMPLES)('$name is read', async ({ name, format, accounts, isLocked, ...expected }) => {
    const bytes = sampleBytes(name);
    const opened = await openFile({ bytes, ...(isLocked && { password: PASSWORD }) });
    expect(opened.format).toBe(format);
    const source = sourceOf(opened);
    expect(source.entries.map(toSampleAccount)).toEqual(accounts.map((i) => ACCOUNTS[i]));
    expect(source.unreadable).toEqual(expected.unreadable);
    expect(source.others).toBe(expected.others);
    expect(bytes.every((byte) => byte === 0)).toBe(true);
  });

  it.each(LOCKED)('$name asks for its password', async ({ name, format }) => {
    const bytes = sampleBytes(name);
    expect(await openFile({ bytes })).toEqual({ is: 'locked', format });
  });

  it.each(LOCKED)('$name does not open with another password', async ({ name }) => {
    const input = { bytes: sampleBytes(name), password: `${PASSWORD} ` };
    await expect(openFile(input)).rejects.toThrow(refusal('FILE_PASSWORD_WRONG'));
  });

  it.each(SAMPLES)('$name cut in half is damaged, or a part of it', async ({ name, accounts }) => {
    const bytes = sampleBytes(name);
    const half = { bytes: bytes.slice(0, bytes.length / 2), password: PASSWORD };
    const read = await openFile(half).then(
      (opened) => sourceOf(opened).entries.length,
      (thrown: { code: string }) => thrown.code,
    );
    // Text in lines still has the first of them; binary files can't tell this from the password.
    if (typeof read === 'number') expect(read).toBeLessThan(accounts.length);
    else expect(['FILE_DAMAGED', 'FILE_PASSWORD_WRONG']).toContain(read);
  });
});

describe('a password that was right, and data that are not', () => {
  it.each([
    ['aegis-encrypted.json', (file: Record<string, unknown>) => ({ ...file, db: 'AAAA' })],
    [
      '2fas-encrypted.2fas',
      (file: Record<string, unknown>) => ({
        ...file,
        servicesEncrypted: String(file['servicesEncrypted']).replace(/^..../, 'AAAA'),
      }),
    ],
    [
      'bitwarden-pbkdf2.json',
      (file: Record<string, unknown>) => ({
        ...file,
        data: String(file['data']).replace(/\|..../, '|AAAA'),
      }),
    ],
  ])('%s is damaged', async (name, damage) => {
    await expect(openJson(damage(sampleJson(name)), PASSWORD)).rejects.toThrow(
      refusal('FILE_DAMAGED'),
    );
  });
});

describe('too costly', () => {
  const kdf = { memLimit: 2 ** 27, opsLimit: 4, salt: 'ABEiM0RVZneImaq7zN3u/w==' };
  const ente = (changes: object) => ({
    ...sampleJson('ente-encrypted.json'),
    kdfParams: { ...kdf, ...changes },
  });
  const bitwarden = (changes: object) => ({ ...sampleJson('bitwarden-argon2.json'), ...changes });
  const aegis = (changes: object, times = 1) => {
    const file = sampleJson<AegisFile>('aegis-encrypted.json');
    const slot = { ...file.header.slots[1], ...changes };
    file.header.slots = Array.from({ length: times }, () => slot);
    return file;
  };

  it.each([
    ['Argon2id in more memory', ente({ memLimit: 2 ** 27 + 1024 })],
    ['Argon2id in more passes', ente({ opsLimit: 5 })],
    ['Argon2id of four petabytes', ente({ memLimit: 2 ** 52, opsLimit: 1 })],
    ['more lanes', bitwarden({ kdfParallelism: 17 })],
    ['PBKDF2', bitwarden({ kdfType: 0, kdfIterations: 2_000_001 })],
    ['scrypt', aegis({ n: 2 ** 18 })],
    ['scrypt of large blocks', aegis({ n: 2 ** 15, r: 64 })],
    ['scrypt in several slots', aegis({ n: 2 ** 15 }, 5)],
  ])('is refused: %s', async (_, file) => {
    await expect(openJson(file, PASSWORD)).rejects.toThrow(refusal('FILE_TOO_COSTLY'));
    // Nor is anybody asked for a password in vain.
    await expect(openJson(file)).rejects.toThrow(refusal('FILE_TOO_COSTLY'));
  });

  it.each([
    ['no passes', ente({ opsLimit: 0 })],
    ['half a pass', ente({ opsLimit: 1.5 })],
    ['no memory for a lane', bitwarden({ kdfMemory: 0 })],
    ['a salt too short', ente({ salt: 'AAAA' })],
    ['text for a number', ente({ opsLimit: 'many' })],
    ['N that is no power of two', aegis({ n: 1000 })],
    ['N of one', aegis({ n: 1 })],
    ['blocks of nothing', aegis({ r: 0 })],
    ['an unknown derivation', bitwarden({ kdfType: 2 })],
  ])('is damaged: %s', async (_, file) => {
    await expect(openJson(file, PASSWORD)).rejects.toThrow(refusal('FILE_DAMAGED'));
  });
});

describe('bounds', () => {
  const list = (count: number) => `${URI}\n`.repeat(count);

  it('reads 2,000 accounts and refuses one more', async () => {
    expect(sourceOf(await openText(list(2000))).entries).toHaveLength(2000);
    await expect(openText(list(2001))).rejects.toThrow(refusal('ACCOUNTS_TOO_MANY'));
  });

  it('refuses a file above 4 MiB, whatever it is', async () => {
    const bytes = new Uint8Array(4 * 1024 * 1024 + 1);
    await expect(openFile({ bytes })).rejects.toThrow(refusal('FILE_TOO_LARGE'));
  });

  it('refuses JSON of more than 16 levels', async () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    await expect(openText(nested(17))).rejects.toThrow(refusal('FILE_DAMAGED'));
    await expect(openText(nested(100_000))).rejects.toThrow(refusal('FILE_DAMAGED'));
    await expect(openText(`{"a":"${nested(17)}","tokens":[],"tokenOrder":[]}`)).rejects.toThrow(
      refusal('FILE_EMPTY'),
    );
  });
});

describe('lists', () => {
  it('may have each line as a string of JSON', async () => {
    const { entries } = sourceOf(await openText(`"${URI}"\n${JSON.stringify(URI)}\n`));
    expect(entries).toHaveLength(2);
  });

  it('name lines that are no account, and skip comments', async () => {
    const { entries, unreadable } = sourceOf(
      await openText(`# mine\n${URI}\nnothing\notpauth-migration://offline?data=x\n\n`),
    );
    expect(entries).toHaveLength(1);
    expect(unreadable.map(({ why }) => why)).toEqual(['form', 'form']);
  });
});

describe('what it is not', () => {
  it.each([
    ['nothing', ''],
    ['words', 'Meet me at the quay at nine.'],
    ['a web page', '<!doctype html><p>otpauth://totp/x?secret=AA</p>'],
    ['other JSON', '{"name":"a package"}'],
    ['other columns', 'name,password\nx,y\n'],
  ])('%s is unknown', async (_, text) => {
    await expect(openText(text)).rejects.toThrow(refusal('FILE_UNKNOWN'));
  });

  it('a picture is unknown', async () => {
    const bytes = sampleBytes('../../inputs/crypto.png');
    await expect(openFile({ bytes })).rejects.toThrow(refusal('FILE_UNKNOWN'));
  });

  it('an export under the account’s own key belongs to the other app', async () => {
    const { data, encKeyValidation_DO_NOT_EDIT } = sampleJson('bitwarden-pbkdf2.json');
    const file = { encrypted: true, encKeyValidation_DO_NOT_EDIT, folders: [], items: [], data };
    await expect(openJson(file)).rejects.toThrow(refusal('FILE_OF_OTHER_APP'));
  });

  it('a vault that only a fingerprint opens belongs to the other app', async () => {
    const file = sampleJson<AegisFile>('aegis-encrypted.json');
    file.header.slots.splice(1);
    await expect(openJson(file, PASSWORD)).rejects.toThrow(refusal('FILE_OF_OTHER_APP'));
  });

  it.each(['{"encrypted":false,"items":[]}', '{"tokens":[],"tokenOrder":[]}', '[]'])(
    '%s is empty',
    async (text) => {
      await expect(openText(text)).rejects.toThrow(refusal('FILE_EMPTY'));
    },
  );
});

/** Made with libsodium, and with an independent program. */
describe('vectors', () => {
  it('opens libsodium’s secretstream under Argon2id of 8 MiB', async () => {
    const opened = await openJson(
      {
        version: 1,
        kdfParams: { memLimit: 8388608, opsLimit: 2, salt: 'ABEiM0RVZneImaq7zN3u/w==' },
        encryptedData:
          '4o1GH6pdsnURT95R67gxx4KR3usrYRAxPibdXy3BtuP1c4XRZ09b8vVgUoFhrf31iqUw1HXD/tOe5rQ9TAnrnmS6rrKbP76QUieBtNgddBuc/5VcD9ai95g=',
        encryptionNonce: 'lf7VZlRxUA4h/kYzzvYpzD5fXKmfKeNS',
      },
      'test',
    );
    expect(sourceOf(opened).entries.map(toSampleAccount)).toEqual([
      {
        type: 'totp',
        issuer: 'Deno',
        label: 'Mason',
        secret: 'e49270f0d21f365c8408f8b475c5267c',
        algorithm: 'SHA1',
        digits: 6,
        period: 30,
      },
    ]);
  });

  it('opens Bitwarden’s envelope under PBKDF2 of 600,000', async () => {
    const data =
      '2.BwcHBwcHBwcHBwcHBwcHBw==|XM8iwVNBx06Y0PCGDvcsdw4mfbIWdpucuIKsHoW7gCS3CTbcNViExT62gP62bpdz|Bt91zdm/h3iS/9BvdZJ6RQ6+GfPhzqPeJXb3EepQ5y4=';
    const file = {
      encrypted: true,
      passwordProtected: true,
      salt: 'dGVzdC1zYWx0LTE2Ynl0ZQ==',
      kdfType: 0,
      kdfIterations: 600_000,
      encKeyValidation_DO_NOT_EDIT: data,
      data,
    };
    // It opens, to an export without items.
    await expect(openJson(file, 'test')).rejects.toThrow(refusal('FILE_EMPTY'));
    await expect(openJson(file, 'Test')).rejects.toThrow(refusal('FILE_PASSWORD_WRONG'));
  });
});
