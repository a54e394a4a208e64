/** Whether the browser promises to keep what is stored (WHATWG Storage). */

/** Asks for durable storage. `undefined` where the browser does not say. */
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
    return await navigator.storage.persisted();
  } catch {
    return undefined;
  }
}
