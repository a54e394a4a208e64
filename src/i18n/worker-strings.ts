/** The service worker's words: so few that it has those of every language. */
/// <reference types="vite/types/importMeta.d.ts" />
import type { LanguageTag } from './languages.ts';
import type ENGLISH from './locales/en/worker.json';

/** The shape of every language's `worker.json`. */
export type WorkerStrings = typeof ENGLISH;

const ALL: Readonly<Record<string, WorkerStrings>> = import.meta.glob('./locales/*/worker.json', {
  eager: true,
  import: 'default',
});

export function workerStrings(tag: LanguageTag): WorkerStrings {
  return ALL[`./locales/${tag}/worker.json`]!;
}
