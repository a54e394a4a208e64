/** `tessera-issuer audit check`: whether the chain of a brand's events holds. */
import type { AuditRange } from '../../issuer/events/audit.ts';
import { numberAll } from '../../issuer/events/read-events.ts';
import type { IssuerStore } from '../../issuer/store.ts';
import { CommandError } from './command-error.ts';

/** The numbers between which is checked, as typed; empty: no limit. @throws CommandError */
export function readRange(from: string, to: string): AuditRange {
  const numberOf = (option: string, text: string): number => {
    if (!/^[1-9]\d{0,14}$/.test(text)) throw new CommandError(`--${option} must be 1 or more.`);
    return Number(text);
  };
  if (from !== '' && to !== '' && numberOf('from', from) > numberOf('to', to))
    throw new CommandError('--from must not be above --to.');
  return {
    ...(from !== '' && { from: numberOf('from', from) }),
    ...(to !== '' && { to: numberOf('to', to) }),
  };
}

/**
 * Prints what was checked and the chain's end.
 * @throws CommandError where it ends before the range begins
 * @throws Error where the chain is broken
 */
export async function checkAudit(
  store: IssuerStore,
  range: AuditRange,
  print: (line: string) => void,
): Promise<void> {
  await numberAll(store);
  const { number: newest } = await store.auditHead();
  const { from = 1 } = range;
  if (from - 1 > newest)
    throw new CommandError(`--from must be at most ${newest + 1}: the last event is ${newest}.`);
  const result = await store.auditEvents(range);
  if (!result.ok) throw new Error(`Event ${result.broken} is not what was written.`);
  const { number, link } = await store.auditHead();
  print(`${result.checked} events are what was written. The last is ${number}, link ${link}`);
}
