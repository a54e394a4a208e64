/** Keeps what is edited over a reload, in this tab alone. */
import type { Draft } from './draft.ts';
import { isObject } from './schema.ts';

const KEY = 'tessera-studio-draft';

export interface Kept {
  readonly draft: Draft;
  readonly isSaved: boolean;
}

/** A draft larger than the storage is not kept: the question before leaving is still asked. */
export function keepDraft(kept: Kept): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch (error) {
    sessionStorage.removeItem(KEY);
    console.warn('The draft is too large to be kept over a reload.', error);
  }
}

/** Returns what was kept; undefined where there is nothing that can be read. */
export function keptDraft(): Kept | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    return isKept(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

function isKept(value: unknown): value is Kept {
  if (!isObject(value) || !isObject(value['draft'])) return false;
  const { name, config, files } = value['draft'];
  return typeof name === 'string' && isObject(config) && isObject(files);
}
