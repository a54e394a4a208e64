/** `tessera-issuer audit check`: whether the chain of a brand's events holds. */
import { numberAll } from '../../issuer/events/read-events.ts';
import type { IssuerStore } from '../../issuer/store.ts';

/** Prints what was checked and the chain's end. @throws Error where the chain is broken */
export async function checkAudit(store: IssuerStore, print: (line: string) => void): Promise<void> {
  await numberAll(store);
  const result = await store.auditEvents({});
  if (!result.ok) throw new Error(`Event ${result.broken} is not what was written.`);
  const { number, link } = await store.auditHead();
  print(`${result.checked} events are what was written. The last is ${number}, link ${link}`);
}
