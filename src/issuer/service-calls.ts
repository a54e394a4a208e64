/**
 * The calls of the issuer's service, whatever carries them: each proves by its token who makes it,
 * and each token of a call that may change something is good once (docs/protocol.md §8).
 */
import { toHex } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import type { TokenCall, VerifiedToken } from '../protocol/service-token.ts';
import { serviceTokenActivationId, verifyServiceToken } from '../protocol/service-token.ts';
import type { Judge } from './answer-request.ts';
import { approveBy, approveWithNumber, denyBy, judgeRequest } from './answer-request.ts';
import {
  checkAll,
  checkBytes,
  checkForm,
  checkObject,
  checkOneOf,
  checkOptional,
  checkString,
  checkTrue,
} from './check.ts';
import type { Context } from './context.ts';
import type { ActiveInstance } from './instance.ts';
import { isLanguage } from './localized-text.ts';
import { openRequests } from './open-requests.ts';
import type { Outcome, Refusal, RefusalReason } from './outcome.ts';
import { refusal, wrongState } from './outcome.ts';
import { pushTarget } from './push.ts';
import type { AnswerReason, PendingReason, SubscribeReason, UnsubscribeReason } from './reasons.ts';
import type { Answered } from './request-options.ts';
import type { DenialReason } from './request-row.ts';
import type { RowChange } from './store.ts';
import { subscribeInstance } from './transitions.ts';
import type { InstanceUpdate } from './update-instance.ts';
import { attempt } from './update-instance.ts';

/**
 * A call with its token: what was called, by the URL that authenticators know, and exactly the
 * bytes that came.
 */
export interface SignedCall extends TokenCall {
  /** The JWT, without `Bearer`. */
  readonly token: string;
  /** What the authenticator speaks, BCP 47: kept with the device. Default: it has not said. */
  readonly language?: string;
}

/** What a person decided. */
export type ServiceAnswer =
  | {
      /** Yes. */
      readonly decision: 'approve';
      /** The response code (RFC 6287). */
      readonly code: string;
      /** The code signs the number that the page shows, too. */
      readonly number?: true;
    }
  | {
      /** No. */
      readonly decision: 'deny';
      /** `not-me`: the person did not ask for this. */
      readonly reason?: DenialReason;
    };

/** The requests of one account instance. */
export interface PendingRequests {
  /** The messages of the requests that can still be answered, oldest first. */
  readonly requests: readonly Uint8Array[];
}

/**
 * What an authenticator may ask of the service. Every refusal of a token is an outcome; the token
 * of a call that may change something is spent by whatever it leads to, also by a refusal.
 */
export interface ServiceCalls {
  /** Where authenticators call: the issuer's `serviceUrl`. */
  readonly url: string | undefined;
  /** Lists what can still be answered: `GET requests`. */
  pending(call: SignedCall): Promise<Outcome<PendingRequests, PendingReason>>;
  /** Answers one request: `POST requests/{id}/answer`. */
  answer(
    call: SignedCall,
    requestId: string,
    answer: ServiceAnswer,
  ): Promise<Outcome<Answered, AnswerReason>>;
  /** Keeps a PushSubscription's JSON as it came, once checked: `PUT push-subscription`. */
  subscribe(call: SignedCall, subscription: unknown): Promise<Outcome<object, SubscribeReason>>;
  /** Forgets the subscription: `DELETE push-subscription`. */
  unsubscribe(call: SignedCall): Promise<Outcome<object, UnsubscribeReason>>;
}

export function serviceCalls(context: Context): ServiceCalls {
  return {
    url: context.service.serviceUrl,
    async pending(call) {
      checkCall(call);
      return authenticated<PendingRequests, PendingReason>(
        context,
        call,
        async ({ id }, now) => {
          const rows = await openRequests(context, id, now);
          return { outcome: { ok: true, requests: rows.map(({ message }) => message) } };
        },
        'reads',
      );
    },
    async answer(call, requestId, answer) {
      checkAnswer(call, requestId, answer);
      const judge = judgeOf(context, answer);
      const outcome = await authenticated<Answered, AnswerReason>(
        context,
        call,
        judgeRequest(context, requestId, judge),
      );
      alarmOf(context, call, outcome);
      return outcome;
    },
    async subscribe(call, subscription) {
      checkCall(call);
      return authenticated<object, SubscribeReason>(context, call, async (instance) => {
        const push = context.push && (await pushTarget(subscription));
        if (push === undefined) return { outcome: refusal('SUBSCRIPTION_REFUSED', instance) };
        return updateTo(subscribeInstance(instance, push));
      });
    },
    async unsubscribe(call) {
      checkCall(call);
      return authenticated<object, UnsubscribeReason>(context, call, (instance) =>
        instance.push
          ? updateTo(subscribeInstance(instance, undefined))
          : { outcome: { ok: true } },
      );
    },
  };
}

function judgeOf(context: Context, answer: ServiceAnswer): Judge<AnswerReason> {
  if (answer.decision === 'deny') return denyBy('service', answer.reason);
  const { code: typed, number } = answer;
  return number === true
    ? approveWithNumber(context, typed)
    : approveBy(context, { typed, by: 'service' });
}

/** Tells the site what the answer's HTTP response tells the authenticator alone. */
function alarmOf(context: Context, { token }: SignedCall, outcome: Outcome<Answered>): void {
  const { totalLeft, nearlyBlocked = false } = outcome;
  const isNotMe = outcome.ok && outcome.reason === 'not-me' && outcome.already !== true;
  if (isNotMe) context.counter.add('denial.not-me');
  if (nearlyBlocked) context.counter.add('nearlyBlocked');
  const id = claimedInstance(token);
  if (id === undefined || !(isNotMe || nearlyBlocked)) return;
  const kind = isNotMe ? 'not-me' : 'nearlyBlocked';
  try {
    context.onAlarm?.({ kind, id, ...(totalLeft !== undefined && { totalLeft }) });
  } catch {
    context.counter.add('onAlarm.thrown');
  }
}

function checkCall(call: SignedCall): void {
  checkObject('call', call);
  const { token, method, url, body, language } = call;
  checkAll(
    () => checkString('call.token', token),
    () => checkString('call.method', method),
    () => checkString('call.url', url),
    () => checkOptional('call.body', body, checkBytes),
    () =>
      checkOptional('call.language', language, (field, tag) =>
        checkForm(field, tag, isLanguage, 'a BCP 47 language tag'),
      ),
  );
}

function checkAnswer(call: SignedCall, requestId: string, answer: ServiceAnswer): void {
  checkAll(
    () => checkCall(call),
    () => checkString('requestId', requestId),
    () => checkDecision(answer),
  );
}

function checkDecision(answer: ServiceAnswer): void {
  checkObject('answer', answer);
  checkOneOf('answer.decision', answer.decision, ['approve', 'deny']);
  if (answer.decision === 'deny') {
    checkOptional('answer.reason', answer.reason, (field, reason) =>
      checkOneOf(field, reason, ['not-me']),
    );
    return;
  }
  const { code, number } = answer;
  checkAll(
    () => checkString('answer.code', code),
    () => checkOptional('answer.number', number, checkTrue),
  );
}

function updateTo(row: ActiveInstance): InstanceUpdate<object, never> {
  return { outcome: { ok: true }, changes: [{ table: 'instances', row }] };
}

/** Far more than 128 random bits need; a `jti` is kept as it is, in whatever store. */
const JTI = /^[\x21-\x7e]{1,64}$/;

async function authenticated<Result extends object, Reason extends RefusalReason>(
  context: Context,
  call: SignedCall,
  decide: (
    instance: ActiveInstance,
    now: number,
  ) => InstanceUpdate<Result, Reason> | Promise<InstanceUpdate<Result, Reason>>,
  effect: 'reads' | 'writes' = 'writes',
): Promise<Outcome<Result, Reason | PendingReason>> {
  const id = claimedInstance(call.token);
  if (id === undefined) return refusal('TOKEN_REFUSED');
  let verified: VerifiedToken | undefined;
  return attempt<Result, Reason | PendingReason>(context, id, async (instance, now) => {
    if (instance.state !== 'ACTIVE') return { outcome: wrongState(instance) };
    // Once is enough: an instance's keys never change, and who waits for its turn is not late.
    const token = verified ?? (await verifyToken(call, instance, now));
    if ('ok' in token) return { outcome: token };
    verified = token;
    const { jti, rememberUntil } = token;
    const decision = withLanguage(await decide(instance, now), instance, call.language);
    // Whoever repeats a list learns nothing new and changes nothing: no write for each look.
    if (effect === 'reads') return decision;
    const row = { id: `${id}/${jti}`, version: 1, expiresAt: rememberUntil } as const;
    return { ...decision, token: row };
  });
}

/** Keeps what the authenticator speaks, where that is new: with the call's changes, or alone. */
function withLanguage<Result extends object, Reason extends RefusalReason>(
  decision: InstanceUpdate<Result, Reason>,
  instance: ActiveInstance,
  spoken: string | undefined,
): InstanceUpdate<Result, Reason> {
  const [language] = spoken === undefined ? [] : Intl.getCanonicalLocales(spoken);
  if (language === undefined || language === instance.language) return decision;
  const { changes = [] } = decision;
  const isOwn = ({ table, row }: RowChange): boolean =>
    table === 'instances' && row.id === instance.id;
  if (!changes.some(isOwn)) {
    const row = { ...instance, version: instance.version + 1, language };
    return { ...decision, changes: [...changes, { table: 'instances', row }] };
  }
  const changed = changes.map((each) =>
    each.table === 'instances' && isOwn(each) ? { ...each, row: { ...each.row, language } } : each,
  );
  return { ...decision, changes: changed };
}

function claimedInstance(token: string): string | undefined {
  try {
    return toHex(serviceTokenActivationId(token));
  } catch {
    return undefined;
  }
}

async function verifyToken(
  { token, ...call }: SignedCall,
  { secrets, serial }: ActiveInstance,
  now: number,
): Promise<VerifiedToken | Refusal<'TOKEN_REFUSED' | 'TOKEN_EXPIRED'>> {
  try {
    const verified = await verifyServiceToken(token, secrets.keys.service, { serial }, call, now);
    const { jti, rememberUntil } = verified;
    const storable = JTI.test(jti) && Number.isInteger(rememberUntil);
    return storable ? verified : refusal('TOKEN_REFUSED');
  } catch (thrown) {
    if (!(thrown instanceof TesseraError)) throw thrown;
    return refusal(thrown.code === 'EXPIRED' ? 'TOKEN_EXPIRED' : 'TOKEN_REFUSED');
  }
}
