/** Calls the bank's server: names the customer, limits each call, turns failures into problems. */
import type { Problem } from '../../issuer/http/page-api.ts';
import { CUSTOMER_HEADER } from '../api.ts';

/** A refusal of the server's, or that it could not be reached. */
export type CallProblem = Problem | { readonly error: 'UNREACHABLE' };

export type ApiResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: CallProblem };

const CUSTOMER_KEY = 'customer';
/** Milliseconds for an answer. */
const CALL_TIMEOUT_MS = 30_000;

export async function call<T>(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  content?: object,
): Promise<ApiResult<T>> {
  // Whatever changes something is JSON, also where there is nothing to say.
  const body = content ?? (method === 'POST' ? {} : undefined);
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), CALL_TIMEOUT_MS);
  try {
    const response = await fetch(`/api/${path}`, {
      method,
      headers: {
        ...customerHeaders(),
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: limit.signal,
    });
    const value: unknown = response.status === 204 ? undefined : await response.json();
    if (response.ok) return { ok: true, value: value as T };
    const told = value instanceof Object && 'error' in value;
    return { ok: false, problem: told ? (value as Problem) : { error: 'UNREACHABLE' } };
  } catch {
    return { ok: false, problem: { error: 'UNREACHABLE' } };
  } finally {
    clearTimeout(timer);
  }
}

/** What names the customer in each call. */
export function customerHeaders(): Readonly<Record<string, string>> {
  return { [CUSTOMER_HEADER]: getCustomer() };
}

let known: string | undefined;

/**
 * Stands in for a sign-in: a random number that this browser keeps, so that reloads and other tabs
 * find the same devices.
 */
function getCustomer(): string {
  known ??= readCustomer() ?? keepCustomer(randomCustomer());
  return known;
}

function readCustomer(): string | undefined {
  try {
    return localStorage.getItem(CUSTOMER_KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Where storage is refused, the customer lasts as long as the page. */
function keepCustomer(name: string): string {
  try {
    localStorage.setItem(CUSTOMER_KEY, name);
  } catch {
    return name;
  }
  return name;
}

function randomCustomer(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
