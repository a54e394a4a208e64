/** Storage access: what the worker's vault imports, and who may lower the floor of iterations. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import { expect, test } from 'vitest';

import { CALIBRATED_ITERATIONS } from '../../src/vault/kdf-calibration.ts';
import { ITERATIONS_FLOOR } from '../../src/vault/schema.ts';

/** Every file that this one runs, types apart. */
function closure(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const source = readFileSync(file, 'utf8');
  for (const [, clause, specifier] of source.matchAll(
    /^(?:import|export) ([^;]*?)from '(\.[^']+)'/gms,
  )) {
    if (!clause!.startsWith('type ')) closure(normalize(join(dirname(file), specifier!)), seen);
  }
  return seen;
}

test('the worker’s vault imports no PIN code', () => {
  const names = [...closure('src/vault/worker-vault.ts')].map((file) => file.replace('src/', ''));
  expect(names).toContain('vault/account-rows.ts');
  for (const forbidden of [
    'pin',
    'pin-unlock',
    'pin-kdf',
    'pin-offset',
    'account-secrets',
    'unlocked',
    'pin-confirmation',
    'sealed-memory',
    'biometric-slot',
    'attempts',
    'biometric-unlock',
  ])
    expect(names).not.toContain(`vault/${forbidden}.ts`);
  expect([...closure('src/vault/vault.ts')]).toContain('src/vault/pin-kdf.ts');
});

test('nobody outside the vault hands in a number of rounds', () => {
  const files = ['src', 'sw'].flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => join(root, name)),
  );
  const meddling = files
    .filter((file) => file.endsWith('.ts') && !file.startsWith('src/vault/'))
    // They may not import the vault.
    .filter((file) => !file.startsWith('src/protocol/') && !file.startsWith('src/issuer/'))
    .filter((file) => /\brounds\s*[:,}]|floor\s*:/i.test(readFileSync(file, 'utf8')));
  expect(meddling).toEqual([]);
  expect([ITERATIONS_FLOOR, CALIBRATED_ITERATIONS.floor]).toEqual([600_000, 600_000]);
});
