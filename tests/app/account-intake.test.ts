/** Codes of other servers' accounts: one, several, an export's, and what is refused. */
import { expect, test } from 'vitest';

import type { AccountCode } from '../../src/app/account-code.ts';
import { createAccountIntake } from '../../src/app/account-intake.ts';
import { enrolmentProblem } from '../../src/app/transfer/enrol-codes.ts';
import type { Offered } from '../../src/app/transfer/offered-accounts.ts';
import type { ScanProblem } from '../../src/core/activation/step-parts.ts';
import type { Collecting } from '../../src/core/view.ts';
import { OTPAUTH_URIS } from '../core/codec/otpauth-uris.ts';

const HEAD = 'otpauth-migration://offline?data=';
const EXPORT = [
  `${HEAD}CiUKEOSScPDSHzZchAj4tHXFJnwSBU1hc29uGgREZW5vIAEoATACEAEYAiAAKE0%3D`,
  `${HEAD}CiUKEOSScPDSHzZchAj4tHXFJnwSBU1hc29uGgREZW5vIAEoATACEAEYAiABKE0%3D`,
] as const;

function scene({ allowed = true, canLeave = true } = {}) {
  const offers: Offered[] = [];
  const problems: ScanProblem[] = [];
  const shown: (Collecting | undefined)[] = [];
  const intake = createAccountIntake({
    allowed,
    canLeave: () => canLeave,
    enrolmentProblem: (text) => (text.includes('sh=31') ? undefined : enrolmentProblem(text)),
    refuse: (problem) => problems.push(problem),
    offer: (offered) => offers.push(offered),
    collecting: (collecting) => shown.push(collecting),
  });
  return { intake, offers, problems, shown };
}

function accounts(...uris: string[]): AccountCode {
  return { is: 'accounts', uris };
}

/** Issuers of what was offered last. */
function issuers(offers: readonly Offered[]): readonly string[] | undefined {
  const last = offers.at(-1);
  return last?.is === 'accounts' ? last.source.entries.map(({ issuer }) => issuer) : undefined;
}

test('one account is offered at once', () => {
  const { intake, offers, problems } = scene();
  intake.take([accounts(OTPAUTH_URIS.deno[0])]);
  expect(issuers(offers)).toEqual(['Deno']);
  expect(problems).toEqual([]);
});

test('several of one picture are offered together, and what is unreadable with them', () => {
  const { intake, offers } = scene();
  const md5 = `${OTPAUTH_URIS.wwe[0].replace('SHA512', 'MD5')}`;
  intake.take([accounts(OTPAUTH_URIS.deno[0]), accounts(OTPAUTH_URIS.spdx[0], md5, `${HEAD}%25`)]);
  expect(offers).toHaveLength(1);
  expect(issuers(offers)).toEqual(['Deno', 'SPDX']);
  expect(offers[0]).toMatchObject({
    source: {
      unreadable: [
        { issuer: 'WWE', label: 'Mason', why: 'algorithm' },
        { issuer: '', label: '', why: 'form' },
      ],
    },
  });
});

test('an export of two codes waits for the second, read in any order and as often as it likes', () => {
  const { intake, offers, shown } = scene();
  intake.take([accounts(EXPORT[1])]);
  intake.take([accounts(EXPORT[1])]);
  expect(offers).toEqual([]);
  expect(shown).toEqual([
    { read: 1, wanted: 2 },
    { read: 1, wanted: 2 },
  ]);
  intake.take([accounts(EXPORT[0])]);
  expect(issuers(offers)).toEqual(['Deno', 'Deno']);
  expect(shown.at(-1)).toBeUndefined();
  intake.useCollected();
  expect(offers).toHaveLength(1);
});

test('an export whose second code is missing is offered as far as it was read', () => {
  const { intake, offers, shown } = scene();
  intake.take([accounts(EXPORT[0])]);
  intake.useCollected();
  expect(issuers(offers)).toEqual(['Deno']);
  expect(shown.at(-1)).toBeUndefined();
});

test('what was collected is gone when the scanner is left, and what was offered is not', () => {
  const { intake, offers } = scene();
  intake.take([accounts(EXPORT[0])]);
  intake.useCollected();
  const [offered] = offers;
  intake.take([accounts(EXPORT[0])]);
  intake.drop();
  intake.useCollected();
  expect(offers).toHaveLength(1);
  expect(offered?.is === 'accounts' && offered.source.entries[0]!.secret.some(Boolean)).toBe(true);
});

test.each([
  ['otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&algorithm=MD5', 'unreadable-algorithm'],
  ['otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&digits=12', 'unreadable-range'],
  ['otpauth://totp/x', 'unreadable-key'],
  ['otpauth://totp/x?secret=AAAA', 'unreadable-weak'],
  ['otpauth://unheard/x?secret=JBSWY3DPEHPK3PXP', 'unreadable-kind'],
  [HEAD, 'unreadable-empty'],
])('%s alone is refused by name', (uri, seen) => {
  const { intake, offers, problems } = scene();
  intake.take([accounts(uri)]);
  expect(problems).toEqual([{ code: 'NOT_OURS', seen }]);
  expect(offers).toEqual([]);
});

test('a damaged code of an export is refused, and what was read before stays', () => {
  const { intake, problems, offers } = scene();
  intake.take([accounts(EXPORT[0])]);
  intake.take([accounts(`${HEAD}CiU`)]);
  expect(problems).toEqual([{ code: 'DAMAGED' }]);
  intake.take([accounts(EXPORT[1])]);
  expect(issuers(offers)).toEqual(['Deno', 'Deno']);
});

test('the code of an enrolment is offered as it stands', () => {
  const { intake, offers } = scene();
  const code = { is: 'ocra2', text: 'lseqr://init?sh=31' } as const;
  intake.take([code]);
  expect(offers).toEqual([code]);
});

const TWO_STEP =
  'otpauth://totp/A?secret=CAIREEYUCULBOGAZDINRYHI6D4QCCIRD&2step_salt=8&2step_output=20' +
  '&2step_difficulty=1000';

test.each([
  [{ is: 'two-step', text: TWO_STEP.replace(/secret=\w*/, 'secret=AAAAAAAA') }, 'unreadable-weak'],
  [{ is: 'two-step', text: TWO_STEP.replace('=1000', '=9999999') }, 'unreadable-form'],
  [{ is: 'ocra2', text: `lseqr://init?sh=${'41'.repeat(32)}&se=LSO1` }, 'unreadable-weak'],
] as const)('an enrolment that leads no further is refused before the PIN: %o', (code, seen) => {
  const { intake, offers, problems } = scene();
  intake.take([code]);
  expect(problems).toEqual([{ code: 'NOT_OURS', seen }]);
  expect(offers).toEqual([]);
  const sound = { is: 'two-step', text: TWO_STEP } as const;
  intake.take([sound]);
  expect(offers).toEqual([sound]);
});

test('an app that keeps its own organisation’s accounts alone says so', () => {
  const { intake, offers, problems } = scene({ allowed: false });
  intake.take([accounts(OTPAUTH_URIS.deno[0])]);
  expect(problems).toEqual([{ code: 'NOT_OURS', seen: 'own-only' }]);
  expect(offers).toEqual([]);
});

test('an activation that is under way is not left for an account', () => {
  const { intake, offers, problems } = scene({ canLeave: false });
  intake.take([accounts(OTPAUTH_URIS.deno[0])]);
  expect(problems).toEqual([{ code: 'NOT_OURS', seen: 'account-later' }]);
  expect(offers).toEqual([]);
});
