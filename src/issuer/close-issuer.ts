/** Closes an issuer: calls first, then what waits for other servers, then workers. */
import { inCall } from './argument-error.ts';
import { checkWhole } from './check.ts';
import type { Context } from './context.ts';

/** Seconds for which calls that are under way are waited for, unless told. */
const CLOSING_SECONDS = 10;
/** The longest such time, in seconds: an hour. */
const MAX_CLOSING_SECONDS = 3600;

/** See {@link Issuer.close}. @throws ArgumentError */
export async function closeIssuer(context: Context, seconds = CLOSING_SECONDS): Promise<void> {
  inCall('close', () => checkWhole('seconds', seconds, 0, MAX_CLOSING_SECONDS));
  const { closing, endWatches, endReaders, stretcher } = context;
  await closing.close(seconds);
  endWatches();
  endReaders();
  await stretcher.close();
}
