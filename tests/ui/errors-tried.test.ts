/**
 * Every error that a person can meet on the way to an account is brought about by a browser test,
 * which names its code.
 */
import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import ENGLISH from '../../src/i18n/locales/en/app.json';

const ERRORS = ENGLISH.errors;

const BROWSER = new URL('../e2e/', import.meta.url);

/** Why there is none. */
const NOT_IN_A_BROWSER: Partial<Record<keyof typeof ERRORS, string>> = {
  UNEXPECTED: 'what is not expected cannot be brought about',
  OUT_OF_RANGE: 'no writer makes such a code: tests/protocol/second-message.test.ts',
  VAULT_NEWER: 'there is no newer vault yet: tests/vault/migrations.test.ts',
  VAULT_CHANGED: 'the loser of a race: tests/vault/tabs.test.ts',
  VAULT_ERASED: 'needs a configuration that erases: tests/vault/pin-unlock.test.ts',
  LOCKED: 'a moment between two taps: tests/vault/locks.test.ts',
  BIOMETRICS_SECOND_TAP: 'becomes a screen of its own: biometrics.spec.ts',
  BIOMETRICS_MISSING: 'becomes words of the screen: biometrics.spec.ts',
  BIOMETRICS_CHANGED: 'a slot that no longer fits its PIN: tests/vault/pin-confirmation.test.ts',
  STORAGE_LOST: 'the connection is opened again first: tests/vault/storage.test.ts',
};

/** What a request, its service or a notification brings about has tests of its own kind. */
const OF_REQUESTS = /^(REQUEST_|RESPONSE_|SERVICE_|NOTIFICATIONS_|PUSH_|UNKNOWN_ACCOUNT$)/u;

describe('each error', () => {
  const specs = readdirSync(BROWSER, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:spec|walk)\.ts$/.test(name) && name !== 'screens.spec.ts')
    .map((name) => readFileSync(new URL(name, BROWSER), 'utf8'))
    // A list of names in a file's head is no test.
    .map((source) => source.replace(/^\/\*\*[\s\S]*?\*\//u, ''))
    .join('\n');

  const codes = (Object.keys(ERRORS) as (keyof typeof ERRORS)[]).filter(
    (code) => !OF_REQUESTS.test(code),
  );
  it.each(codes)('%s is met', (code) => {
    const named = new RegExp(`\\b${code}\\b`, 'u').test(specs);
    expect(named || NOT_IN_A_BROWSER[code] !== undefined).toBe(true);
  });
});
