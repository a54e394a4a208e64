/** Questions that the screens ask about the wizard's state. */
import type { Activation } from './types.ts';

const STEPS_AFTER_CODE: ReadonlySet<Activation['step']> = new Set([
  'device-code',
  'choose-pin',
  'authenticate',
  'sealing',
] as const);

/** Returns true if this transition accepted a scanned code: the person may lower the phone. */
export function codeAccepted(before: Activation | undefined, now: Activation): boolean {
  const reading = before?.step === 'reading-first' || before?.step === 'reading-second';
  return reading && STEPS_AFTER_CODE.has(now.step);
}

/** Returns true while the scanner waits for any code: a request, another server's account. */
export function isOpenScan(state: Activation): boolean {
  return state.step === 'scan-first' && state.exchange.purpose.kind === 'activate';
}
