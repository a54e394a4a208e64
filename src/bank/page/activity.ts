/** Tells the bank that its customer does something: without activity a session ends. */
import { SESSION_SECONDS } from '../api.ts';
import { call } from './connection.ts';

/** Milliseconds between two reports, and between two looks once the session may have ended. */
const REPORT_EVERY_MS = 60_000;
/** Milliseconds after which the page looks whether the session has ended. */
const OVER_AFTER_MS = SESSION_SECONDS * 1000 + 1000;
const EVENTS = ['pointerdown', 'keydown'] as const;

/**
 * Watches until `signal` is aborted. `over` is called when the session may have ended, and again
 * each minute until something is done: another window may have kept it alive.
 */
export function watchActivity(over: () => void, signal: AbortSignal): void {
  let reportedAt = -Infinity;
  let ending: ReturnType<typeof setTimeout> | undefined;
  let reporting: ReturnType<typeof setTimeout> | undefined;

  function lookAfter(milliseconds: number): void {
    clearTimeout(ending);
    ending = setTimeout(() => {
      lookAfter(REPORT_EVERY_MS);
      over();
    }, milliseconds);
  }

  function report(): void {
    reporting = undefined;
    reportedAt = Date.now();
    void call('POST', 'activity').then((answer) => {
      if (!answer.ok && answer.problem.error === 'SIGNED_OUT') over();
    });
  }

  function noticed(): void {
    lookAfter(OVER_AFTER_MS);
    if (reporting !== undefined) return;
    const pause = reportedAt + REPORT_EVERY_MS - Date.now();
    if (pause <= 0) report();
    // What is done within the minute is told at its end.
    else reporting = setTimeout(report, pause);
  }

  lookAfter(OVER_AFTER_MS);
  for (const type of EVENTS) addEventListener(type, noticed, { passive: true, signal });
  signal.addEventListener('abort', () => {
    clearTimeout(ending);
    clearTimeout(reporting);
  });
}
