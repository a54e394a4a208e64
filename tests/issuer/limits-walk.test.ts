/** Random walks of an issuer beside a model of its limits: they agree on every answer. */
import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { ActiveInstance } from '../../src/issuer/instance.ts';
import type { Outcome } from '../../src/issuer/outcome.ts';
import { webHmac } from '../../src/protocol/hmac.ts';
import { responseSuite } from '../../src/protocol/ocra.ts';
import { responseCode } from '../../src/protocol/request.ts';
import { isLong, runs } from '../chance.ts';
import { createIssuerFixture, granted, mistyped } from './issuer-fixture.ts';
import type { Expected } from './limits-model.ts';
import { createLimitsModel } from './limits-model.ts';
import { activeRow, newId } from './row-fixtures.ts';
import { independentHotp } from './simulated-phone.ts';

/** Long steps: few of them are in half an hour, so that a walk costs few codes. */
const PERIOD = 120;
const STEPS = 200;
const WALKS = 30;
/** A million steps. */
const LONG_WALKS = 5_000;

const wait = fc.record({ wait: fc.integer({ min: 0, max: 200 }) });
const anyStep = fc.oneof(
  { weight: 10, arbitrary: fc.constant({ type: 'shown' } as const) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('wrong'), digits: fc.nat(999_999) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('again'), back: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.constant({ type: 'malformed' } as const) },
  { weight: 8, arbitrary: wait },
  { weight: 3, arbitrary: fc.record({ pauseAndThen: fc.constantFrom(-1, 0, 1000) }) },
  { weight: 1, arbitrary: fc.record({ days: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ phoneOff: fc.integer({ min: -2000, max: 2000 }) }) },
  { weight: 1, arbitrary: fc.constant({ phoneOff: 0 }) },
  { weight: 1, arbitrary: fc.record({ issuerJumps: fc.integer({ min: -1000, max: 1000 }) }) },
  { weight: 1, arbitrary: fc.record({ replaceBy: fc.constantFrom('shown', 'wrong') }) },
  { weight: 3, arbitrary: fc.record({ respond: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ deny: true } as const) },
  { weight: 1, arbitrary: fc.constant({ unpause: true } as const) },
  { weight: 3, arbitrary: fc.record({ ofOwner: fc.constantFrom('shown', 'wrong') }) },
);
type Step = typeof anyStep extends fc.Arbitrary<infer Value> ? Value : never;

/** An account of which nothing happened, with its phone, and the model of it. */
async function account(at: ReturnType<typeof createIssuerFixture>) {
  const otpPolicy = { algorithm: 'SHA1', digits: 6, period: PERIOD } as const;
  const row: ActiveInstance = activeRow({ otpPolicy, owner: newId() });
  const { id, serial } = row;
  await at.store.commit([
    { table: 'instances', row },
    { table: 'accounts', row: { serial, version: 1, sequence: 1, current: id } },
  ]);
  const codes = new Map<number, string>();
  const codeOf = (step: number): string => {
    const code = codes.get(step) ?? independentHotp(otpPolicy, row.secrets.keys.otp, step);
    codes.set(step, code);
    return code;
  };
  return { id, row, codeOf, model: createLimitsModel({ period: PERIOD, codeOf }) };
}

/** What an outcome says of what the model knows. */
function told(outcome: Outcome): Expected {
  const facts = outcome as Partial<Expected>;
  const known = Object.entries({
    reason: outcome.ok ? 'ok' : outcome.reason,
    attemptsLeft: facts.attemptsLeft,
    totalLeft: facts.totalLeft,
    pausedUntil: facts.pausedUntil,
    nearlyBlocked: facts.nearlyBlocked,
    wrongSince: facts.wrongSince,
    drift: facts.drift,
    clockSet: facts.clockSet,
    seconds: facts.seconds,
    issuerWasAhead: facts.issuerWasAhead,
  }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as unknown as Expected;
}

async function walk(steps: readonly Step[]): Promise<void> {
  const at = createIssuerFixture();
  const { issuer, clock } = at;
  let [{ id, row, codeOf, model }, phoneOff, typed] = [await account(at), 0, ['000000']];
  const shown = (): string => codeOf(Math.floor((clock.now + phoneOff) / PERIOD));
  const digitsOf = (step: { readonly type: string; digits?: number; back?: number }): string => {
    if (step.type === 'shown') return shown();
    return step.type === 'again'
      ? (typed.at(-1 - step.back!) ?? '000000')
      : String(step.digits).padStart(6, '0');
  };

  for (const step of steps) {
    if (model.isBlocked()) {
      expect(told(await issuer.verifyOtp(id, shown()))).toEqual(
        model.oneTimePassword(clock.now, shown(), true),
      );
      [{ id, row, codeOf, model }, phoneOff, typed] = [await account(at), 0, ['000000']];
    }
    if ('wait' in step) clock.now += step.wait;
    else if ('days' in step) clock.now += step.days * 86_400;
    else if ('issuerJumps' in step) clock.now += step.issuerJumps;
    else if ('phoneOff' in step) phoneOff = step.phoneOff;
    else if ('pauseAndThen' in step) {
      const until = model.pausedUntil();
      if (until > clock.now) clock.now = until + step.pauseAndThen;
    } else if ('type' in step && step.type === 'malformed') {
      const outcome = await issuer.verifyOtp(id, '12345');
      const isPaused = clock.now < model.pausedUntil();
      expect(outcome).toMatchObject({ reason: isPaused ? 'PAUSED' : 'CODE_MALFORMED' });
    } else if ('type' in step) {
      const digits = digitsOf(step);
      typed.push(digits);
      const outcome = await issuer.verifyOtp(id, digits);
      expect(told(outcome)).toEqual(model.oneTimePassword(clock.now, digits, true));
    } else if ('ofOwner' in step) {
      const digits = step.ofOwner === 'shown' ? shown() : mistyped(shown());
      const outcome = await issuer.verifyOtp({ owner: row.owner! }, digits);
      expect(told(outcome)).toEqual(model.ofOwner(clock.now, digits));
    } else if ('unpause' in step) {
      model.unpause(clock.now);
      expect(told(await issuer.unpause(id))).toEqual({ reason: 'ok', ...model.left(clock.now) });
    } else if ('replaceBy' in step) {
      const digits = step.replaceBy === 'shown' ? shown() : mistyped(shown());
      const outcome = await issuer.beginReplacement(id, { oneTimePassword: digits });
      const { reason } = model.oneTimePassword(clock.now, digits, false);
      expect(told(outcome).reason).toBe(reason);
    } else {
      const request = granted(await issuer.createRequest(id, { kind: 'login', title: 'Sign in' }));
      if ('deny' in step) granted(await issuer.denyRequest(request.id));
      else {
        const suite = responseSuite(row.ocraSuite);
        const hmac = await webHmac(suite.hash, row.secrets.keys.sign);
        const code = await responseCode(hmac, suite, request.message);
        const digits = step.respond ? code : mistyped(code);
        const outcome = await issuer.verifyResponse(request.id, digits);
        expect(told(outcome)).toEqual(model.answer(clock.now, step.respond));
        await issuer.cancelRequest(request.id);
      }
    }
  }
  // What was counted is still known where nothing is typed.
  const { attemptsLeft, totalLeft, pausedUntil } = (await issuer.inspect(id))!;
  expect({ attemptsLeft, totalLeft, pausedUntil }).toEqual({
    pausedUntil: undefined,
    ...model.left(clock.now),
  });
}

it(
  'agrees with the model at each step',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: STEPS, maxLength: STEPS }), walk),
      runs(WALKS, LONG_WALKS),
    );
  },
  isLong ? 1_200_000 : 120_000,
);
