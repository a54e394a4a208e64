/** Tells the bank that its customer does something: without activity a session ends. */
import { SESSION_SECONDS } from '../api.ts';
import { call } from './api-client.ts';

/** Milliseconds between two reports. */
const REPORT_EVERY_MS = 60_000;
/** Milliseconds after which the page looks whether the session has ended. */
const OVER_AFTER_MS = SESSION_SECONDS * 1000 + 1000;
const EVENTS = ['pointerdown', 'keydown'] as const;

/** Watches until `signal` is aborted; `over` is called when the session must have ended. */
export function watchActivity(over: () => void, signal: AbortSignal): void {
  let reportedAt = Date.now();
  let timer = setTimeout(over, OVER_AFTER_MS);

  function noticed(): void {
    clearTimeout(timer);
    timer = setTimeout(over, OVER_AFTER_MS);
    if (Date.now() - reportedAt < REPORT_EVERY_MS) return;
    reportedAt = Date.now();
    void call('POST', 'activity');
  }

  for (const type of EVENTS) addEventListener(type, noticed, { passive: true, signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
}
