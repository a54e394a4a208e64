/** Posts something to a receiver that others chose, and settles in its time whatever comes back. */
import { request as requestPlainly } from 'node:http';
import { request as requestSecurely } from 'node:https';
import type { LookupFunction } from 'node:net';

/** What is posted, and how its receiver is found. */
export interface Posted {
  /** An http or https URL. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Finds the receiver's addresses. */
  readonly lookup: LookupFunction;
}

/**
 * Resolves to the status of the answer. The body is not read, and redirections are not followed.
 * Rejects where no answer comes, also when the receiver wants another protocol (status 101).
 */
export function postForStatus(
  { url, headers, body, lookup }: Posted,
  signal: AbortSignal,
): Promise<number> {
  const request = url.startsWith('https:') ? requestSecurely : requestPlainly;
  return new Promise((resolve, reject) => {
    // An agent of its own: a connection that the site keeps open inside its network was never
    // looked up here.
    const options = { method: 'POST', headers, signal, agent: false, lookup };
    const sent = request(url, options, (answer) => {
      // The status is the whole answer: a body that never ends is not waited for.
      resolve(answer.statusCode ?? 0);
      answer.destroy();
    });
    sent.on('error', reject);
    // After a status 101 that nobody listens for, this is the only event there is.
    sent.on('close', () => reject(new Error('no answer')));
    sent.end(body);
  });
}

/**
 * The status that a carrier resolves to; undefined where it rejects, or has not settled after
 * `timeoutMs`, even if it ignores its signal.
 */
export async function statusWithin(
  timeoutMs: number,
  carry: (signal: AbortSignal) => Promise<number>,
): Promise<number | undefined> {
  const over = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      resolve(undefined);
      over.abort(new Error('no answer in time'));
    }, timeoutMs);
  });
  try {
    return await Promise.race([carry(over.signal), end]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
