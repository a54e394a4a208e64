/** Names of DOM exceptions (Web IDL §2.8.1). Like `within.ts`, known to its siblings. */

/** Returns the name of an error or exception, '' for any other thrown value. */
export function errorName(thrown: unknown): string {
  return thrown instanceof Error || thrown instanceof DOMException ? thrown.name : '';
}
