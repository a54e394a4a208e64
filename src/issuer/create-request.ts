/**
 * Creates a request: sealed for one active instance, stored, and pushed to an authenticator with a
 * subscription (docs/protocol.md §7, §8).
 */
import { fromHex, toHex } from '../core/codec/bytes.ts';
import { toQrText } from '../core/codec/message-text.ts';
import { writeDeactivation, writeRequest } from '../protocol/request.ts';
import { askerHash } from './asker.ts';
import type { Context } from './context.ts';
import type { DeviceRef, Owner } from './device-ref.ts';
import { isOwner } from './device-ref.ts';
import type { ActiveInstance, EndedInstance, Instance } from './instance.ts';
import { isPending } from './instance.ts';
import { lastAcceptedOf } from './last-accepted.ts';
import { messageKey } from './message-cipher.ts';
import type { OwnersRequests } from './open-requests.ts';
import { askableFrom, readOwnersRequests } from './open-requests.ts';
import type { Outcome } from './outcome.ts';
import { refusal, wrongState } from './outcome.ts';
import type { PushAnswer, PushOutcome } from './push.ts';
import type { AskReason, DeactivationReason } from './reasons.ts';
import { requestContent } from './request-content.ts';
import { drawNumber, numberShownTo, withNumber } from './request-number.ts';
import type { Requested, RequestOptions } from './request-options.ts';
import type { RequestRow } from './request-row.ts';
import { subscribeInstance } from './transitions.ts';
import type { InstanceUpdate } from './update-instance.ts';
import { attempt } from './update-instance.ts';
import { attemptDeviceOf } from './update-owner.ts';

/** Seconds in which a request can be answered. */
const DEFAULT_LIFETIME_SECONDS = 300;

/** What is told before anybody is notified. */
type Shown = Omit<Requested, 'notified'>;

interface Created {
  readonly row: RequestRow;
  readonly instance: ActiveInstance;
}

/** See {@link Issuer.createRequest}. */
export async function createRequest(
  context: Context,
  of: DeviceRef | Owner,
  options: RequestOptions,
): Promise<Outcome<Requested, AskReason>> {
  const asker = options.asker === undefined ? undefined : await askerHash(options.asker);
  let created: Created | undefined;
  const asking: Asking = { options, asker, keep: (each) => (created = each) };
  const outcome = isOwner(of)
    ? await attemptDeviceOf<Shown, AskReason>(context, of.owner, (device, { instances, now }) =>
        ask(context, asking, { instance: device, instances, now }),
      )
    : await attempt<Shown, AskReason>(context, of, async (instance, now) => {
        if (instance.state !== 'ACTIVE') return { outcome: wrongState(instance) };
        const { owner } = instance;
        const instances = owner === undefined ? [] : await context.store.instancesOf(owner);
        return ask(context, asking, { instance, instances, now });
      });
  if (!outcome.ok) return outcome;
  return {
    ok: true,
    ...toShown(created!.row),
    notified: notifyAuthenticator(context, created!),
  };
}

function toShown({ id, instance, message, expiresAt, number }: RequestRow): Shown {
  return { id, instance, message, expiresAt, ...(number !== undefined && { number }) };
}

interface Asking {
  readonly options: RequestOptions;
  /** SHA-256 of the value that stands for the session that asks. */
  readonly asker: string | undefined;
  /** Is given what the call has decided. */
  readonly keep: (created: Created) => void;
}

/** Who is asked, as just read. */
interface Asked {
  readonly instance: ActiveInstance;
  /** All of the owner's. */
  readonly instances: readonly Instance[];
  readonly now: number;
}

async function ask(
  context: Context,
  { options, asker, keep }: Asking,
  { instance, instances, now }: Asked,
): Promise<InstanceUpdate<Shown, 'TOO_MANY_REQUESTS'>> {
  const asked = await readOwnersRequests(context, instance, instances, now);
  const until = askableFrom(asked, context);
  if (until !== undefined) return { outcome: { ...refusal('TOO_MANY_REQUESTS', instance), until } };
  const bare = await newRow(context, instance, options, now);
  const row = {
    ...bare,
    ...(asker !== undefined && { asker }),
    ...numberOf(context, asked, asker, now),
  };
  // With all instances in the same commit, of two at once the second counts again.
  const counted = asked.active.map((each) => countAsked(each, row));
  keep({ row, instance });
  return {
    outcome: { ok: true, ...toShown(row) },
    changes: [
      { table: 'requests', row },
      ...counted.map((each) => ({ table: 'instances', row: each }) as const),
    ],
  };
}

/** The number beside a request, where it has one: that of before for who asks again. */
function numberOf(
  { number: policy, randomBytes }: Context,
  { active, open }: OwnersRequests,
  asker: string | undefined,
  now: number,
): Pick<RequestRow, 'number' | 'numberDigits'> {
  if (policy === undefined) return {};
  const { digits } = policy;
  const taken = new Set(open.flatMap(({ number = [] }) => number));
  const before = numberShownTo(asker, active, now);
  const isFree = before?.length === digits && !taken.has(before);
  const number = isFree ? before : drawNumber({ randomBytes, digits, taken });
  return { numberDigits: digits, number };
}

/** One version up, so that whoever counted at the same time counts again. */
function countAsked(instance: ActiveInstance, row: RequestRow): ActiveInstance {
  const { asker, number, createdAt: at } = row;
  const isShown = row.instance === instance.id && asker !== undefined && number !== undefined;
  return {
    ...instance,
    version: instance.version + 1,
    ...(isShown && { numbers: withNumber(instance.numbers, { asker, number, at }) }),
  };
}

/** @throws TesseraError OUT_OF_RANGE, MESSAGE_TOO_LARGE */
async function newRow(
  context: Context,
  instance: ActiveInstance,
  options: RequestOptions,
  now: number,
): Promise<RequestRow> {
  const { kind, pinRequired = false, reference, payment, keep } = options;
  const { lifetime = defaultLifetime(context) } = options;
  const requestId = context.randomBytes(8);
  const times = { issuedAt: now, expiresAt: now + lifetime };
  const lastAccepted = lastAcceptedOf(instance, now);
  const number = context.number && { numberDigits: context.number.digits };
  const message = await writeRequest(
    {
      requestId,
      ...times,
      kind,
      ...requestContent(options, instance.language),
      pinRequired,
      lastAccepted,
      ...number,
    },
    {
      activationId: fromHex(instance.id),
      channel: messageKey(instance.secrets.keys.channel),
      iv: context.randomBytes(12),
    },
  );
  return {
    id: toHex(requestId),
    instance: instance.id,
    version: 1,
    state: 'PENDING',
    kind,
    message,
    createdAt: now,
    expiresAt: now + lifetime,
    pinRequired,
    ...(reference !== undefined && { reference }),
    ...(payment && { payment }),
    ...(keep !== undefined && { keepDays: keep }),
  };
}

function defaultLifetime({ number }: Context): number {
  return Math.min(DEFAULT_LIFETIME_SECONDS, number?.lifetime ?? DEFAULT_LIFETIME_SECONDS);
}

/** Never rejects: a request stands whether or not anybody could be told of it. */
async function notifyAuthenticator(
  context: Context,
  { row, instance }: Created,
): Promise<PushOutcome> {
  const { push } = instance;
  if (context.push === undefined || push === undefined) return 'no-subscription';
  try {
    const text = toQrText(row.message);
    const answer = await context.push.send(push, text, row.expiresAt - row.createdAt);
    const { result, status }: PushAnswer = typeof answer === 'string' ? { result: answer } : answer;
    context.counter.add(`push.${status ?? result}`);
    if (result === 'gone') await forgetSubscription(context, instance.id, push.endpoint);
    return result === 'sent' ? 'sent' : 'failed';
  } catch {
    return 'failed';
  }
}

/** Drops a subscription that has ended, unless another has taken its place. */
async function forgetSubscription(context: Context, id: string, endpoint: string): Promise<void> {
  await attempt(context, id, (instance) => {
    const outcome = { ok: true } as const;
    if (instance.state !== 'ACTIVE' || instance.push?.endpoint !== endpoint) return { outcome };
    return {
      outcome,
      changes: [{ table: 'instances', row: subscribeInstance(instance, undefined) }],
    };
  });
}

/** A message that removes an account from its authenticator. */
export interface DeactivationMessage {
  /** To be shown as an image or as text to the person who holds the authenticator. */
  readonly message: Uint8Array;
}

/** See {@link Issuer.createDeactivation}. */
export function createDeactivation(
  context: Context,
  of: DeviceRef,
): Promise<Outcome<DeactivationMessage, DeactivationReason>> {
  return attempt<DeactivationMessage, DeactivationReason>(context, of, async (instance, now) => {
    if (isPending(instance) || instance.secrets === undefined)
      return { outcome: wrongState(instance) };
    const channel = messageKey(channelIn(instance.secrets));
    const message = await writeDeactivation(
      { requestId: context.randomBytes(8), issuedAt: now },
      { activationId: fromHex(instance.id), channel, iv: context.randomBytes(12) },
    );
    return { outcome: { ok: true, message } };
  });
}

/** The key of an instance that is, or once was, active. */
export function channelOf(instance: Instance): Uint8Array | undefined {
  const isLost = isPending(instance) || instance.secrets === undefined;
  return isLost ? undefined : channelIn(instance.secrets);
}

function channelIn(secrets: (ActiveInstance | EndedInstance)['secrets']): Uint8Array {
  return 'keys' in secrets ? secrets.keys.channel : secrets.channel;
}
