/**
 * Creates a request: sealed for one active instance, stored, and pushed to an authenticator with a
 * subscription (docs/protocol.md §7, §8).
 */
import { fromHex, toHex } from '../core/codec/bytes.ts';
import { toQrText } from '../core/codec/message-text.ts';
import { writeDeactivation, writeRequest } from '../protocol/request.ts';
import type { Context } from './context.ts';
import type { ActiveInstance, Instance } from './instance.ts';
import type { Outcome } from './outcome.ts';
import { refusal, wrongState } from './outcome.ts';
import type { PushAnswer, PushOutcome } from './push.ts';
import { requestContent } from './request-content.ts';
import type { Requested, RequestOptions } from './request-options.ts';
import type { RequestRow } from './request-row.ts';
import { subscribeInstance } from './transitions.ts';
import { attempt } from './update-instance.ts';

/** Seconds in which a request can be answered. */
const DEFAULT_LIFETIME_SECONDS = 300;
/**
 * Open requests that an instance may have at once: a person who is asked again and again says yes
 * in the end.
 */
const MAX_OPEN_REQUESTS = 16;

interface Created {
  readonly row: RequestRow;
  readonly instance: ActiveInstance;
}

/** See {@link Issuer.createRequest}. */
export async function createRequest(
  context: Context,
  instanceId: string,
  options: RequestOptions,
): Promise<Outcome<Requested>> {
  const { lifetime = DEFAULT_LIFETIME_SECONDS } = options;
  const created = await attempt<Created>(context, instanceId, async (instance, now) => {
    if (instance.state !== 'ACTIVE') return { outcome: wrongState(instance) };
    if ((await openRequests(context, instance.id, now)).length >= MAX_OPEN_REQUESTS)
      return { outcome: refusal('TOO_MANY_REQUESTS', instance) };
    const row = await newRow(context, instance, options, { from: now, to: now + lifetime });
    // With the instance in the same commit, of two at once the second counts again.
    const counted = { ...instance, version: instance.version + 1 };
    return {
      outcome: { ok: true, row, instance },
      changes: [
        { table: 'requests', row },
        { table: 'instances', row: counted },
      ],
    };
  });
  if (!created.ok) return created;
  const { id, message, expiresAt } = created.row;
  return { ok: true, id, message, expiresAt, notified: notifyAuthenticator(context, created) };
}

/** The requests of an instance that can still be answered, oldest first. */
export async function openRequests(
  { store }: Context,
  instanceId: string,
  now: number,
): Promise<readonly RequestRow[]> {
  const rows = await store.requestsOf(instanceId, now);
  return rows.filter(({ state }) => state === 'PENDING');
}

/** @throws TesseraError OUT_OF_RANGE, MESSAGE_TOO_LARGE */
async function newRow(
  context: Context,
  instance: ActiveInstance,
  options: RequestOptions,
  time: { readonly from: number; readonly to: number },
): Promise<RequestRow> {
  const { kind, pinRequired = false, reference } = options;
  const requestId = context.randomBytes(8);
  const times = { issuedAt: time.from, expiresAt: time.to };
  const message = await writeRequest(
    { requestId, ...times, kind, ...requestContent(options), pinRequired },
    {
      activationId: fromHex(instance.id),
      channel: instance.secrets.keys.channel,
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
    createdAt: time.from,
    expiresAt: time.to,
    pinRequired,
    ...(reference !== undefined && { reference }),
  };
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
  instanceId: string,
): Promise<Outcome<DeactivationMessage>> {
  return attempt<DeactivationMessage>(context, instanceId, async (instance, now) => {
    const channel = channelOf(instance);
    if (channel === undefined) return { outcome: wrongState(instance) };
    const message = await writeDeactivation(
      { requestId: context.randomBytes(8), issuedAt: now },
      { activationId: fromHex(instance.id), channel, iv: context.randomBytes(12) },
    );
    return { outcome: { ok: true, message } };
  });
}

/** The key of an instance that is, or once was, active. */
export function channelOf(instance: Instance): Uint8Array | undefined {
  switch (instance.state) {
    case 'ACTIVE':
      return instance.secrets.keys.channel;
    case 'BLOCKED':
    case 'REVOKED':
    case 'REPLACED':
      return instance.secrets.channel;
    default:
      return undefined;
  }
}
