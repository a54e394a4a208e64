/** The error table: who is told of an error, and what the person can do about it. */
import { describe, expect, it } from 'vitest';

import type { ErrorCode } from '../../src/core/errors.ts';
import { asTesseraError, ERRORS, recoveryOf, TesseraError } from '../../src/core/errors.ts';

const CODES = Object.keys(ERRORS) as ErrorCode[];

describe('the error table', () => {
  it('names what is recovered by another code, and what can be sent again', () => {
    const recovered = (by: string) => CODES.filter((code) => recoveryOf(code) === by).sort();
    expect(recovered('resend')).toEqual([
      'ANSWER_WRONG',
      'PAUSED',
      'SERVICE_NOT_ALLOWED',
      'SERVICE_REFUSED',
      'SERVICE_UNREACHABLE',
    ]);
    expect(recovered('rescan')).toEqual([
      'ACCOUNT_REPLACED',
      'CODE_USED',
      'DAMAGED',
      'DOES_NOT_OPEN',
      'FIRST_EXPECTED',
      'ISSUER_NOT_TRUSTED',
      'NOT_OURS',
      'OTHER_ACTIVATION',
      'OUT_OF_RANGE',
      'REPLACES_MISMATCH',
      'REQUEST_EARLY',
      'REQUEST_EXPIRED',
      'REQUEST_REUSED',
      'REQUEST_UNREADABLE',
      'SECOND_EXPECTED',
      'SIGNATURE_WRONG',
      'UNKNOWN_ACCOUNT',
      'UNKNOWN_ACTIVATION',
      'WEAK_KEY',
    ]);
  });

  it('leaves nothing to recover where only a developer is told', () => {
    for (const code of CODES)
      if (ERRORS[code].audience === 'developer') expect(recoveryOf(code)).toBe('none');
  });

  it('knows the code of any thrown value', () => {
    const own = new TesseraError('DAMAGED');
    expect(asTesseraError(own)).toBe(own);
    const foreign = new TypeError('fetch failed');
    expect(asTesseraError(foreign)).toMatchObject({ code: 'UNEXPECTED', cause: foreign });
  });
});
