/**
 * Chunks of screens, fetched when first needed. All are in the precache: they load offline, too.
 */

/** Fetches a chunk by a dynamic import. The same function stands for the same chunk. */
export type Loader = () => Promise<unknown>;

export type ChunkState = 'coming' | 'here' | 'missing';

/** Milliseconds for a chunk to arrive over a slow mobile network. */
const ARRIVAL_TIMEOUT_MS = 30_000;

const states = new Map<Loader, ChunkState>();
/** How often the page has returned from the back/forward cache (HTML §7.4.6). */
let restorations = 0;

/**
 * Returns the state of a chunk and begins to fetch it; `changed` is called when that state changes.
 * A missing chunk may still arrive late. Whoever says that it is missing offers to load the app
 * again: some engines keep a failed fetch for as long as the document lives.
 */
export function chunkState(load: Loader, changed: () => void): ChunkState {
  const state = states.get(load);
  if (state) return state;
  states.set(load, 'coming');
  fetchChunk(load, changed);
  return 'coming';
}

/** Fetches again what failed because the page was left, which ends its fetches. */
export function fetchAgainAfterRestore(): void {
  restorations += 1;
  for (const [load, state] of states) if (state === 'missing') states.delete(load);
}

function fetchChunk(load: Loader, changed: () => void): void {
  const begunAt = restorations;
  const late = setTimeout(() => settle('missing'), ARRIVAL_TIMEOUT_MS);
  load().then(
    () => settle('here'),
    () => {
      clearTimeout(late);
      if (begunAt === restorations) settle('missing');
      else fetchChunk(load, changed);
    },
  );
  function settle(to: 'here' | 'missing'): void {
    clearTimeout(late);
    states.set(load, to);
    changed();
  }
}
