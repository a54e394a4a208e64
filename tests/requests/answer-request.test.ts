/** An answer is given once: sent, typed, refused, lost on its way, or killed between two writes. */
import { describe, expect, test } from 'vitest';

import { toHex } from '../../src/core/codec/bytes.ts';
import type { GivenAnswer, RequestAnswer } from '../../src/requests/answer-request.ts';
import { answerRequest, wasNotSent } from '../../src/requests/answer-request.ts';
import { refusal } from '../core/refusal.ts';
import {
  Disk,
  NOW,
  NUMBER,
  OPEN,
  phoneWith,
  Service,
  unlockedBy,
  wrongPin,
} from './answer-fixture.ts';

function scene() {
  const [disk, service] = [new Disk(), new Service()];
  const phone = phoneWith(disk, service);
  const answer = (given: RequestAnswer) => answerRequest(phone.context, OPEN, given);
  return { disk, service, phone, answer };
}

const approval = (more: Partial<RequestAnswer> = {}): RequestAnswer => ({
  by: 'service',
  decision: 'approved',
  unlocked: unlockedBy(),
  ...more,
});
const denial: RequestAnswer = { by: 'service', decision: 'denied' };

async function codeOf(giving: Promise<GivenAnswer>): Promise<string> {
  const given = await giving;
  if (given.is !== 'code') throw new Error(given.is);
  return given.code;
}

test('an approval is in the ledger before it leaves, and noted once it was taken', async () => {
  const { disk, service, answer } = scene();
  expect(await answer(approval())).toEqual({ is: 'told' });
  expect(disk.log).toEqual(['record leaving', 'send', 'record given', 'note approved']);
  expect(service).toMatchObject({ state: 'APPROVED', approvals: 1 });
  expect(service.bodies).toEqual([{ decision: 'approve', code: expect.any(String) as unknown }]);
});

test('what is typed is in the ledger and noted before its code is shown, and nothing is sent', async () => {
  const { disk, service, answer } = scene();
  const code = await codeOf(answer(approval({ by: 'code' })));
  expect(disk.log).toEqual(['record given', 'note approved']);
  expect(await service.typed(code)).toBe(true);
  expect(service.bodies).toEqual([]);
});

test('a number is signed and said to be there, and itself is not sent', async () => {
  const { service, answer } = scene();
  expect(await answer(approval({ number: NUMBER }))).toEqual({ is: 'told' });
  expect(service.bodies).toMatchObject([{ decision: 'approve', number: true }]);
  expect(JSON.stringify(service.bodies)).not.toContain(`"${NUMBER}"`);
});

test.each(['down', 'loses'] as const)('nothing heard, %s: a code that page takes', async (next) => {
  const { disk, service, answer } = scene();
  service.next = next;
  const given = await answer(approval({ number: NUMBER }));
  expect(given).toMatchObject({ is: 'code', unheard: true });
  expect(disk.log).toEqual(['record leaving', 'send', 'record given', 'note approved']);
  const code = await codeOf(Promise.resolve(given));
  // Without the number, whatever was sent.
  expect(await service.verify(code, NUMBER)).toBe(false);
  expect(await service.typed(code)).toBe(true);
  expect(service.approvals).toBe(1);
});

test('an app that was locked in the meantime shows no code', async () => {
  const { disk, service, answer } = scene();
  const unlocked = unlockedBy();
  const call = service.call.bind(service);
  service.next = 'down';
  service.call = (each) => {
    unlocked.lock();
    return call(each);
  };
  await expect(answer(approval({ unlocked }))).rejects.toEqual(refusal('LOCKED'));
  expect(disk).toMatchObject({ approval: 'leaving', decision: undefined });
});

test.each(['record given', 'note approved'])('an app locked at “%s” shows no code', async (at) => {
  for (const next of ['down', 'answers'] as const) {
    const { disk, service, answer } = scene();
    const unlocked = unlockedBy();
    service.next = next;
    const step = disk.step.bind(disk);
    disk.step = async (name, effect) => {
      if (name === at) unlocked.lock();
      return step(name, effect);
    };
    const by = next === 'down' ? 'service' : 'code';
    await expect(answer(approval({ by, unlocked }))).rejects.toEqual(refusal('LOCKED'));
    expect(disk.approval).toBe('given');
  }
});

test('a wrong number or PIN is refused, can be given anew, and ends the request twice', async () => {
  const { disk, phone, answer } = scene();
  await expect(answer(approval({ number: '41' }))).rejects.toEqual(refusal('ANSWER_WRONG'));
  expect(disk).toMatchObject({ approval: undefined, decision: undefined });
  expect(await answer(approval({ number: NUMBER }))).toEqual({ is: 'told' });
  const other = scene();
  for (let i = 0; i < 2; i += 1)
    await expect(other.answer(approval({ unlocked: wrongPin() }))).rejects.toEqual(
      refusal('ANSWER_WRONG'),
    );
  await expect(other.answer(approval())).rejects.toEqual(refusal('REQUEST_GONE'));
  expect(other.service.state).toBe('REFUSED');
  expect([...phone.suspected, ...other.phone.suspected]).toEqual([]);
});

test('what the service says in words gives no code, and leaves nothing behind', async () => {
  for (const [code, value] of [
    ['SERVICE_REFUSED', { error: 'BLOCKED' }],
    ['PAUSED', { error: 'PAUSED', pausedUntil: NOW + 900 }],
    ['REQUEST_GONE', { error: 'REQUEST_ANSWERED', state: 'DENIED' }],
    ['REQUEST_GONE', { error: 'UNKNOWN_REQUEST' }],
    ['REQUEST_GONE', null],
    ['REQUEST_GONE', ['APPROVED']],
  ] as const) {
    const { disk, service, phone, answer } = scene();
    service.next = { code, value };
    const thrown = await answer(approval()).catch((error: unknown) => error);
    expect(thrown).toEqual(refusal(code));
    expect(wasNotSent(thrown)).toBe(code !== 'REQUEST_GONE');
    expect(disk).toMatchObject({ approval: undefined, decision: undefined });
    expect(disk.listed).toBe(code !== 'REQUEST_GONE');
    expect(phone.suspected).toEqual([]);
  }
});

test('what a network in between answers is no answer of the service', async () => {
  for (const success of [null, [], 'ok', {}, { time: 'now' }, { time: -1 }, { time: 1.5 }]) {
    const { service, answer } = scene();
    service.next = 'answers';
    service.success = success;
    expect(await answer(approval())).toMatchObject({ is: 'code', unheard: true });
  }
});

test('a call that the service knows already may have arrived', async () => {
  const { service, answer } = scene();
  service.next = { code: 'SERVICE_REFUSED', value: { error: 'TOKEN_USED' } };
  expect(await answer(approval())).toMatchObject({ is: 'code', unheard: true });
});

describe('an approval that is not this phone’s', () => {
  test('is suspected, whatever the phone answers, and never its own success', async () => {
    for (const given of [approval(), denial]) {
      const { disk, service, phone, answer } = scene();
      service.state = 'APPROVED';
      await expect(answer(given)).rejects.toEqual(refusal('REQUEST_GONE'));
      expect(phone.suspected).toEqual([toHex(OPEN.kept.requestId)]);
      expect(disk).toMatchObject({ approval: undefined, decision: undefined, listed: false });
    }
  });

  test('is told from another window’s, which the ledger knows', async () => {
    const { disk, service, phone, answer } = scene();
    const call = service.call.bind(service);
    service.call = (each) => {
      disk.approval = 'given';
      service.state = 'APPROVED';
      return call(each);
    };
    await expect(answer(denial)).rejects.toEqual(refusal('REQUEST_GONE'));
    expect(phone.suspected).toEqual([]);
  });
});

test('nothing is sent twice, and no approval denied, here or in another window', async () => {
  for (const approved of ['leaving', 'given'] as const)
    for (const given of [approval(), denial, { ...denial, by: 'code' as const }]) {
      const { disk, service, answer } = scene();
      disk.approval = approved;
      await expect(answer(given)).rejects.toEqual(refusal('VAULT_CHANGED'));
      expect(service.bodies).toEqual([]);
      expect(disk).toMatchObject({ approval: approved, decision: undefined });
    }
  const { disk, service, answer } = scene();
  disk.decision = 'denied';
  for (const by of ['service', 'code'] as const)
    await expect(answer(approval({ by }))).rejects.toEqual(refusal('REQUEST_GONE'));
  expect(service.bodies).toEqual([]);
});

test('two windows that approve at once send one answer', async () => {
  const { disk, service, answer } = scene();
  const ends = await Promise.allSettled([answer(approval()), answer(approval())]);
  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(service.bodies).toHaveLength(1);
  expect(disk.decision).toBe('approved');
});

describe('a denial', () => {
  test('reaches the service, with its reason at once or afterwards', async () => {
    const { disk, service, answer } = scene();
    expect(await answer(denial)).toEqual({ is: 'told' });
    expect(await answer({ ...denial, reason: 'not-me' })).toEqual({ is: 'told' });
    expect(service).toMatchObject({ state: 'DENIED', reason: 'not-me' });
    expect(service.bodies).toEqual([{ decision: 'deny' }, { decision: 'deny', reason: 'not-me' }]);
    expect(disk.decision).toBe('denied');
  });

  test('whose answer was lost had arrived', async () => {
    const { service, answer } = scene();
    service.next = 'loses';
    await expect(answer(denial)).rejects.toEqual(refusal('SERVICE_UNREACHABLE'));
    service.next = 'answers';
    expect(await answer(denial)).toEqual({ is: 'told' });
  });

  test('whose reason is refused was not told, whoever denied it', async () => {
    const { service, phone, answer } = scene();
    const value = { error: 'REQUEST_ANSWERED', state: 'DENIED' };
    service.next = { code: 'REQUEST_GONE', value };
    const giving = answer({ ...denial, reason: 'not-me' });
    await expect(giving).rejects.toEqual(refusal('REQUEST_GONE'));
    expect(phone.suspected).toEqual([]);
  });

  test('that was not sent is kept nowhere', async () => {
    const { disk, service, answer } = scene();
    service.next = 'down';
    const thrown = await answer(denial).catch((error: unknown) => error);
    expect(wasNotSent(thrown)).toBe(true);
    expect(disk).toMatchObject({ decision: undefined, listed: true });
  });

  test('of which nobody is told is noted', async () => {
    const { disk, service, answer } = scene();
    expect(await answer({ ...denial, by: 'code' })).toEqual({ is: 'noted' });
    expect(disk.decision).toBe('denied');
    expect(service.bodies).toEqual([]);
  });
});

/** What the person does about the request after a new start, as far as the app offers it. */
async function goOn(
  disk: Disk,
  service: Service,
  given: RequestAnswer,
): Promise<GivenAnswer | undefined> {
  const { context } = phoneWith(disk, service);
  const isApproved = disk.approval !== undefined || disk.decision === 'approved';
  const isOpen = service.state === 'PENDING' || isApproved;
  if (disk.decision === 'denied' || !isOpen) return undefined;
  return answerRequest(context, OPEN, isApproved ? approval({ by: 'code' }) : given);
}

describe.each(['answers', 'loses', 'down'] as const)('killed, and the service %s', (next) => {
  const MOST_STEPS = 6;
  const kills = Array.from({ length: MOST_STEPS }, (_, at) => at).flatMap((at) => [
    { killAt: at, afterEffect: false },
    { killAt: at, afterEffect: true },
  ]);
  test.each([
    ['an approval', approval()],
    ['one with a number', approval({ number: NUMBER })],
    ['one by code', approval({ by: 'code' })],
    ['a denial', denial],
  ] as const)('%s counts once', async (_, given) => {
    let reached = 0;
    for (const kill of kills) {
      const [disk, service] = [new Disk(), new Service()];
      const phone = phoneWith(disk, service);
      Object.assign(disk, kill);
      service.next = next;
      const first = await answerRequest(phone.context, OPEN, given).catch(() => undefined);
      const shown = disk.killed ? undefined : first;
      if (disk.killed) reached += 1;
      const before = disk.approval;
      // An approval that was sent or shown is in the ledger.
      if (service.bodies.length > 0 && given.decision === 'approved') expect(before).toBeDefined();
      if (shown?.is === 'code')
        expect(disk).toMatchObject({ approval: 'given', decision: 'approved' });
      disk.restart();
      service.next = 'answers';
      const second = await goOn(disk, service, given);
      for (const each of [shown, second])
        if (each?.is === 'code') expect(await service.typed(each.code)).toBe(true);
      const wanted = given.decision === 'approved' ? 'APPROVED' : 'DENIED';
      expect(service).toMatchObject({ state: wanted, approvals: wanted === 'APPROVED' ? 1 : 0 });
      // Whatever the issuer names as approved is known here, and nothing else.
      expect(disk.approval !== undefined).toBe(wanted === 'APPROVED');
      expect(phone.suspected).toEqual([]);
      expect(service.bodies.filter((body) => (body as { code?: string }).code)).toHaveLength(
        given.decision === 'approved' && given.by === 'service' && service.bodies.length > 0
          ? 1
          : 0,
      );
    }
    expect(reached).toBeGreaterThan(1);
  });
});
