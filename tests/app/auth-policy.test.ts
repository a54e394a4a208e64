/** How the person must authenticate for each intent, locked and unlocked (vault.md, rule 2). */
import { describe, expect, it } from 'vitest';

import type { AuthFacts } from '../../src/app/auth-policy.ts';
import { neededMeans } from '../../src/app/auth-policy.ts';
import { needsConfirmedPin } from '../../src/core/navigation/moves.ts';
import type { Intent } from '../../src/core/navigation/route-types.ts';

const INTENTS: { readonly [T in Intent['to']]: Extract<Intent, { to: T }> } = {
  unlock: { to: 'unlock' },
  otp: { to: 'otp', account: '1' },
  'activation-code': { to: 'activation-code', account: '1' },
  activate: { to: 'activate', purpose: { kind: 'activate' } },
  transfer: { to: 'transfer', purpose: 'back-up' },
  remove: { to: 'remove', account: '1' },
  approve: { to: 'approve', request: 1, by: 'code' },
  deactivate: { to: 'deactivate', account: '1', name: 'Northwind Bank' },
  'change-pin': { to: 'change-pin' },
  'enable-biometrics': { to: 'enable-biometrics' },
  'disable-biometrics': { to: 'disable-biometrics' },
};
/** What an unlocked session is enough for. */
const WITHOUT_ASKING: readonly Intent['to'][] = ['unlock', 'otp', 'activation-code'];

const facts = (change: Partial<AuthFacts>): AuthFacts => ({
  hasPin: true,
  biometrics: true,
  unlocked: false,
  confirmed: false,
  pinOnly: false,
  ...change,
});

describe.each(Object.values(INTENTS))('$to', (intent) => {
  it('needs nothing before a PIN was chosen', () => {
    expect(neededMeans(intent, facts({ hasPin: false }))).toBe('nothing');
  });

  it('needs biometrics or the PIN while locked, the PIN where biometrics are off', () => {
    expect(neededMeans(intent, facts({}))).toBe('biometrics-or-pin');
    expect(neededMeans(intent, facts({ biometrics: false }))).toBe('pin');
    expect(neededMeans(intent, facts({ pinOnly: true }))).toBe('pin');
  });

  it('is asked again in an unlocked session where something is decided or written', () => {
    expect(neededMeans(intent, facts({ unlocked: true }))).toBe(
      WITHOUT_ASKING.includes(intent.to) ? 'nothing' : 'biometrics-or-pin',
    );
  });
});

it.each(['bring-in', 'back-up', 'send', 'receive', 'enrol', 'sign'] as const)(
  '%s takes a confirmed PIN, and one that is entered once more or chosen first',
  (purpose) => {
    const intent = { to: 'transfer', purpose } as const;
    expect(needsConfirmedPin(intent)).toBe(true);
    expect(neededMeans(intent, facts({ unlocked: true }))).toBe('biometrics-or-pin');
    // Where no PIN was chosen there is nothing to back up, to move or to answer with.
    const isIn = purpose === 'bring-in' || purpose === 'receive' || purpose === 'enrol';
    expect(neededMeans(intent, facts({ hasPin: false }))).toBe(isIn ? 'new-pin' : 'nothing');
  },
);

it('brings accounts in without asking where the session’s PIN is confirmed, and nothing else', () => {
  const confirmed = facts({ unlocked: true, confirmed: true });
  const bringIn = { to: 'transfer', purpose: 'bring-in' } as const;
  expect(neededMeans(bringIn, confirmed)).toBe('nothing');
  expect(neededMeans(bringIn, facts({ unlocked: true }))).toBe('biometrics-or-pin');
  expect(neededMeans(bringIn, facts({ hasPin: false }))).toBe('new-pin');
  for (const intent of Object.values(INTENTS).filter(({ to }) => !WITHOUT_ASKING.includes(to)))
    expect(neededMeans(intent, confirmed)).toBe('biometrics-or-pin');
});
