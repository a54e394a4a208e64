/** Random walks of an issuer's requests beside a model: they agree on every answer. */
import { createHash, createHmac } from 'node:crypto';

import fc from 'fast-check';
import { expect, it } from 'vitest';

import { fromHex, utf8 } from '../../src/core/codec/bytes.ts';
import type { ActiveInstance } from '../../src/issuer/instance.ts';
import type { Outcome } from '../../src/issuer/outcome.ts';
import type { ServiceAnswer } from '../../src/issuer/service-calls.ts';
import type { Hmac } from '../../src/protocol/hmac.ts';
import { ocra, responseSuite } from '../../src/protocol/ocra.ts';
import { signedBytes } from '../../src/protocol/request.ts';
import { signServiceToken } from '../../src/protocol/service-token.ts';
import { isLong, runs } from '../chance.ts';
import { answerPath, SERVICE } from './authenticator-fixture.ts';
import { createIssuerFixture, mistyped } from './issuer-fixture.ts';
import { createLimitsModel } from './limits-model.ts';
import type { Code, ModelledOutcome } from './requests-model.ts';
import { createRequestsModel } from './requests-model.ts';
import { activeRow } from './row-fixtures.ts';
import { independentHotp } from './simulated-phone.ts';

const STEPS = 200;
const WALKS = 100;
/** 1,000,000 steps. */
const LONG_WALKS = 5_000;
const LIFETIME = 300;

const back = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(3));
const code = fc.constantFrom<Code>('wrong', 'right', 'wrong', 'right with number', 'wrong number');
const anyStep = fc.oneof(
  { weight: 6, arbitrary: fc.record({ ask: fc.constantFrom('A', 'B', 'C') }) },
  { weight: 8, arbitrary: fc.record({ send: code, back }) },
  { weight: 6, arbitrary: fc.record({ type: code, back }) },
  { weight: 1, arbitrary: fc.record({ deny: fc.boolean(), back }) },
  { weight: 1, arbitrary: fc.record({ refuse: fc.constant(true), back }) },
  { weight: 1, arbitrary: fc.record({ cancel: fc.constant(true), back }) },
  { weight: 2, arbitrary: fc.record({ otp: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ wait: fc.integer({ min: 0, max: 40 }) }) },
  { weight: 2, arbitrary: fc.record({ wait: fc.integer({ min: 40, max: 4000 }) }) },
  { weight: 1, arbitrary: fc.record({ wait: fc.integer({ min: 4000, max: 100_000 }) }) },
  { weight: 4, arbitrary: fc.constant({ pauseOver: true } as const) },
);
type Step = typeof anyStep extends fc.Arbitrary<infer Value> ? Value : never;

async function account(at: ReturnType<typeof createIssuerFixture>) {
  const row = activeRow({ otpPolicy: { algorithm: 'SHA1', digits: 6, period: 120 } });
  await at.store.commit([{ table: 'instances', row }]);
  const codeOf = (step: number) => independentHotp(row.otpPolicy, row.secrets.keys.otp, step);
  const limits = createLimitsModel({ period: 120, codeOf });
  const messages = new Map<string, Uint8Array>();
  return { row, codeOf, limits, model: createRequestsModel(limits), messages };
}

/** A phone's response code, by node:crypto: WebCrypto takes a good part of the walk. */
function codeOfPhone({ ocraSuite, secrets }: ActiveInstance, signed: Uint8Array): Promise<string> {
  const hmac: Hmac = (data) =>
    Promise.resolve(createHmac('sha256', secrets.keys.sign).update(data).digest());
  const question = createHash('sha256').update(signed).digest();
  return ocra(hmac, responseSuite(ocraSuite), { question });
}

/** What an outcome says of what the models know. */
function told(outcome: Outcome): ModelledOutcome {
  const { ok, state, failure, foreign, ...rest } = { ...outcome } as Record<string, unknown>;
  const { id, instance, reference, reason, serial, ...facts } = rest;
  return { ...facts, reason: ok ? 'ok' : reason } as ModelledOutcome;
}

async function walk(steps: readonly Step[]): Promise<void> {
  const at = createIssuerFixture({ serviceUrl: SERVICE });
  const { issuer, clock } = at;
  let { row, codeOf, limits, model, messages } = await account(at);

  async function responseOf(which: Code, request: (typeof model.all)[number]): Promise<string> {
    const withNumber = which.endsWith('number');
    const number = which === 'wrong number' ? mistyped(request.number) : request.number;
    const message = messages.get(request.id)!;
    const right = await codeOfPhone(row, signedBytes(message, withNumber ? number : ''));
    return which === 'wrong' ? mistyped(right) : right;
  }
  async function service(requestId: string, answer: ServiceAnswer): Promise<Outcome> {
    const url = SERVICE + answerPath(requestId);
    const call = { method: 'POST', url, body: utf8(JSON.stringify(answer)) };
    const subject = { activationId: fromHex(row.id), serial: row.serial };
    const token = await signServiceToken(row.secrets.keys.service, subject, call, clock.now);
    return issuer.service.answer({ ...call, token }, requestId, answer);
  }

  for (const step of steps) {
    if (limits.isBlocked()) {
      const outcome = await issuer.createRequest(row.id, { kind: 'login', title: 'Sign in' });
      expect(told(outcome).reason).toBe('BLOCKED');
      ({ row, codeOf, limits, model, messages } = await account(at));
    }
    const request = 'back' in step ? model.all.at(-1 - step.back) : undefined;
    if ('wait' in step) clock.now += step.wait;
    else if ('pauseOver' in step) clock.now = Math.max(clock.now, limits.pausedUntil());
    else if ('otp' in step) {
      const right = codeOf(Math.floor(clock.now / 120));
      const digits = step.otp ? right : mistyped(right);
      const { drift, ...outcome } = told(await issuer.verifyOtp(row.id, digits));
      const { drift: _, ...expected } = limits.oneTimePassword(clock.now, digits, true);
      expect(outcome).toEqual(expected);
    } else if ('ask' in step) {
      const asker = `asker-${step.ask}`.padEnd(22, '0');
      const options = { kind: 'login', title: 'Sign in', lifetime: LIFETIME, asker } as const;
      const outcome = await issuer.createRequest(row.id, options);
      expect(outcome.ok ? 'ok' : outcome.reason).toBe(
        model.mayAsk(clock.now) ? 'ok' : 'TOO_MANY_REQUESTS',
      );
      if (!outcome.ok) continue;
      const { id, number = '', message } = outcome;
      const { same, taken } = model.numberFor(asker, clock.now);
      expect(number).toMatch(/^\d\d$/);
      expect(taken).not.toContain(number);
      if (same !== undefined) expect(number).toBe(same);
      messages.set(id, message);
      model.asked({ id, at: clock.now, until: clock.now + LIFETIME, asker, number });
    } else if (request === undefined) continue;
    else if ('send' in step) {
      const answer: ServiceAnswer = {
        decision: 'approve',
        code: await responseOf(step.send, request),
        ...(step.send.endsWith('number') && { number: true }),
      };
      const outcome = told(await service(request.id, answer));
      expect(outcome).toEqual(model.approve(request, 'service', step.send, clock.now));
    } else if ('type' in step) {
      const typed = await responseOf(step.type, request);
      const outcome = told(await issuer.verifyResponse(request.id, typed));
      expect(outcome).toEqual(model.approve(request, 'code', step.type, clock.now));
    } else if ('deny' in step) {
      const answer: ServiceAnswer = step.deny
        ? { decision: 'deny', reason: 'not-me' }
        : { decision: 'deny' };
      const outcome = told(await service(request.id, answer));
      expect(outcome).toEqual(model.deny(request, 'service', step.deny, clock.now));
    } else if ('refuse' in step) {
      const outcome = told(await issuer.denyRequest(request.id));
      expect(outcome).toEqual(model.deny(request, 'site', false, clock.now));
    } else {
      const outcome = told(await issuer.cancelRequest(request.id));
      expect(outcome).toEqual(model.cancel(request, clock.now));
    }
  }
}

it(
  'agrees with the model at each step',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: STEPS, maxLength: STEPS }), walk),
      runs(WALKS, LONG_WALKS),
    );
  },
  isLong ? 7_200_000 : 120_000,
);
