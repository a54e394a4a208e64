/** Durable storage: the promise of the browser to keep what is stored (WHATWG Storage). */
import { within } from './within.ts';

/** Milliseconds for an answer that does not ask the person. */
const STORAGE_MS = 5000;

/**
 * Asks for durable storage; resolves to `undefined` where the browser does not say. Some browsers
 * ask the person, who may take any time.
 */
export async function askToPersist(): Promise<boolean | undefined> {
  try {
    return await navigator.storage.persist();
  } catch {
    return undefined;
  }
}

/** Returns whether durable storage was granted, without asking for it. */
export async function isPersisted(): Promise<boolean | undefined> {
  try {
    return await within(STORAGE_MS, navigator.storage.persisted(), () => undefined);
  } catch {
    return undefined;
  }
}
