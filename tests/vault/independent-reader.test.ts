/** docs/vault.md is enough: a reader that shares no code with the project recovers accounts. */
import { execFileSync, spawnSync } from 'node:child_process';
import { hkdfSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { fromHex, toHex } from '../../src/core/codec/bytes.ts';
import { encodeCbor } from '../../src/core/codec/cbor.ts';
import { pin } from '../../src/vault/pin.ts';
import { checkOf, derivePinRoot, importPinRoot, pictureOf } from '../../src/vault/pin-kdf.ts';
import { baseOf, offsetFor } from '../../src/vault/pin-offset.ts';
import type { AccountRow, PinRow } from '../../src/vault/schema.ts';
import { expectedCode, published } from './activation-fixtures.ts';
import { boot, clock, reset } from './fake-device.ts';
import { fixtureFile, FORMATS, frozenVault, restore } from './fixture.ts';
import { readRows } from './raw-rows.ts';

const READER = fileURLToPath(new URL('independent-reader.mjs', import.meta.url));
const TIME = 1_789_999_600;

function readVault(file: string, pin: string): string {
  return execFileSync(process.execPath, [READER, file, pin, String(TIME)], { encoding: 'utf8' });
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

test.each(FORMATS)('it opens what the export takes out of a browser, format %i', async (format) => {
  reset();
  await restore(frozenVault(format));
  const exported = await exportInBrowser();
  expect(exported).not.toContain('CryptoKey');
  await withFile(exported, (file) => expectBothAccounts(readVault(file, frozenVault().pin)));
});

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
