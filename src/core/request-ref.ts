/** How a request is named where no message is at hand: in a notification, in what the service worker says to a window, and in an address. */

export interface RequestName {
  /** Activation id of the account's instance, hex, 16 digits. */
  readonly account: string;
  /** Hex, 16 digits. */
  readonly request: string;
}

/** The type of what the service worker says to a window when a notification was tapped; the name's members beside it. */
export const OPEN_REQUEST = 'OPEN_REQUEST';

const FRAGMENT = 'request=';

/** The name in a value from outside; undefined for anything else. */
export function requestName(value: unknown): RequestName | undefined {
  const { account, request } = (value ?? {}) as Partial<Record<string, unknown>>;
  return isId(account) && isId(request) ? { account, request } : undefined;
}

/** Without the `#`. */
export function toRequestFragment({ account, request }: RequestName): string {
  return `${FRAGMENT}${account}/${request}`;
}

/** The name in an address's fragment; undefined for any other. */
export function fromRequestFragment(fragment: string): RequestName | undefined {
  if (!fragment.startsWith(FRAGMENT)) return undefined;
  const [account, request, ...more] = fragment.slice(FRAGMENT.length).split('/');
  return more.length === 0 ? requestName({ account, request }) : undefined;
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{16}$/.test(value);
}
