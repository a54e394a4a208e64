/** Which of several elements of one kind tells what has happened: one, that in use if any. */

/** An element that can tell. */
export interface Teller {
  readonly localName: string;
  /** What it can tell of. */
  readonly about: string;
  readonly connection: object | undefined;
  readonly isConnected: boolean;
}

/** The element in which the call under way, or the last one, was begun, by its connection. */
const inUse = new WeakMap<object, Teller>();
/** What was told, and by which kinds of elements. */
const told = new WeakMap<object, Set<string>>();

/** Notes, at the beginning of a call, whether the focus is in this element. */
export function noteUse(teller: Teller, isFocused: boolean): void {
  const { connection } = teller;
  if (connection === undefined) return;
  if (isFocused) inUse.set(connection, teller);
  else if (inUse.get(connection) === teller) inUse.delete(connection);
}

/** Whether this element is to tell it: each asks once. */
export function isToTell(what: object, teller: Teller): boolean {
  const used = teller.connection && inUse.get(teller.connection);
  const isElsewhere = used !== undefined && used !== teller && isAlike(used, teller);
  const kinds = told.get(what) ?? new Set();
  const kind = kindOf(teller);
  if (isElsewhere || kinds.has(kind)) return false;
  told.set(what, kinds.add(kind));
  return true;
}

/** Whether it hears the same, and would tell it. */
function isAlike(used: Teller, teller: Teller): boolean {
  return (
    used.isConnected && used.connection === teller.connection && kindOf(used) === kindOf(teller)
  );
}

function kindOf({ localName, about }: Pick<Teller, 'localName' | 'about'>): string {
  return `${localName} ${about}`;
}
