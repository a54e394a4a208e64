/** Refers to a request without its message: in notifications, worker messages and addresses. */

export interface RequestRef {
  /** Activation id of the account's instance, hex, 16 digits. */
  readonly account: string;
  /** Hex, 16 digits. */
  readonly request: string;
}

/** Type of the worker's message to a window after a tap; `RequestRef`'s members are beside it. */
export const OPEN_REQUEST = 'OPEN_REQUEST';

const FRAGMENT = 'request=';

/** Returns the reference in a value from outside; undefined for anything else. */
export function toRequestRef(value: unknown): RequestRef | undefined {
  const { account, request } = (value ?? {}) as Partial<Record<string, unknown>>;
  return isId(account) && isId(request) ? { account, request } : undefined;
}

/** Returns the fragment for an address, without the `#`. */
export function toRequestFragment({ account, request }: RequestRef): string {
  return `${FRAGMENT}${account}/${request}`;
}

/** Returns the reference in an address's fragment; undefined for any other fragment. */
export function fromRequestFragment(fragment: string): RequestRef | undefined {
  if (!fragment.startsWith(FRAGMENT)) return undefined;
  const [account, request, ...more] = fragment.slice(FRAGMENT.length).split('/');
  return more.length === 0 ? toRequestRef({ account, request }) : undefined;
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{16}$/.test(value);
}
