/** The moment when a code was read and taken: the phone may be lowered. */
import type { Activation } from './types.ts';

const READ: ReadonlySet<Activation['step']> = new Set([
  'device-code',
  'choose-pin',
  'authenticate',
  'sealing',
] as const);

/** Whether the step from one state to the next is that moment. */
export function codeAccepted(before: Activation | undefined, now: Activation): boolean {
  const reading = before?.step === 'reading-first' || before?.step === 'reading-second';
  return reading && READ.has(now.step);
}
