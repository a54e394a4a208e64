/** The ids of instances and requests. */

const ID = /^[0-9a-f]{16}$/;

/** Returns true for 8 bytes in hexadecimal digits: no store is asked for anything else. */
export function isId(text: string): boolean {
  return ID.test(text);
}
