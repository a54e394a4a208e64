/** The format document is enough: a reader that shares no line with the project recovers the accounts. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { FIXTURE_FILE, frozenVault, restore } from './fixture.ts';
import { reset } from './machine.ts';
import { expectedCode, published } from './people.ts';

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

test('it opens the frozen vault with its PIN and prints accounts and one-time passwords', async () => {
  const output = readVault(fileURLToPath(FIXTURE_FILE), frozenVault().pin);
  expect(output).toContain('picture 9');
  await expectBothAccounts(output);
});

test('it imports nothing but Node', () => {
  const imports = [...readFileSync(READER, 'utf8').matchAll(/from '([^']+)'/g)].map(
    ([, name]) => name,
  );
  expect(imports.length).toBeGreaterThan(0);
  for (const name of imports) expect(name).toMatch(/^node:/);
});

test('it says when the PIN is wrong or too short', () => {
  const file = fileURLToPath(FIXTURE_FILE);
  const { status, stderr } = spawnSync(process.execPath, [READER, file, '730527'], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([1, 'Wrong PIN.\n']);
  expect(spawnSync(process.execPath, [READER, file, '7305']).status).toBe(1);
});

test('it opens what the export of the document takes out of a browser', async () => {
  const document = readFileSync(new URL('../../docs/vault.md', import.meta.url), 'utf8');
  const [, snippet] = /```js export\n([\s\S]+?)```/.exec(document)!;
  reset();
  await restore(frozenVault());
  const run = new Function(`return ${snippet!.trim().replace(/;$/, '')}`) as () => Promise<string>;
  const exported = await run();
  expect(exported).not.toContain('CryptoKey');
  const folder = mkdtempSync(join(tmpdir(), 'vault-'));
  try {
    const file = join(folder, 'vault.json');
    writeFileSync(file, exported);
    await expectBothAccounts(readVault(file, frozenVault().pin));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
