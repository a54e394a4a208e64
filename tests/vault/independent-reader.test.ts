/** docs/vault.md is enough: a reader that shares no code with the project recovers accounts. */
import { execFileSync, spawnSync } from 'node:child_process';
import { hkdfSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import { fromHex, toHex } from '../../src/core/codec/bytes.ts';
import { encodeCbor } from '../../src/core/codec/cbor.ts';
import { webHmac } from '../../src/protocol/hmac.ts';
import { ocra, parseSuite } from '../../src/protocol/ocra.ts';
import { pin } from '../../src/vault/pin.ts';
import { checkOf, derivePinRoot, importPinRoot, pictureOf } from '../../src/vault/pin-kdf.ts';
import { baseOf, offsetFor } from '../../src/vault/pin-offset.ts';
import type { AccountRow, PinRow } from '../../src/vault/schema.ts';
import vectors from '../vectors/other-accounts.json' with { type: 'json' };
import { expectedCode, published } from './activation-fixtures.ts';
import { boot, clock, reset } from './fake-device.ts';
import { fixtureFile, FORMATS, frozenVault, restore } from './fixture.ts';
import { NEXT_COUNTER, OTHER_ACCOUNTS, withOthers } from './other-accounts.ts';
import { readRows } from './raw-rows.ts';

const READER = fileURLToPath(new URL('independent-reader.mjs', import.meta.url));
const TIME = 1_789_999_600;

function readVault(file: string, pin: string, ...more: readonly string[]): string {
  const given = more.length > 0 ? more : [String(TIME)];
  return execFileSync(process.execPath, [READER, file, pin, ...given], { encoding: 'utf8' });
}

async function expectBothAccounts(output: string): Promise<void> {
  for (const [index, name] of [
    [0, 'Household · Northwind Bank · TES0000001'],
    [1, 'Girokonto 4711 · Städtische Sparkasse Zürich · TES0000002'],
  ] as const) {
    const known = await published(index);
    expect(output).toContain(name);
    expect(output).toContain(`one-time password ${await expectedCode(known, TIME)}`);
    expect(output).toContain(Buffer.from(known.otp).toString('hex'));
    expect(output).toContain(Buffer.from(known.sign).toString('hex'));
  }
}

test.each(FORMATS)(
  'it opens the frozen vault of format %i and prints its accounts',
  async (format) => {
    const output = readVault(fileURLToPath(fixtureFile(format)), frozenVault(format).pin);
    expect(output).toContain('picture 9');
    await expectBothAccounts(output);
  },
);

test('it prints what was answered earlier, sealed or as the export opened it', async () => {
  reset();
  const frozen = frozenVault();
  await restore(frozen);
  const [id] = Object.keys(frozen.rows.accounts);
  const vault = await boot({ pinLength: frozen.pin.length });
  await vault.history.turn(true);
  const request = {
    accountId: id!,
    requestId: new Uint8Array(8).fill(7),
    message: new Uint8Array(90),
    expiresAt: Math.floor(clock.now / 1000) + 300,
    subject: { kind: 'login', title: 'Log in to Time sheets' },
  } as const;
  await vault.answerRequest(request, 'approved');
  const requestId = new Uint8Array(8).fill(8);
  await vault.answerRequest({ ...request, requestId, subject: { kind: 'transaction' } }, 'denied');
  const { clockOffset } = (await vault.snapshot()).accounts[0]!;
  const time = new Date(clock.now + clockOffset * 1000).toISOString();
  const lines = [
    `${time} approved: Log in to Time sheets (login)`,
    `${time} denied: a payment (transaction)`,
  ];
  const { history } = await readRows();
  const sealed = JSON.stringify({ rows: { ...frozen.rows, history } }, hexBytes);
  for (const text of [sealed, await exportInBrowser()])
    await withFile(text, (file) => {
      const printed = readVault(file, frozen.pin);
      for (const line of lines) expect(printed).toContain(line);
    });
});

test('it imports nothing but Node', () => {
  const imports = [...readFileSync(READER, 'utf8').matchAll(/from '([^']+)'/g)].map(
    ([, name]) => name,
  );
  expect(imports.length).toBeGreaterThan(0);
  for (const name of imports) expect(name).toMatch(/^node:/);
});

test('it says when the PIN is wrong or too short', () => {
  const file = fileURLToPath(fixtureFile(1));
  const { status, stderr } = spawnSync(process.execPath, [READER, file, '730527'], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([1, 'Wrong PIN.\n']);
  expect(spawnSync(process.execPath, [READER, file, '7305']).status).toBe(1);
});

test('the example of the document is the frozen vault', async () => {
  const document = readFileSync(new URL('../../docs/vault.md', import.meta.url), 'utf8');
  const { rows, pin: digits } = frozenVault();
  const { salt, rounds, offsets, check: check } = rows.keys.pin as PinRow;
  const id = '784ee8af6e598ba0';
  const { secret } = rows.accounts[id] as AccountRow;
  const base = baseOf(pin(digits), offsets.at(-1)!);
  const raw = await derivePinRoot(base, salt, rounds);
  const root = await importPinRoot(raw);
  const key = hkdfSync('sha256', raw, fromHex(id), 'tessera/vault/v1/account', 32);
  const aad = encodeCbor(['accounts', id, 1]);
  const values = [digits, String.fromCharCode(...base), String(rounds), ...offsets].concat(
    [salt, raw, new Uint8Array(key), secret.counter, secret.bytes, aad].map(toHex),
  );
  for (const value of values) expect(document).toContain(value);
  expect(document).toContain(`the check is ${String(check)}`);
  expect(await checkOf(root)).toBe(check);
  expect(document).toContain(`the picture is ${String(await pictureOf(root))}`);
  for (const offset of offsets) expect(document).toContain(offsetFor(base, pin(offset)));
});

test("the example of another server's account is a vector", () => {
  const document = readFileSync(new URL('../../docs/vault.md', import.meta.url), 'utf8');
  const example = OTHER_ACCOUNTS.find((account) => account.secretText === '1dk41XcuZFeC6FkC7SSA')!;
  const stored = Buffer.from(example.storedHex!, 'hex').toString();
  const other = Buffer.from(example.wrongPin!.secretHex, 'hex').toString();
  for (const text of [
    vectors.keyHex,
    `${example.keystreamsHex!.join(', ')} `,
    `\`${stored}\``,
    `${String(example.codes[0]!.at)} `,
    `| ${example.codes[0]!.code} `,
    `PIN ${vectors.wrong.pin},`,
    `\`${other}\`: ${example.wrongPin!.code} `,
  ])
    expect(document).toContain(text);
});

test.each(FORMATS)('it opens what the export takes out of a browser, format %i', async (format) => {
  reset();
  await restore(frozenVault(format));
  const exported = await exportInBrowser();
  expect(exported).not.toContain('CryptoKey');
  await withFile(exported, (file) => expectBothAccounts(readVault(file, frozenVault().pin)));
});

describe("other servers' accounts", () => {
  const { at } = OTHER_ACCOUNTS[0]!.codes[0]!;
  const { question } = OTHER_ACCOUNTS.find(({ kind }) => kind === 'ocra2')!;

  test('are printed with their codes and keys, as they lie there and as the export opened them', async () => {
    reset();
    const vault = await withOthers(frozenVault(2));
    await restore(vault);
    for (const text of [JSON.stringify(vault, hexBytes), await exportInBrowser()])
      await withFile(text, async (file) => {
        const output = readVault(file, frozenVault().pin, String(at), question!);
        await expectBothAccounts(readVault(file, frozenVault().pin));
        for (const account of OTHER_ACCOUNTS) expect(output).toContain(linesOf(account));
      });
  });

  test('open under another PIN to other keys of their class', async () => {
    await withFile(JSON.stringify(await withOthers(frozenVault(2)), hexBytes), (file) => {
      const output = readVault(file, vectors.wrong.pin, String(at), question!);
      for (const { wrongPin, kind } of OTHER_ACCOUNTS) {
        if (!wrongPin) continue;
        expect(output).toContain(`${kind} key ${wrongPin.secretHex}`);
        if (kind !== 'hotp' && kind !== 'ocra2') expect(output).toContain(` ${wrongPin.code}`);
      }
      for (const { secretHex } of OTHER_ACCOUNTS.filter((account) => account.class !== 0))
        expect(output).not.toContain(secretHex);
    });
  });

  test.each([23, 24, 255, 256, 65_536, Number.MAX_SAFE_INTEGER])(
    'have their counter exported: %i',
    async (counter) => {
      reset();
      await restore(await withOthers(frozenVault(2), counter));
      const { counters } = JSON.parse(await exportInBrowser()) as { counters: unknown };
      const counting = OTHER_ACCOUNTS.filter(({ kind }) => kind === 'hotp' || kind === 'ocra2');
      expect(counters).toEqual(Object.fromEntries(counting.map(({ id }) => [id, counter])));
      const sealed = JSON.stringify(await withOthers(frozenVault(2), counter), hexBytes);
      await withFile(sealed, (file) => {
        expect(readVault(file, frozenVault().pin)).toContain(`(${String(counter)})`);
      });
    },
  );

  test.each([
    ['OCRA-1:HOTP-SHA1-6:QN08', '01234567'],
    ['OCRA-1:HOTP-SHA512-8:C-QN10', '4294967296'],
    ['OCRA-1:HOTP-SHA256-8:QH40', 'a1b'],
  ])('answer with %s', async (suite, asked) => {
    const vault = await withOthers(frozenVault(2), NEXT_COUNTER, suite);
    const parsed = parseSuite(suite);
    const { secretHex } = OTHER_ACCOUNTS.find(({ kind }) => kind === 'ocra2')!;
    const answer = await ocra(await webHmac(parsed.hash, fromHex(secretHex)), parsed, {
      question: asked,
      ...(parsed.counter && { counter: NEXT_COUNTER }),
    });
    await withFile(JSON.stringify(vault, hexBytes), (file) => {
      expect(readVault(file, frozenVault().pin, String(at), asked)).toContain(`answer ${answer}`);
    });
  });

  test('are damaged where their bytes are not of their class, and in the way of no other', async () => {
    const vault = await withOthers(frozenVault(2));
    const [damaged, ...whole] = OTHER_ACCOUNTS;
    const row = vault.rows.accounts[damaged!.id] as { secret: { bytes: Uint8Array } };
    row.secret.bytes.fill(0x41);
    await withFile(JSON.stringify(vault, hexBytes), (file) => {
      const output = readVault(file, frozenVault().pin, String(at), question!);
      expect(output).toContain(`account ${damaged!.id} is damaged: its key is not of class 1\n`);
      for (const account of whole) expect(output).toContain(linesOf(account));
    });
  });
});

/** What the reader prints of one. */
function linesOf(account: (typeof OTHER_ACCOUNTS)[number]): string {
  const { name, kind, codes, secretHex } = account;
  const [first, next] = codes.map(({ code }) => code);
  const code = {
    hotp: `next one-time password ${next!} (1)`,
    ocra2: `answer ${next!}`,
  }[kind as 'hotp' | 'ocra2'];
  return [
    `${name} · Example & Søn${kind === 'ocra2' ? ' · LSQR1' : ''}`,
    'active',
    code ?? `one-time password ${first!}`,
    `${kind} key ${secretHex}${account.class === 0 ? ' (not hidden by the PIN)' : ''}\n`,
  ].join('\n  ');
}

/** What the document's export prints. */
function exportInBrowser(): Promise<string> {
  const document = readFileSync(new URL('../../docs/vault.md', import.meta.url), 'utf8');
  const [, snippet] = /```js export\n([\s\S]+?)```/.exec(document)!;
  const run = new Function(`return ${snippet!.trim().replace(/;$/, '')}`) as () => Promise<string>;
  return run();
}

async function withFile(text: string, use: (file: string) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vault-'));
  try {
    const file = join(folder, 'vault.json');
    writeFileSync(file, text);
    await use(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes byte strings as the reader takes them. */
function hexBytes(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? `hex:${toHex(value)}` : value;
}
