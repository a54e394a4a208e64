/** Calls an issuer's service, where the policy allows it (docs/protocol.md §8). */
import type { IssuerAccount } from '../core/account.ts';
import { fromHex, utf8 } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import { within } from '../platform/within.ts';
import { issuerSeconds } from '../protocol/clock.ts';
import { signServiceToken } from '../protocol/service-token.ts';
import type { ServiceResponse } from './service-response.ts';
import { acceptedValue, isRefusedForClock, readResponse } from './service-response.ts';

export type ServiceAccount = Pick<IssuerAccount, 'id' | 'serial' | 'serviceUrl' | 'clockOffset'>;

export interface ServiceCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Under the service's URL, from its slash: `/requests`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Milliseconds for one try with its response; 15 s without it. */
  readonly timeoutMs?: number;
}

export interface ServiceClient {
  /** Returns true if the policy lists the account's service. */
  readonly canCall: (account: Pick<IssuerAccount, 'serviceUrl'>) => boolean;
  /**
   * Makes one call, and once again where the clock was why it was refused. Resolves to the JSON
   * value of the response, unchecked.
   * @throws TesseraError SERVICE_NOT_ALLOWED: nothing was sent; SERVICE_UNREACHABLE: whether it
   * arrived is not known; SERVICE_REFUSED; ANSWER_WRONG (422); PAUSED (423); REQUEST_GONE (404,
   * 409, 410), each with the response's value as its cause; and as `serviceKey`
   */
  readonly call: (
    account: ServiceAccount,
    call: ServiceCall,
    signal?: AbortSignal,
  ) => Promise<unknown>;
}

export interface ServiceClientOptions {
  /** @throws TesseraError UNKNOWN_ACCOUNT, VAULT_DAMAGED */
  readonly serviceKey: (accountId: string) => Promise<CryptoKey>;
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The language of the person, BCP 47: what the issuer says to them should be in it. */
  readonly language: () => string;
  /** Origins that `connect-src` lists. */
  readonly allowedOrigins: readonly string[];
  /** Keeps the seconds to add to this phone's clock for an account; absent where nothing can. */
  readonly setClockOffset?: (accountId: string, seconds: number) => Promise<void>;
}

/** A call with everything that signing and sending it takes. */
interface PreparedCall extends ServiceCall {
  readonly account: ServiceAccount;
  readonly url: URL;
  readonly key: CryptoKey;
  readonly signal: AbortSignal | undefined;
}

/** For a try with its response. */
const CALL_TIMEOUT_MS = 15_000;

export function createServiceClient(options: ServiceClientOptions): ServiceClient {
  const { serviceKey, allowedOrigins, setClockOffset } = options;

  function allowedUrl(
    { serviceUrl }: Pick<IssuerAccount, 'serviceUrl'>,
    path: string,
  ): URL | undefined {
    if (serviceUrl === undefined) return undefined;
    try {
      const url = new URL(serviceUrl.replace(/\/$/, '') + path);
      return allowedOrigins.includes(url.origin) ? url : undefined;
    } catch {
      return undefined; // no URL
    }
  }

  async function attempt(call: PreparedCall): Promise<ServiceResponse> {
    const response = await sendCall(options, call);
    // What the service has accepted is accepted, whether or not its time can be kept.
    if (response.offset !== undefined)
      await setClockOffset?.(call.account.id, response.offset).catch(() => undefined);
    return response;
  }

  return {
    canCall: (account) => allowedUrl(account, '') !== undefined,
    async call(account, call, signal) {
      const url = allowedUrl(account, call.path);
      if (!url) throw new TesseraError('SERVICE_NOT_ALLOWED');
      const key = await serviceKey(account.id);
      const prepared = { ...call, account, url, key, signal };
      let response = await attempt(prepared);
      if (response.offset !== undefined && isRefusedForClock(response)) {
        const corrected = { ...account, clockOffset: response.offset };
        response = await attempt({ ...prepared, account: corrected });
      }
      return acceptedValue(response);
    },
  };
}

/** @throws TesseraError SERVICE_UNREACHABLE */
async function sendCall(
  { fetch, now, language }: ServiceClientOptions,
  { account, url, key, method, body, signal, timeoutMs = CALL_TIMEOUT_MS }: PreparedCall,
): Promise<ServiceResponse> {
  const sent = body === undefined ? undefined : utf8(JSON.stringify(body));
  const token = await signServiceToken(
    key,
    { activationId: fromHex(account.id), serial: account.serial },
    { method, url: url.href, ...(sent && { body: sent }) },
    issuerSeconds(account, now()),
  );
  const limit = new AbortController();
  const stop = (): void => limit.abort();
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop);
  async function exchange(): Promise<ServiceResponse> {
    const began = now();
    const response = await fetch(url.href, {
      method,
      headers: {
        'Accept-Language': language(),
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
    return readResponse(response, account, { began, ended: now() });
  }
  try {
    return await within(timeoutMs, exchange(), () => {
      stop();
      throw new DOMException('The service does not answer', 'TimeoutError');
    });
  } catch (cause) {
    throw new TesseraError('SERVICE_UNREACHABLE', { cause });
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
