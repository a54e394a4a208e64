/**
 * The reasons of each call: a `switch` over them is whole, which the compiler checks, and what the
 * catalogue of docs/errors.md says of them is so.
 */
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { pageProblem } from '../../src/issuer/http/page-problems.ts';
import { serviceProblem } from '../../src/issuer/http/service-problems.ts';
import type { RefusalReason } from '../../src/issuer/outcome.ts';
import type {
  AskReason,
  BeginReason,
  ConfirmReason,
  DeviceCodeReason,
  OtpReason,
  ResponseReason,
} from '../../src/issuer/reasons.ts';
import type { StoreErrorCode } from '../../src/issuer/stores/store-error.ts';
import { statusOf } from '../../src/server/problems.ts';
import { createIssuerFixture } from './issuer-fixture.ts';
import { SERVICE_REASONS, SITE_REASONS } from './reasons.ts';

/** What a person can do about each reason. */
type Advice = 'again' | 'later' | 'begin' | 'site';

function adviceOfBegin(reason: BeginReason): Advice {
  switch (reason) {
    case 'SERIAL_TAKEN':
    case 'DEVICE_LIMIT':
      return 'site';
    case 'TOO_MANY_ACTIVATIONS':
    case 'BUSY':
      return 'later';
    default:
      return reason satisfies never;
  }
}

function adviceOfCode(reason: DeviceCodeReason | ConfirmReason): Advice {
  switch (reason) {
    case 'CODE_MALFORMED':
    case 'CODE_WRONG':
      return 'again';
    case 'UNKNOWN_ACTIVATION':
    case 'WRONG_STATE':
    case 'EXPIRED':
    case 'CODE_OTHER':
      return 'begin';
    case 'BLOCKED':
    case 'DEVICE_LIMIT':
      return 'site';
    case 'BUSY':
      return 'later';
    default:
      return reason satisfies never;
  }
}

function adviceOfOtp(reason: OtpReason | ResponseReason | AskReason): Advice {
  switch (reason) {
    case 'CODE_MALFORMED':
    case 'CODE_WRONG':
    case 'CODE_USED':
    case 'CLOCK':
      return 'again';
    case 'PAUSED':
    case 'TOO_MANY_REQUESTS':
    case 'BUSY':
      return 'later';
    case 'UNKNOWN_ACTIVATION':
    case 'UNKNOWN_OWNER':
    case 'UNKNOWN_REQUEST':
    case 'WRONG_STATE':
    case 'EXPIRED':
    case 'REQUEST_ANSWERED':
    case 'REQUEST_CANCELLED':
      return 'begin';
    case 'BLOCKED':
      return 'site';
    default:
      return reason satisfies never;
  }
}

const ALL: Readonly<Record<RefusalReason, true>> = {
  ...SITE_REASONS.begin,
  ...SITE_REASONS.acceptDeviceCode,
  ...SITE_REASONS.verifyOtp,
  ...SITE_REASONS.createRequest,
  ...SITE_REASONS.verifyResponse,
  ...SERVICE_REASONS.answer,
  ...SERVICE_REASONS.subscribe,
};

const STORE_CODES: Readonly<Record<StoreErrorCode, true>> = {
  STORE_KEY_MALFORMED: true,
  STORE_KEY_WRONG: true,
  STORE_NEWER: true,
  STORE_OLD: true,
  STORE_NO_RIGHT: true,
  STORE_LOCKED: true,
  STORE_UNREACHABLE: true,
  STORE_CLOSED: true,
  STORE_CLOCK: true,
  STORE_DAMAGED: true,
};

describe('the reasons of a call', () => {
  it('are all that a switch has to know', () => {
    const begins = Object.keys(SITE_REASONS.begin) as BeginReason[];
    expect(new Set(begins.map(adviceOfBegin))).toEqual(new Set(['site', 'later']));
    const codes = Object.keys(SITE_REASONS.acceptDeviceCode) as DeviceCodeReason[];
    expect(codes.map(adviceOfCode)).not.toContain(undefined);
    const otps = Object.keys(SITE_REASONS.verifyOtp) as OtpReason[];
    expect(otps.map(adviceOfOtp)).not.toContain(undefined);
  });

  it('are those of every call that is refused', async () => {
    const { issuer } = createIssuerFixture();
    const none = '0000000000000000';
    expect(await issuer.cancelRequest(none)).toMatchObject({ reason: 'UNKNOWN_REQUEST' });
    expect(await issuer.revoke(none)).toMatchObject({ reason: 'UNKNOWN_ACTIVATION' });
    expect(await issuer.unpause({ owner: 'nobody' })).toMatchObject({ reason: 'UNKNOWN_OWNER' });
  });
});

describe('docs/errors.md', () => {
  const text = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');

  /** The rows of the table below a heading, by the code in their first cell. */
  function table(heading: string): Map<string, readonly string[]> {
    const section = text.split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!;
    const rows = section.split('\n').filter((line) => line.startsWith('| `'));
    return new Map(
      rows.map((row) => {
        const cells = row.split('|').map((cell) => cell.trim());
        return [cells[1]!.replaceAll('`', ''), cells.slice(2, -1)] as const;
      }),
    );
  }

  const refusals = table('Refusals');

  it('has every refusal, and no other', () => {
    expect([...refusals.keys()].sort()).toEqual(Object.keys(ALL).sort());
  });

  it.each(Object.keys(ALL) as RefusalReason[])('tells who sees %s, and how', (reason) => {
    const [page, phone, api, say] = refusals.get(reason)!;
    const isOf = (calls: Readonly<Record<string, object>>) =>
      Object.values(calls).some((reasons) => reason in reasons);
    const status = String(pageProblem({ error: reason }).status);
    expect(page).toBe(isOf(SITE_REASONS) ? status : '–');
    expect(api).toBe(isOf(SITE_REASONS) ? String(statusOf(reason)) : '–');
    const told = serviceProblem({ ok: false, reason, state: 'ACTIVE' }, 0).status;
    expect(phone).toBe(isOf(SERVICE_REASONS) ? String(told) : '–');
    expect(say).not.toBe('');
  });

  it('has every error of a store', () => {
    expect([...table('Errors that are thrown').keys()].sort()).toEqual(
      [...Object.keys(STORE_CODES), 'OUT_OF_RANGE', 'MESSAGE_TOO_LARGE'].sort(),
    );
  });
});
