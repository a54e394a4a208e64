/** Calls the site's page handler: names who calls, limits each call, tells failures as problems. */
import type { Problem } from '../issuer/http/page-api.ts';
import type { ApiResult, CallOptions } from './connection-types.ts';

export interface Calls {
  call<T>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    content?: object,
  ): Promise<ApiResult<T>>;
  /** What names who calls, for calls that are made elsewhere. */
  headers(): Promise<Readonly<Record<string, string>>>;
}

/** Milliseconds for an answer. */
const CALL_TIMEOUT_MS = 30_000;
const SIGNED_OUT = 401;

interface Answer {
  readonly status: number;
  readonly ok: boolean;
  readonly text: string;
}

export function createCalls({ base, ticket, headers: own }: CallOptions): Calls {
  let current = typeof ticket === 'string' ? ticket : undefined;

  function naming(): Readonly<Record<string, string>> {
    return { ...own?.(), ...(current !== undefined && { Authorization: `Bearer ${current}` }) };
  }

  async function headers(): Promise<Readonly<Record<string, string>>> {
    if (typeof ticket === 'function') current ??= await ticket();
    return naming();
  }

  async function send(method: string, path: string, content?: object): Promise<Answer> {
    // Whatever changes something is JSON, also where there is nothing to say.
    const body = content ?? (method === 'POST' ? {} : undefined);
    // Asked at once, where nothing has to be fetched before.
    const named = typeof ticket === 'function' ? await headers() : naming();
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), CALL_TIMEOUT_MS);
    try {
      const response = await fetch(`${base}/${path}`, {
        method,
        headers: { ...named, ...(body && { 'Content-Type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
        ...(ticket !== undefined && { credentials: 'omit' as const }),
        signal: limit.signal,
      });
      return { status: response.status, ok: response.ok, text: await response.text() };
    } finally {
      clearTimeout(timer);
    }
  }

  /** A ticket that has ended is replaced once. */
  async function sendAgain(method: string, path: string, content?: object): Promise<Answer> {
    const answer = await send(method, path, content);
    if (answer.status !== SIGNED_OUT || typeof ticket !== 'function') return answer;
    current = undefined;
    return send(method, path, content);
  }

  return {
    headers,
    async call<T>(method: string, path: string, content?: object): Promise<ApiResult<T>> {
      try {
        const { ok, text } = await sendAgain(method, path, content);
        const value: unknown = text === '' ? undefined : JSON.parse(text);
        if (ok) return { ok: true, value: value as T };
        const told = value instanceof Object && 'error' in value;
        return { ok: false, problem: told ? (value as Problem) : { error: 'UNREACHABLE' } };
      } catch {
        return { ok: false, problem: { error: 'UNREACHABLE' } };
      }
    },
  };
}
