/** Calls to an issuer's service: signed, bounded, never beyond the policy's list, and each answer's time told to the account's clock (docs/protocol.md §8). */
import type { Account } from '../core/account.ts';
import { fromHex, utf8 } from '../core/codec/bytes.ts';
import { TesseraError, type ErrorCode } from '../core/errors.ts';
import { within } from '../platform/within.ts';
import { signServiceToken } from '../protocol/service-token.ts';

export interface ServiceContext {
  readonly vault: { serviceKey(accountId: string): Promise<CryptoKey> };
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Seconds to add to this phone's clock, from now on. */
  readonly setClockOffset: (accountId: string, seconds: number) => Promise<void>;
  /** Origins that `connect-src` lists. */
  readonly allowed: readonly string[];
}

export interface ServiceCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Under the service's URL, from its slash: `/requests`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
}

type Served = Pick<Account, 'id' | 'serial' | 'serviceUrl' | 'clockOffset'>;

/** Milliseconds for a call with its answer. */
const CALL_TIMEOUT_MS = 15_000;
/** An answer longer than this is none, bytes. */
const LONGEST_ANSWER = 256 * 1024;
/** Seconds by which the clock may be off before it is set: the way of an answer takes time too. */
const TOLERANCE = 5;
/** A time beyond this is no time (the year 36812). */
const LAST_SECOND = 2 ** 40;

interface ServiceResponse {
  readonly status: number;
  readonly value: unknown;
  /** The account's offset that the answer's time means; absent where the clock agrees. */
  readonly offset: number | undefined;
}

/**
 * One call, and once again where the clock was why it was refused. Resolves to the answer's JSON value, unchecked.
 * @throws TesseraError SERVICE_NOT_ALLOWED: the policy does not list it, nothing was sent; SERVICE_UNREACHABLE: whether
 * it arrived is not known; SERVICE_REFUSED; RESPONSE_WRONG (422 CODE_WRONG); REQUEST_GONE (404, 409, 410), each with the
 * answer's value as its cause; UNKNOWN_ACCOUNT, VAULT_DAMAGED
 */
export async function callService(
  context: ServiceContext,
  account: Served,
  call: ServiceCall,
  signal?: AbortSignal,
): Promise<unknown> {
  const url = serviceUrl(account, call.path);
  if (!url || !context.allowed.includes(url.origin)) throw new TesseraError('SERVICE_NOT_ALLOWED');
  const key = await context.vault.serviceKey(account.id);
  const attempt = async (clockOffset: number): Promise<ServiceResponse> => {
    const answer = await send(context, key, { ...account, clockOffset }, call, url, signal);
    // What the service has taken is taken, whether or not its time can be kept.
    if (answer.offset !== undefined)
      await context.setClockOffset(account.id, answer.offset).catch(() => undefined);
    return answer;
  };
  let answer = await attempt(account.clockOffset);
  if (answer.status === 401 && answer.offset !== undefined) answer = await attempt(answer.offset);
  return accepted(answer);
}

/** Whether the app may call the service of this account at all. */
export function serviceAllowed(
  account: Pick<Account, 'serviceUrl'>,
  allowed: readonly string[],
): boolean {
  const url = serviceUrl(account, '');
  return url !== undefined && allowed.includes(url.origin);
}

function serviceUrl(
  { serviceUrl: base }: Pick<Account, 'serviceUrl'>,
  path: string,
): URL | undefined {
  try {
    return base === undefined ? undefined : new URL(base.replace(/\/$/, '') + path);
  } catch {
    return undefined;
  }
}

async function send(
  { fetch, now }: ServiceContext,
  key: CryptoKey,
  account: Served,
  { method, body }: ServiceCall,
  url: URL,
  signal: AbortSignal | undefined,
): Promise<ServiceResponse> {
  const sent = body === undefined ? undefined : utf8(JSON.stringify(body));
  const subject = { activationId: fromHex(account.id), serial: account.serial };
  const token = await signServiceToken(
    key,
    subject,
    { method, url: url.href, ...(sent && { body: sent }) },
    Math.floor(now() / 1000) + account.clockOffset,
  );
  const limit = new AbortController();
  const stop = (): void => limit.abort();
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop);
  const exchange = async (): Promise<ServiceResponse> => {
    const began = now();
    const response = await fetch(url.href, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(sent && { 'Content-Type': 'application/json' }),
      },
      ...(sent && { body: sent }),
      mode: 'cors',
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal: limit.signal,
    });
    // The clock was read on its way back: about the middle of the call, and half a second into the second.
    const phone = (began + now()) / 2000 - 0.5;
    const value: unknown = JSON.parse(await bounded(response));
    return { status: response.status, value, offset: correction(value, phone, account) };
  };
  try {
    return await within(CALL_TIMEOUT_MS, exchange(), () => {
      stop();
      throw new DOMException('The service does not answer', 'TimeoutError');
    });
  } catch (cause) {
    throw new TesseraError('SERVICE_UNREACHABLE', { cause });
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** The whole text of an answer that is not too long. */
async function bounded(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let [text, length] = ['', 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > LONGEST_ANSWER) {
      await reader.cancel();
      throw new RangeError('The answer is too long');
    }
    text += decoder.decode(value, { stream: true });
  }
}

function correction(value: unknown, phone: number, { clockOffset }: Served): number | undefined {
  const time = (value as { readonly time?: unknown } | null)?.time;
  if (typeof time !== 'number' || !Number.isInteger(time) || time < 0 || time > LAST_SECOND)
    return undefined;
  const offset = Math.round(time - phone);
  return Math.abs(offset - clockOffset) > TOLERANCE ? offset : undefined;
}

function accepted({ status, value }: ServiceResponse): unknown {
  if (status >= 200 && status < 300) return value;
  throw new TesseraError(codeOf(status, value), { cause: value });
}

function codeOf(status: number, value: unknown): ErrorCode {
  if (status === 404 || status === 409 || status === 410) return 'REQUEST_GONE';
  if (status >= 500 || status === 429) return 'SERVICE_UNREACHABLE';
  const told = (value as { readonly error?: unknown } | null)?.error;
  return status === 422 && told === 'CODE_WRONG' ? 'RESPONSE_WRONG' : 'SERVICE_REFUSED';
}
