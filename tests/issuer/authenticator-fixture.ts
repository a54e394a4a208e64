/**
 * An authenticator's side of an account after activation: response codes, and signed calls to the
 * issuer's service.
 */
import { fromHex, toBase64url, utf8 } from '../../src/core/codec/bytes.ts';
import { createServiceHandler } from '../../src/issuer/http/service-handler.ts';
import { webHmac } from '../../src/protocol/hmac.ts';
import { responseSuite } from '../../src/protocol/ocra.ts';
import { responseCode } from '../../src/protocol/request.ts';
import { signServiceToken } from '../../src/protocol/service-token.ts';
import type { Account, Bound, IssuerFixture } from './issuer-fixture.ts';

export const SERVICE = 'https://bank.example:8443/service';
export const AUTHENTICATOR = 'https://auth.example';

export async function responseTo({ message, keys }: Account, request: Uint8Array): Promise<string> {
  const suite = responseSuite(message.ocraSuite);
  return responseCode(await webHmac(suite.hash, keys.sign), suite, request);
}

/** The same with the number that the page shows. */
export async function numberedResponse(
  { message, keys }: Account,
  request: Uint8Array,
  number: string,
): Promise<string> {
  const suite = responseSuite(message.ocraSuite);
  return responseCode(await webHmac(suite.hash, keys.sign), suite, request, number);
}

export interface Call {
  readonly method?: string;
  /** Below the service URL. */
  readonly path: string;
  readonly body?: unknown;
  /** What the token is made for, where that is another call. */
  readonly signed?: {
    method?: string;
    url?: string;
    body?: unknown;
    time?: number;
    serial?: string;
    key?: Uint8Array;
  };
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The token that an authenticator would make for a call. */
export async function tokenFor(
  at: IssuerFixture,
  { id, account }: Bound,
  call: Call,
): Promise<string> {
  const { signed = {}, path } = call;
  const body = 'body' in signed ? signed.body : call.body;
  return signServiceToken(
    signed.key ?? account.keys.service,
    { activationId: fromHex(id), serial: signed.serial ?? account.message.serial },
    {
      method: signed.method ?? call.method ?? 'GET',
      url: signed.url ?? SERVICE + path,
      ...(body !== undefined && { body: utf8(JSON.stringify(body)) }),
    },
    signed.time ?? at.clock.now,
  );
}

/** The same call as a Request; from a browser at the authenticator's origin. */
export function requestFor({ method = 'GET', path, body, headers }: Call, token: string): Request {
  return new Request(SERVICE + path, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      Origin: AUTHENTICATOR,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

export function handlerOf({ issuer }: IssuerFixture): ReturnType<typeof createServiceHandler> {
  return createServiceHandler({ issuer, authenticators: [AUTHENTICATOR] });
}

export async function read(response: Response): Promise<Answer> {
  const { status, headers } = response;
  return { status, headers, body: (await response.json()) as Answer['body'] };
}

export async function send(at: IssuerFixture, bound: Bound, call: Call): Promise<Answer> {
  return read(await handlerOf(at)(requestFor(call, await tokenFor(at, bound, call))));
}

export const answerPath = (requestId: string): string =>
  `/requests/${toBase64url(fromHex(requestId))}/answer`;
