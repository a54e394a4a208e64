/** Writes rows that are new: a commit that gave way to another one is made again. */

const MAX_TRIES = 10;

/** @throws Error where nothing is written after several tries: nothing may be handed out then */
export async function untilWritten(commit: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < MAX_TRIES; tries++) if (await commit()) return;
  throw new Error('Nothing was written.');
}
