/** Whether the browser promises to keep what is stored (WHATWG Storage). */
import { within } from './within.ts';

/** Milliseconds for an answer that needs nobody. */
const STORAGE_MS = 5000;

/** Asks for durable storage; some browsers ask the person, who takes any time. `undefined` where the browser does not say. */
export async function askToPersist(): Promise<boolean | undefined> {
  try {
    return await navigator.storage.persist();
  } catch {
    return undefined;
  }
}

/** Whether it was granted, without asking. */
export async function isPersisted(): Promise<boolean | undefined> {
  try {
    return await within(STORAGE_MS, navigator.storage.persisted(), () => undefined);
  } catch {
    return undefined;
  }
}
