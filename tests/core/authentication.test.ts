/** Authentication: biometrics first, the PIN whenever they do not open (docs/vault.md, rule 2). */
import { describe, expect, it } from 'vitest';

import type { Authentication, AuthenticationEvent, Means } from '../../src/core/authentication.ts';
import { authenticationTransition, beginAuthentication } from '../../src/core/authentication.ts';
import type { ErrorCode } from '../../src/core/errors.ts';

const BOTH: Means = 'biometrics-or-pin';
const KEYPAD: Authentication = { at: 'pin', means: BOTH };

const [prompt] = beginAuthentication(BOTH);
const refused = (code: ErrorCode): AuthenticationEvent => ({
  type: 'proof-refused',
  problem: { code },
});

describe('an authentication', () => {
  it('begins at the prompt where biometrics are on, else at the keypad', () => {
    expect(beginAuthentication(BOTH)).toEqual([
      { at: 'biometrics', means: BOTH, unasked: true },
      { type: 'check-biometrics' },
    ]);
    expect(beginAuthentication('pin')).toEqual([{ at: 'pin', means: 'pin' }]);
  });

  it('passes where the prompt does', () => {
    const given = { type: 'proof-given', proof: 3, picture: 1, lacking: 'nothing' } as const;
    expect(authenticationTransition(prompt, given)).toEqual([{ at: 'passed', proof: 3 }]);
  });

  it('comes to the keypad where a prompt that nobody asked for is closed, and blames nobody', () => {
    const [next, ...effects] = authenticationTransition(prompt, refused('BIOMETRICS_CANCELLED'));
    expect(next).toEqual(KEYPAD);
    expect(effects).toEqual([]);
  });

  it('says why where the prompt fails in any other way, or was asked for', () => {
    for (const code of ['BIOMETRICS_CHANGED', 'BIOMETRICS_MISSING', 'UNEXPECTED'] as const)
      expect(authenticationTransition(prompt, refused(code))).toEqual([
        { ...KEYPAD, problem: { code } },
      ]);
    const [asked, effect] = authenticationTransition(KEYPAD, { type: 'biometrics-chosen' });
    expect(effect).toEqual({ type: 'check-biometrics' });
    expect(authenticationTransition(asked, refused('BIOMETRICS_CANCELLED'))).toEqual([
      { ...KEYPAD, problem: { code: 'BIOMETRICS_CANCELLED' } },
    ]);
  });

  it('leaves a prompt that never answers for the keypad, and opens no second one beside it', () => {
    expect(authenticationTransition(prompt, { type: 'pin-wanted' })).toEqual([KEYPAD]);
    expect(authenticationTransition(prompt, { type: 'biometrics-chosen' })[0]).toBe(prompt);
  });

  it('knows no prompt where a PIN is demanded', () => {
    const [pin] = beginAuthentication('pin');
    expect(authenticationTransition(pin, { type: 'biometrics-chosen' })[0]).toBe(pin);
    expect(authenticationTransition(pin, { type: 'pin-wanted' })[0]).toBe(pin);
  });
});

describe('"Which is your picture?"', () => {
  const CHECKING: Authentication = { at: 'checking', means: BOTH, entry: 'first' };
  const pictures = [7, 2, 30, 11, 0, 5, 19, 24, 13];
  const [asked] = authenticationTransition(CHECKING, {
    type: 'proof-given',
    proof: 4,
    lacking: 'choice',
    pictures,
  });

  it('knows the nine in their order, and not which it is', () => {
    expect(asked).toEqual({ at: 'which-picture', means: BOTH, proof: 4, pictures });
  });

  it('has the choice judged, whichever it is', () => {
    for (const chosen of pictures) {
      const [next, effect] = authenticationTransition(asked, {
        type: 'picture-chosen',
        picture: chosen,
      });
      expect(next).toEqual({ at: 'checking', means: BOTH, entry: 'picture' });
      expect(effect).toEqual({ type: 'confirm-picture', proof: 4, chosen });
    }
    const other = { type: 'picture-chosen', picture: 1 } as const;
    expect(authenticationTransition(asked, other)[0]).toBe(asked);
  });

  it('gives up the entry where none is the person’s, and says that it may be mistyped', () => {
    expect(authenticationTransition(asked, { type: 'picture-denied' })).toEqual([
      { ...KEYPAD, problem: { code: 'PIN_DISAGREES', by: 'picture' } },
      { type: 'forget-proof', proof: 4 },
    ]);
  });

  it('asks for a second entry who does not remember', () => {
    const [again] = authenticationTransition(asked, { type: 'picture-forgotten' });
    expect(again).toEqual({ at: 'pin-again', means: BOTH, proof: 4 });
    const [, effect] = authenticationTransition(again, {
      type: 'pin-entered',
      pin: { opaque: 'pin' },
    });
    expect(effect).toMatchObject({ type: 'check-pin', agreeWith: 4 });
  });
});
