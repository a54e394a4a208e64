/** What the person answered earlier: listed, switched on and off, cleared (docs/vault.md). */
import type { HistoryEntry } from './history-rows.ts';
import {
  HISTORY_SETTING,
  HISTORY_STORE,
  isHistoryOn,
  openHistory,
  staleDrops,
  stillKept,
} from './history-rows.ts';
import { issuerTimes, readSettings, settingChange } from './settings.ts';
import type { Store } from './store.ts';

export interface History {
  /** Returns what is kept, the newest first, and drops what has been kept for long enough. */
  readonly list: () => Promise<readonly HistoryEntry[]>;
  /** Keeps answers from here on, or keeps none: what is there goes with the switch. */
  readonly turn: (on: boolean) => Promise<void>;
  readonly clear: () => Promise<void>;
}

export interface HistoryOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** For which an answer is kept. */
  readonly days: number;
}

const STORES = [HISTORY_STORE, 'settings'] as const;

export function createHistory(store: Store, { now, days }: HistoryOptions): History {
  return {
    async list() {
      const loaded = await store.load(STORES);
      const { settings, clockOffsets } = await readSettings(loaded);
      if (!isHistoryOn(settings)) return [];
      const all = await openHistory(loaded);
      const kept = stillKept(all, { now: issuerTimes(now(), clockOffsets), days });
      if (kept.length < loaded.rows(HISTORY_STORE).size)
        await store.change(STORES, async (again) => {
          const rows = stillKept(await openHistory(again), {
            now: issuerTimes(now(), clockOffsets),
            days,
          });
          return { changes: staleDrops(again, rows) };
        });
      return kept;
    },

    turn: (on) =>
      store.change(STORES, async (loaded) => ({
        changes: [
          await settingChange(loaded, HISTORY_SETTING, on || undefined),
          ...(on ? [] : staleDrops(loaded, [])),
        ],
      })),

    clear: () => store.change([HISTORY_STORE], (loaded) => ({ changes: staleDrops(loaded, []) })),
  };
}
