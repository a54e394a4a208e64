/** Refers to a request without its message: in notifications, worker messages and addresses. */

export interface RequestName {
  /** Activation id of the account's instance, hex, 16 digits. */
  readonly account: string;
  /** Hex, 16 digits. */
  readonly request: string;
}

/** Type of the worker's message to a window after a tap; `RequestName`'s members are beside it. */
export const OPEN_REQUEST = 'OPEN_REQUEST';

const FRAGMENT = 'request=';

/** Returns the name in a value from outside; undefined for anything else. */
export function requestName(value: unknown): RequestName | undefined {
  const { account, request } = (value ?? {}) as Partial<Record<string, unknown>>;
  return isId(account) && isId(request) ? { account, request } : undefined;
}

/** Returns the fragment for an address, without the `#`. */
export function toRequestFragment({ account, request }: RequestName): string {
  return `${FRAGMENT}${account}/${request}`;
}

/** Returns the name in an address's fragment; undefined for any other fragment. */
export function fromRequestFragment(fragment: string): RequestName | undefined {
  if (!fragment.startsWith(FRAGMENT)) return undefined;
  const [account, request, ...more] = fragment.slice(FRAGMENT.length).split('/');
  return more.length === 0 ? requestName({ account, request }) : undefined;
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{16}$/.test(value);
}
