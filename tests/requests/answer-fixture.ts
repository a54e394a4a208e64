/** A phone and an issuer's service for answers: a disk that outlives the phone, one request. */
import type { IssuerAccount } from '../../src/core/account.ts';
import { toHex } from '../../src/core/codec/bytes.ts';
import type { Request } from '../../src/core/codec/messages.ts';
import { TesseraError } from '../../src/core/errors.ts';
import type { Decision } from '../../src/core/request-answer.ts';
import { webHmac } from '../../src/protocol/hmac.ts';
import { responseSuite } from '../../src/protocol/ocra.ts';
import { responseCode } from '../../src/protocol/request.ts';
import type { AnswerContext, OpenRequest } from '../../src/requests/answer-request.ts';
import type { ServiceCall } from '../../src/requests/service-client.ts';
import type { Unlocked } from '../../src/vault/unlocked.ts';
import { aRequest } from '../core/messages.ts';

export const NOW = aRequest.issuedAt + 5;
export const NUMBER = '42';
const SUITE = 'OCRA-1:HOTP-SHA256-8:QH64';
const RIGHT_KEY = new Uint8Array(32).fill(5);
const MESSAGE = new Uint8Array(100).fill(9);
const ACCOUNT = {
  kind: 'issuer',
  id: '0102030405060708',
  clockOffset: 0,
  ocraSuite: SUITE,
} as IssuerAccount;

export const OPEN: OpenRequest = {
  account: ACCOUNT,
  request: aRequest,
  kept: {
    accountId: ACCOUNT.id,
    requestId: aRequest.requestId,
    message: MESSAGE,
    expiresAt: aRequest.expiresAt,
  },
};

/** The unlocked vault behind a proof; with a wrong PIN its keys are others. */
export function unlockedBy(by: Unlocked['by'] = 'pin', key = RIGHT_KEY) {
  let locked = false;
  const hmac = () =>
    locked ? Promise.reject(new TesseraError('LOCKED')) : webHmac('SHA-256', key);
  return {
    by,
    picture: 1,
    confirmed: true,
    get locked() {
      return locked;
    },
    sign: hmac,
    otp: hmac,
    lock: () => void (locked = true),
  } satisfies Unlocked;
}

export const wrongPin = () => unlockedBy('pin', new Uint8Array(32).fill(6));

/** The app has ended: nothing happens after it. */
const KILLED = new Error('killed');

export class Disk {
  approval: 'leaving' | 'given' | undefined = undefined;
  decision: Decision | undefined = undefined;
  listed = true;
  /** What has been done, and how often each thing was written or sent. */
  readonly log: string[] = [];
  /** The phone's steps until it is killed: before a step's effect, or after it. */
  killAt = Infinity;
  afterEffect = false;
  #steps = 0;

  get killed(): boolean {
    return this.#steps > this.killAt;
  }

  /** The next start of the app. */
  restart(): void {
    this.killAt = Infinity;
  }

  get steps(): number {
    return this.#steps;
  }

  async step<T>(name: string, effect: () => T | Promise<T>): Promise<T> {
    if (this.killed) throw KILLED;
    this.#steps += 1;
    if (this.killed && !this.afterEffect) throw KILLED;
    this.log.push(name);
    const value = await effect();
    if (this.killed) throw KILLED;
    return value;
  }
}

type Ends = 'answers' | 'loses' | 'down' | ServiceError;
interface ServiceError {
  readonly code:
    | 'SERVICE_REFUSED'
    | 'SERVICE_UNREACHABLE'
    | 'PAUSED'
    | 'REQUEST_GONE'
    | 'ANSWER_WRONG';
  readonly value?: unknown;
}

/** The issuer's service with one request; its answers may be lost, or whatever `next` says. */
export class Service {
  state: 'PENDING' | 'APPROVED' | 'DENIED' | 'REFUSED' = 'PENDING';
  reason: string | undefined = undefined;
  tries = 2;
  next: Ends = 'answers';
  /** What a call that succeeds is told. */
  success: unknown = { time: NOW };
  /** How often an approval counted: twice is never right. */
  approvals = 0;
  readonly bodies: unknown[] = [];

  constructor(readonly request: Request = aRequest) {}

  async verify(code: string, number = ''): Promise<boolean> {
    const hmac = await webHmac('SHA-256', RIGHT_KEY);
    return code === (await responseCode(hmac, responseSuite(SUITE), MESSAGE, number));
  }

  /** A code that is typed at the page; `already` counts no second time. */
  async typed(code: string): Promise<boolean> {
    if (!(await this.verify(code))) return false;
    if (this.state === 'PENDING') this.#approve();
    return this.state === 'APPROVED';
  }

  async call({ body }: ServiceCall): Promise<unknown> {
    if (this.next === 'down') throw new TesseraError('SERVICE_UNREACHABLE');
    this.bodies.push(body);
    if (typeof this.next === 'object')
      throw new TesseraError(this.next.code, { cause: this.next.value });
    const value = await this.#answered(body as Record<string, unknown>);
    if (this.next === 'loses') throw new TesseraError('SERVICE_UNREACHABLE');
    return value;
  }

  async #answered({ decision, code, number, reason }: Record<string, unknown>): Promise<unknown> {
    if (decision === 'deny' && this.state === 'DENIED' && reason !== undefined) {
      this.reason = String(reason);
      return this.success;
    }
    if (this.state !== 'PENDING')
      throw new TesseraError('REQUEST_GONE', { cause: { state: this.state, time: NOW } });
    if (decision === 'deny') {
      this.state = 'DENIED';
      this.reason = reason === undefined ? undefined : String(reason);
      return this.success;
    }
    if (await this.verify(String(code), number === true ? NUMBER : '')) this.#approve();
    else {
      this.tries -= 1;
      if (this.tries === 0) this.state = 'REFUSED';
      throw new TesseraError('ANSWER_WRONG', { cause: { triesLeft: this.tries, time: NOW } });
    }
    return this.success;
  }

  #approve(): void {
    this.state = 'APPROVED';
    this.approvals += 1;
  }
}

export interface Phone {
  readonly context: AnswerContext;
  /** Requests, ids in hex, that somebody else is suspected to have approved. */
  readonly suspected: string[];
}

export function phoneWith(disk: Disk, service: Service): Phone {
  const suspected: string[] = [];
  const id = toHex(OPEN.kept.requestId);
  const context: AnswerContext = {
    vault: {
      snapshot: async () => ({ accounts: [ACCOUNT] }) as never,
      answers: {
        record: ({ state }) =>
          disk.step(`record ${state}`, () => {
            if (disk.decision === 'denied') throw new TesseraError('REQUEST_GONE');
            const before = disk.approval;
            if (before !== 'given') disk.approval = state;
            return before;
          }),
        withdraw: () =>
          disk.step('withdraw', () => {
            if (disk.approval === 'leaving') disk.approval = undefined;
          }),
        find: async () => disk.approval,
        unknown: async () => [],
        acknowledge: async () => undefined,
      },
      answerRequest: (_, decision) =>
        disk.step(`note ${decision}`, () => {
          disk.decision ??= decision;
          const { accountId, expiresAt } = OPEN.kept;
          return { accountId, expiresAt, requestId: id, hash: MESSAGE, decision: disk.decision };
        }),
      dropRequest: () =>
        disk.step('drop', () => {
          disk.listed = false;
        }),
    },
    service: { call: (_, call) => disk.step('send', () => service.call(call)) },
    now: () => NOW * 1000,
    cloneSuspected: (_, requestId) => void suspected.push(toHex(requestId)),
  };
  return { context, suspected };
}
