/** Reads a response of an issuer's service: JSON, clock, errors (docs/protocol.md §8). */
import type { IssuerAccount } from '../core/account.ts';
import { MAX_TIME_SECONDS } from '../core/codec/cbor-fields.ts';
import type { ErrorCode } from '../core/errors.ts';
import { TesseraError } from '../core/errors.ts';

export interface ServiceResponse {
  readonly status: number;
  /** Parsed JSON, unchecked. */
  readonly value: unknown;
  /** The account's clock offset by the response's time, in seconds; absent if the clock agrees. */
  readonly offset: number | undefined;
}

/** When a call began, and when its response came: this phone's clock, milliseconds since 1970. */
export interface CallTimes {
  readonly began: number;
  readonly ended: number;
}

/** Maximum response size; longer responses are rejected. */
const MAX_RESPONSE_BYTES = 256 * 1024;
/** Seconds by which the clock may be off before it is set: a response takes time to arrive, too. */
const TOLERANCE_SECONDS = 5;
const UNAUTHORIZED = 401;
/** More tries than any issuer allows are none that can be told. */
const MAX_TRIES = 99;

/** Rejects where the response is no JSON, or too long. */
export async function readResponse(
  response: Response,
  account: Pick<IssuerAccount, 'clockOffset'>,
  times: CallTimes,
): Promise<ServiceResponse> {
  const value: unknown = JSON.parse(await readText(response));
  return { status: response.status, value, offset: correctedOffset(value, account, times) };
}

/** @throws TesseraError SERVICE_REFUSED, SERVICE_UNREACHABLE, ANSWER_WRONG, PAUSED, REQUEST_GONE */
export function acceptedValue({ status, value }: ServiceResponse): unknown {
  if (status >= 200 && status < 300) return value;
  throw new TesseraError(errorCode(status, value), { cause: value });
}

/** Returns true for a refusal that another clock may avoid: a known token arrived before. */
export function isRefusedForClock({ status, value }: ServiceResponse): boolean {
  return status === UNAUTHORIZED && membersOf(value).error !== 'TOKEN_USED';
}

function errorCode(status: number, value: unknown): ErrorCode {
  if (status === 404 || status === 409 || status === 410) return 'REQUEST_GONE';
  if (status >= 500 || status === 429) return 'SERVICE_UNREACHABLE';
  const { error } = membersOf(value);
  if (status === 422 && error === 'ANSWER_WRONG') return error;
  return status === 423 && error === 'PAUSED' ? error : 'SERVICE_REFUSED';
}

/** @throws RangeError beyond the maximum size */
async function readText(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > MAX_RESPONSE_BYTES) {
      await reader.cancel();
      throw new RangeError('The response is too long');
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** The service's time in a response, seconds since 1970; undefined where it is none. */
export function timeOf(value: unknown): number | undefined {
  return asCount(membersOf(value).time, MAX_TIME_SECONDS);
}

/** The service's own name of an error, in what `acceptedValue` threw. */
export function errorIn(thrown: unknown): unknown {
  return membersOf(causeOf(thrown)).error;
}

/** The state of the request, as the service names it. */
export function stateIn(thrown: unknown): unknown {
  return membersOf(causeOf(thrown)).state;
}

/** How often the request can still be answered; undefined where the service does not say. */
export function triesLeftIn(thrown: unknown): number | undefined {
  return asCount(membersOf(causeOf(thrown)).triesLeft, MAX_TRIES);
}

/** When the service takes codes again, issuer's clock, seconds since 1970. */
export function pausedUntilIn(thrown: unknown): number | undefined {
  return asCount(membersOf(causeOf(thrown)).pausedUntil, MAX_TIME_SECONDS);
}

function causeOf(thrown: unknown): unknown {
  return thrown instanceof TesseraError ? thrown.cause : undefined;
}

function membersOf(value: unknown): Partial<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? value : {};
}

function asCount(value: unknown, max: number): number | undefined {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= max
    ? (value as number)
    : undefined;
}

function correctedOffset(
  value: unknown,
  { clockOffset }: Pick<IssuerAccount, 'clockOffset'>,
  { began, ended }: CallTimes,
): number | undefined {
  const time = timeOf(value);
  if (time === undefined) return undefined;
  // The service read its clock about the middle of the call, and half a second into that second.
  const phone = (began + ended) / 2000 - 0.5;
  const offset = Math.round(time - phone);
  return Math.abs(offset - clockOffset) > TOLERANCE_SECONDS ? offset : undefined;
}
