/**
 * Random walks of a phone, its issuer and a clone of the phone, killed at every write: nothing is
 * answered twice, no approval is forgotten, and the alarm is for the clone's approvals alone.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { AcceptedApproval } from '../../src/core/codec/messages.ts';
import { TesseraError } from '../../src/core/errors.ts';
import { sha256 } from '../../src/protocol/hmac.ts';
import type { AnswerContext } from '../../src/requests/answer-request.ts';
import { answerRequest as giveAnswer } from '../../src/requests/answer-request.ts';
import type { AnswerLedger } from '../../src/vault/answer-ledger.ts';
import { createAnswerLedger } from '../../src/vault/answer-ledger.ts';
import { answerKey, ledgerChange, NEW_LEDGER } from '../../src/vault/answer-rows.ts';
import { answerRequest, dropRequest, keepRequest } from '../../src/vault/request-store.ts';
import { runs } from '../chance.ts';
import { OPEN, unlockedBy } from '../requests/answer-fixture.ts';
import type { MemoryStore } from './memory-store.ts';
import { Killed, memoryStore } from './memory-store.ts';

const ACCOUNT = OPEN.account.id;
const START = 1_790_000_000;
/** Steps of one walk; 667 walks are 20,000 of them. */
const STEPS = 30;
const WALKS = 667;
/** A million steps in the long run. */
const LONG_WALKS = 33_334;

/** What becomes of an answer that is sent. */
const FATES = ['arrives', 'is lost on its way', 'is lost on its way back', 'is refused'] as const;
type Fate = (typeof FATES)[number];

type Step =
  | { readonly do: 'ask' }
  | {
      readonly do: 'approve';
      readonly which: number;
      readonly fate: Fate;
      readonly types: boolean;
      readonly killAt: number;
    }
  | { readonly do: 'deny'; readonly which: number }
  | { readonly do: 'clone approves'; readonly which: number }
  | { readonly do: 'open'; readonly which: number }
  | { readonly do: 'acknowledge' }
  | { readonly do: 'wait' };

interface Asked {
  readonly requestId: Uint8Array;
  readonly message: Uint8Array;
  readonly hash: Uint8Array;
  readonly expiresAt: number;
  readonly approvals: readonly AcceptedApproval[];
  state: 'open' | 'denied' | 'approved by the phone' | 'approved by the clone';
  /** How often the phone sent an approval that was not refused, or showed its code. */
  answers: number;
  /** The phone has recorded an approval of it that the issuer has not refused. */
  recorded: boolean;
}

/** The issuer, which cannot tell the phone from its clone. */
class Issuer {
  readonly asked: Asked[] = [];
  readonly approvals: (AcceptedApproval & { readonly of: Asked })[] = [];
  time = START;

  async ask(): Promise<Asked> {
    const requestId = new Uint8Array(8);
    new DataView(requestId.buffer).setUint32(0, this.asked.length + 1);
    const message = new Uint8Array(90);
    message.set(requestId);
    const asked: Asked = {
      requestId,
      message,
      hash: await sha256(message),
      expiresAt: this.time + 300,
      approvals: this.approvals.slice(-3).reverse(),
      state: 'open',
      answers: 0,
      recorded: false,
    };
    this.asked.push(asked);
    return asked;
  }

  /** Accepts an approval; the right code of one that is approved already is right, too. */
  approve(asked: Asked, by: 'phone' | 'clone'): void {
    if (asked.state !== 'open') return;
    asked.state = `approved by the ${by}`;
    const idPrefix = asked.requestId.slice(0, 4);
    this.approvals.push({ idPrefix, at: (this.time += 1), of: asked });
  }
}

/** A phone that answers as the app does, on rows in memory. */
class Phone {
  /** Undefined until the ledger has begun. */
  since: number | undefined;
  readonly acknowledged = new Set<Asked>();
  readonly ledger: AnswerLedger;

  constructor(
    readonly store: MemoryStore,
    readonly issuer: Issuer,
  ) {
    this.ledger = createAnswerLedger(store as never);
  }

  async open(asked: Asked): Promise<void> {
    const expected = this.expectedAlarms(asked);
    const { expiresAt, approvals } = asked;
    const { time } = this.issuer;
    const openedAt = time > expiresAt ? undefined : time;
    const alarms = await this.ledger.unknown(ACCOUNT, { openedAt, lastAccepted: { approvals } });
    expect(alarms.map(({ at }) => at)).toEqual(expected.map(({ at }) => at));
    this.since ??= openedAt;
  }

  /** The clone's approvals since the ledger began, of requests that this phone did not answer. */
  expectedAlarms(asked: Asked): readonly AcceptedApproval[] {
    const { since } = this;
    if (since === undefined) return [];
    return this.issuer.approvals
      .filter(
        (each) =>
          asked.approvals.includes(each) &&
          each.of.state === 'approved by the clone' &&
          each.at > since &&
          !each.of.recorded &&
          !this.acknowledged.has(each.of),
      )
      .reverse();
  }

  async approve(asked: Asked, fate: Fate, types: boolean): Promise<void> {
    const { ledger, store, issuer } = this;
    const kept = this.opened(asked);
    const { requestId, expiresAt } = asked;
    let suspected = false;
    const call = async () => {
      if (fate === 'is refused') throw new TesseraError('ANSWER_WRONG');
      if (fate === 'arrives' && asked.state !== 'open') {
        const state = asked.state === 'denied' ? 'DENIED' : 'APPROVED';
        throw new TesseraError('REQUEST_GONE', { cause: { state, time: issuer.time } });
      }
      asked.answers += 1;
      if (fate !== 'is lost on its way') issuer.approve(asked, 'phone');
      if (fate !== 'arrives') throw new TesseraError('SERVICE_UNREACHABLE');
      return { time: issuer.time };
    };
    const context: AnswerContext = {
      vault: {
        snapshot: async () => ({ accounts: [OPEN.account] }) as never,
        answers: ledger,
        answerRequest: (request, decision) =>
          answerRequest(store as never, request, decision, {
            now: issuer.time * 1000,
            historyDays: 0,
          }),
        dropRequest: (account, id) => dropRequest(store as never, account, id),
      },
      service: { call },
      now: () => issuer.time * 1000,
      cloneSuspected: () => (suspected = true),
    };
    const request = { ...OPEN.request, requestId, issuedAt: expiresAt - 300, expiresAt };
    const before = asked.state;
    const open = { ...OPEN, request, kept };
    const answer = { by: 'service', decision: 'approved', unlocked: unlockedBy() } as const;
    const given = await giveAnswer(context, open, answer).catch((thrown: unknown) => {
      if (thrown instanceof TesseraError) return thrown.code;
      throw thrown;
    });
    asked.recorded = (await ledger.find(ACCOUNT, requestId)) !== undefined;
    // Where it was killed while it took the record back, the approval still counts as its own.
    const isForeign = before === 'approved by the clone' && !asked.recorded;
    expect(suspected).toBe(given === 'REQUEST_GONE' && isForeign);
    if (typeof given === 'object' && given.is === 'code' && types) issuer.approve(asked, 'phone');
  }

  async deny(asked: Asked): Promise<void> {
    if ((await this.ledger.find(ACCOUNT, asked.requestId)) !== undefined) return;
    if (asked.state !== 'open') return;
    asked.state = 'denied';
    await answerRequest(this.store as never, this.opened(asked), 'denied', {
      now: START * 1000,
      historyDays: 0,
    });
  }

  opened({ requestId, message, expiresAt }: Asked) {
    return { accountId: ACCOUNT, requestId, message, expiresAt };
  }
}

/** Whether the record is there is what the rows say after a death in the middle of a commit. */
async function approveUntilKilled(
  phone: Phone,
  asked: Asked,
  { fate, types, killAt }: Extract<Step, { do: 'approve' }>,
): Promise<void> {
  phone.store.killAt(killAt);
  try {
    await phone.approve(asked, fate, types);
  } catch (thrown) {
    if (!(thrown instanceof Killed)) throw thrown;
    phone.store.killAt(Infinity);
    const restarted = createAnswerLedger(phone.store as never);
    asked.recorded = (await restarted.find(ACCOUNT, asked.requestId)) !== undefined;
  }
  phone.store.killAt(Infinity);
}

const which = fc.nat(5);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>({ do: 'ask' }),
  fc.record({
    do: fc.constant('approve' as const),
    which,
    fate: fc.constantFrom(...FATES),
    types: fc.boolean(),
    killAt: fc.integer({ min: 1, max: 6 }),
  }),
  fc.record({ do: fc.constantFrom('deny', 'clone approves', 'open'), which }) as fc.Arbitrary<Step>,
  fc.constantFrom<Step>({ do: 'acknowledge' }, { do: 'wait' }),
);

async function walk(steps: readonly Step[], isNew: boolean): Promise<void> {
  const [store, issuer] = [await memoryStore(), new Issuer()];
  const phone = new Phone(store, issuer);
  store.write([{ put: {}, store: 'accounts', key: ACCOUNT }]);
  if (isNew) {
    store.write([await ledgerChange(store, ACCOUNT, NEW_LEDGER)]);
    phone.since = 0;
  }
  for (const each of steps) {
    issuer.time += 1;
    await take(each, phone, issuer);
    const recorded = (await store.load()).rows('answers');
    for (const { of } of issuer.approvals)
      if (of.state === 'approved by the phone')
        expect(recorded.has(answerKey(ACCOUNT, of.requestId))).toBe(true);
    for (const { answers } of issuer.asked) expect(answers).toBeLessThanOrEqual(1);
  }
  await phone.open(await issuer.ask());
}

async function take(each: Step, phone: Phone, issuer: Issuer): Promise<void> {
  if (each.do === 'ask') {
    const asked = await issuer.ask();
    await keepRequest(phone.store as never, phone.opened(asked), issuer.time * 1000);
    return phone.open(asked);
  }
  if (each.do === 'wait') {
    issuer.time += 40 * 3600;
    return;
  }
  if (each.do === 'acknowledge') {
    const newest = issuer.approvals.findLast(({ of }) => of.state === 'approved by the clone');
    if (!newest || phone.since === undefined) return;
    await phone.ledger.acknowledge(ACCOUNT, newest.idPrefix);
    phone.acknowledged.add(newest.of);
    return;
  }
  const asked = issuer.asked.at(-1 - each.which);
  if (!asked) return;
  if (each.do === 'open') return phone.open(asked);
  if (each.do === 'deny') return phone.deny(asked);
  if (each.do === 'clone approves') return issuer.approve(asked, 'clone');
  return approveUntilKilled(phone, asked, each);
}

test('a phone, its issuer and a clone, killed at every write', async () => {
  const steps = fc.array(step, { minLength: STEPS, maxLength: STEPS });
  await fc.assert(fc.asyncProperty(steps, fc.boolean(), walk), runs(WALKS, LONG_WALKS));
});
