/** Whether the service can serve: its store answers soon, and both clocks agree. */
import type { IssuerStore } from '../issuer/store.ts';
import type { Health } from './operations.ts';

/** Milliseconds within which the store must answer. */
const STORE_LIMIT_MS = 2000;
/** Seconds by which the database's clock may differ: codes are good for 30. */
const MAX_OFFSET_SECONDS = 30;
const MS_PER_SECOND = 1000;

/** Looks at a store. @param isDraining whether the service is about to end */
export async function readHealth(
  store: Pick<IssuerStore, 'clock'>,
  isDraining: boolean,
): Promise<Health> {
  const reasons: string[] = isDraining ? ['draining'] : [];
  const offset = await clockOffset(store);
  if (offset === undefined) reasons.push('the store does not answer');
  else if (Math.abs(offset) >= MAX_OFFSET_SECONDS) reasons.push('the clocks differ');
  return { isReady: reasons.length === 0, reasons };
}

/** Seconds by which the store's clock is ahead; undefined where it does not answer. */
export async function clockOffset(store: Pick<IssuerStore, 'clock'>): Promise<number | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), STORE_LIMIT_MS);
  });
  try {
    const clock = await Promise.race([store.clock(), limit]);
    return clock === undefined ? undefined : clock - Date.now() / MS_PER_SECOND;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
