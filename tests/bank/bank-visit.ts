/** A visit of the bank's page, as its connection makes one. */
import { BANK } from '../../src/bank/page/connection.ts';
import { createCalls } from '../../src/page-kit/calls.ts';
import { Visit } from '../../src/page-kit/visit.ts';

export function bankVisit(changed: () => void = () => undefined): Visit {
  const { base, headers, ...options } = BANK;
  const calls = createCalls({ base, ...(headers && { headers }) });
  return new Visit(changed, { ...options, calls });
}
