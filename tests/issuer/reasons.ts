/**
 * Why each call of an issuer may be refused, as a table: exactly the unions of reasons.ts, and what
 * every outcome of the fixtures' issuers is checked by.
 */
import { expect } from 'vitest';

import type { Issuer } from '../../src/issuer/issuer.ts';
import type { Outcome, RefusalReason } from '../../src/issuer/outcome.ts';
import type { ServiceCalls } from '../../src/issuer/service-calls.ts';

type ReasonOf<Call> = Call extends (...args: never[]) => Promise<infer Answer>
  ? Extract<Answer, { readonly ok: false; readonly reason: RefusalReason }>['reason']
  : never;

/** The names of calls that answer an outcome. */
type Refusing<Calls> = {
  [Name in keyof Calls]: [ReasonOf<Calls[Name]>] extends [never] ? never : Name;
}[keyof Calls];

/** Every reason of every call, none missing and none too many. */
type Reasons<Calls> = {
  readonly [Name in Refusing<Calls>]: Readonly<Record<ReasonOf<Calls[Name]>, true>>;
};

const RENAME = { UNKNOWN_ACTIVATION: true, WRONG_STATE: true, EXPIRED: true, BUSY: true } as const;
const CANCEL = { ...RENAME, BLOCKED: true } as const;
const TYPED = { CODE_MALFORMED: true, CODE_WRONG: true } as const;
const CONFIRM = { ...CANCEL, ...TYPED } as const;
const REPLACE = { ...CONFIRM, PAUSED: true, CODE_USED: true } as const;
const CANCEL_REQUEST = {
  UNKNOWN_REQUEST: true,
  REQUEST_ANSWERED: true,
  REQUEST_CANCELLED: true,
  BUSY: true,
} as const;
const DENY = { ...CANCEL_REQUEST, WRONG_STATE: true, EXPIRED: true, BLOCKED: true } as const;
const RESPONSE = { ...DENY, ...TYPED, PAUSED: true } as const;
const PENDING = { ...CANCEL, TOKEN_REFUSED: true, TOKEN_EXPIRED: true } as const;
const UNSUBSCRIBE = { ...PENDING, TOKEN_USED: true } as const;

export const SITE_REASONS: Reasons<Issuer> = {
  begin: { SERIAL_TAKEN: true, DEVICE_LIMIT: true, TOO_MANY_ACTIVATIONS: true, BUSY: true },
  beginReplacement: { ...REPLACE, TOO_MANY_ACTIVATIONS: true },
  acceptDeviceCode: { ...CONFIRM, CODE_OTHER: true },
  confirm: { ...CONFIRM, DEVICE_LIMIT: true },
  verifyOtp: { ...REPLACE, UNKNOWN_OWNER: true, CLOCK: true },
  unpause: { ...CANCEL, UNKNOWN_OWNER: true },
  rename: RENAME,
  createRequest: { ...CANCEL, UNKNOWN_OWNER: true, TOO_MANY_REQUESTS: true },
  verifyResponse: RESPONSE,
  denyRequest: DENY,
  cancelRequest: CANCEL_REQUEST,
  createDeactivation: RENAME,
  cancel: CANCEL,
  revoke: RENAME,
};

export const SERVICE_REASONS: Reasons<ServiceCalls> = {
  pending: PENDING,
  answer: { ...UNSUBSCRIBE, ...RESPONSE, NUMBER_NOT_ASKED: true },
  subscribe: { ...UNSUBSCRIBE, SUBSCRIPTION_REFUSED: true },
  unsubscribe: UNSUBSCRIBE,
};

/** The same issuer, none of whose calls is refused for a reason outside its table. */
export function checkingReasons(issuer: Issuer): Issuer {
  return {
    ...issuer,
    ...checking(issuer, SITE_REASONS),
    service: { ...issuer.service, ...checking(issuer.service, SERVICE_REASONS) },
  };
}

function checking<Calls extends object>(
  calls: Calls,
  reasons: Readonly<Record<string, object>>,
): Partial<Calls> {
  const entries = Object.entries(reasons).map(([name, known]) => {
    const call = calls[name as keyof Calls] as (...args: unknown[]) => Promise<Outcome>;
    return [
      name,
      async (...args: unknown[]) => {
        const outcome = await call(...args);
        if (!outcome.ok) expect(Object.keys(known), name).toContain(outcome.reason);
        return outcome;
      },
    ] as const;
  });
  return Object.fromEntries(entries) as Partial<Calls>;
}
