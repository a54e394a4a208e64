/** Whether the service can serve: its store answers soon, and both clocks agree. */
import { MAX_OFFSET_SECONDS } from '../issuer/health.ts';
import type { Issuer } from '../issuer/issuer.ts';
import type { Health } from './operations.ts';

/** Milliseconds within which the store must answer. */
const STORE_LIMIT_MS = 2000;

/** Asks an issuer. @param isDraining whether the service is about to end */
export async function readHealth(
  issuer: Pick<Issuer, 'health'>,
  isDraining: boolean,
): Promise<Health> {
  const reasons: string[] = isDraining ? ['draining'] : [];
  const health = await withinLimit(issuer.health());
  if (health?.store !== 'ok') reasons.push('the store does not answer');
  else if (Math.abs(health.clockOffset) >= MAX_OFFSET_SECONDS) reasons.push('the clocks differ');
  return { isReady: reasons.length === 0, reasons };
}

/** Undefined where it takes longer than the store may. */
export async function withinLimit<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), STORE_LIMIT_MS);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
