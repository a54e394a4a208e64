/** Keeps what is edited over a reload, in this tab alone. */
import type { BrandFiles, Draft } from './draft.ts';
import { isObject } from './schema.ts';

const KEY = 'tessera-studio-draft';

export interface Kept {
  readonly draft: Draft;
  readonly isSaved: boolean;
  /** The folder's icons, where the draft has others. */
  readonly replaced?: BrandFiles | undefined;
}

/**
 * Returns whether it is kept: a draft may be larger than the storage. The question before leaving
 * is still asked.
 */
export function keepDraft(kept: Kept): boolean {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
    return true;
  } catch (error) {
    sessionStorage.removeItem(KEY);
    console.warn('The draft is too large to be kept over a reload.', error);
    return false;
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
